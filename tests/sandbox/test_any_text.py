"""Whatever a bot sends as a text, the answer is a message or a refusal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import ApiError
from sandbox.formatting import formatted
from sandbox.html import utf16_length

TAGS = (
    "<b> </b> <i> </i> <code> </code> <pre> </pre> </a> </tg-emoji> </tg-time> </blockquote> <a|href= "
    "<tg-emoji|emoji-id='²'> <tg-time|unix=²> <blockquote|expandable>"
)
SIGNS = "< > / & ; # x = \" ' &lt; &# t.me/a @name 😀 ж ²"
PIECES = st.sampled_from(
    [*(tag.replace("|", " ") for tag in TAGS.split()), *SIGNS.split(), " ", "\n", "9" * 5000, "\ud800", "\x00"]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@settings(derandomize=True)
@given(TEXTS)
def test_html_is_read_or_refused(html: str) -> None:
    """And every entity lies within the text."""
    try:
        text, entities = formatted(html, "HTML", None)
    except ApiError:
        return
    for entity in entities:
        assert entity["length"] > 0
        assert 0 <= entity["offset"] <= utf16_length(text) - entity["length"]


@settings(derandomize=True)
@given(st.text())
def test_plain_text_stays_itself_but_for_spaces(text: str) -> None:
    """Nothing is lost besides control characters and the spaces around."""
    try:
        sent, _ = formatted(text, None, None)
    except ApiError:
        return
    assert "".join(sent.split()) == "".join(text.replace("\r", "").translate(dict.fromkeys(range(32), " ")).split())
