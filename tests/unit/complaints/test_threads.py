"""A complaint's thread over pages: sound for Telegram, and nothing left out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.handlers.complaints.thread_texts import file_caption, pages
from bot.i18n import Words
from loyalty.complaints import MessageView
from sandbox.html import Parser

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
WORDS = Words("en", "ZAR", ZoneInfo("Africa/Johannesburg"))
#: The most Telegram shows of one text.
LONGEST = 4096
#: What Telegram lets one person write at once: anything, with much that looks like HTML.
TEXTS = some.text(some.sampled_from("a <>&;é🙂\n"), min_size=1, max_size=LONGEST) | some.just("x" * LONGEST)


def message(text: str) -> MessageView:
    return MessageView(1, "Anna <b>", False, text, None, None, NOW, None)


@settings(max_examples=40, deadline=None)  # the first has the catalogue compiled
@given(some.lists(TEXTS, max_size=6))
def test_every_page_is_sound_and_every_word_is_on_one(texts: list[str]) -> None:
    """Whatever was written, each page parses, fits, and all of it can be read."""
    found = pages(WORDS, "<b>Complaint 1</b>", [message(text) for text in texts], NOW, own=False)
    shown = ""
    for page in found:
        plain, _entities = Parser(page).parse()
        assert len(plain) <= LONGEST
        shown += plain
    assert found
    for text in texts:
        for sign in set(text) - set(" \n"):
            assert shown.count(sign) >= text.count(sign)


def test_a_long_text_is_cut_between_words() -> None:
    """A word is not torn where there is a blank nearby."""
    found = pages(WORDS, "", [message("word " * 800)], NOW, own=False)
    assert len(found) == 2
    assert all(page.rstrip().endswith("word") for page in found)


def test_an_empty_thread_is_its_head() -> None:
    """Once its words are erased there is still a page."""
    assert pages(WORDS, "head", [], NOW, own=True) == ["head"]


def test_a_file_of_somebody_who_has_left_is_nobody_s() -> None:
    """Whoever asked to be forgotten has no name any more."""
    left = MessageView(1, "", True, None, "photo", "file", NOW, None)
    assert file_caption(WORDS, 7, left, NOW) == "Complaint 7 · somebody no longer here · today, 12:00"
