"""Every text of the bot is said in every language, with all its plural forms, its placeholders and sound HTML.

`pybabel compile` is content with a Russian entry that lacks a plural form or names another placeholder; we are not.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from bot.i18n import LANGUAGES, LOCALES
from sandbox.errors import ApiError
from sandbox.html import Parser
from tests.project.support import ROOT, files, place, syntax
from tests.project.texts_in_code import Key, collected_keywords, forms, key_of, misused, said_in, said_in_code


@cache
def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def entries(language: str) -> dict[Key, Message]:
    return {key_of(message): message for message in catalogue(language) if message.id}


def both(language: str) -> Iterator[tuple[Message, Message]]:
    """Each text of the code with its translation, where there is one (what lacks is the first test's matter)."""
    said = said_in_code()
    yield from (
        (said[key], entry) for key, entry in entries(language).items() if key in said and any(forms(entry.string))
    )


def placeholders(text: str) -> set[tuple[str, str, str]]:
    """Name, format and conversion of each; a text with a broken one raises ValueError."""
    parsed = Formatter().parse(text)
    return {(name, form or "", conversion or "") for _, name, form, conversion in parsed if name is not None}


def blanks(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def complaint_of_telegram(text: str) -> str:
    try:
        Parser(text).parse()
    except ApiError as error:
        return str(error)
    return ""


every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
def test_nothing_is_left_unsaid(language: str) -> None:
    """Every text of the code has its entry, and no plural form of it is empty."""
    found = entries(language)
    assert sorted(key[1] for key in said_in_code() if key not in found or not all(forms(found[key].string))) == []


@every_language
def test_nothing_is_left_over(language: str) -> None:
    """No entry is a guess, and none is of a text that the code no longer says."""
    assert sorted(key[1] for key, entry in entries(language).items() if entry.fuzzy) == []
    assert sorted(key[1] for key in entries(language).keys() - said_in_code().keys()) == []
    assert not catalogue(language).fuzzy
    assert list(catalogue(language).obsolete) == []


@every_language
def test_plurals_are_those_of_the_language(language: str) -> None:
    """Russian and Ukrainian have three forms, and every number chooses the right one."""
    grammar = Catalog(locale=language)
    assert catalogue(language).plural_forms == grammar.plural_forms
    assert grammar.num_plurals == {"ru": 3, "uk": 3, "af": 2, "en": 2}[language]
    said = said_in_code()
    for key, entry in entries(language).items():
        if key in said:
            expected = grammar.num_plurals if len(forms(said[key].id)) == 2 else 1
            assert len(forms(entry.string)) == expected, key


@every_language
def test_every_form_has_the_same_placeholders(language: str) -> None:
    """A translation that leaves out {n} or misspells {name} would fail before a customer."""
    for source, entry in both(language):
        wanted = placeholders(forms(source.id)[-1])
        for text in (*forms(source.id), *forms(entry.string)):
            assert not text or placeholders(text) == wanted, text


@every_language
def test_markup_is_sound(language: str) -> None:
    """Telegram takes every text as it stands: its tags are known, and closed in the right order."""
    for source, entry in both(language):
        for text in (*forms(source.id), *forms(entry.string)):
            assert complaint_of_telegram(text) == "", text


@every_language
def test_texts_begin_and_end_alike(language: str) -> None:
    """Blanks and line breaks around a text are part of it."""
    for source, entry in both(language):
        for text in (*forms(source.id), *forms(entry.string)):
            assert not text or blanks(text) == blanks(forms(source.id)[0]), text


def test_english_says_what_the_code_says() -> None:
    """The English text stands in the code alone; its catalogue cannot say something else."""
    for source, entry in both("en"):
        assert forms(entry.string) == forms(source.id)


def test_the_texts_of_the_code_are_sound() -> None:
    """Also before anything is translated."""
    for (_context, first), message in said_in_code().items():
        for text in forms(message.id):
            assert complaint_of_telegram(text) == "", text
            assert placeholders(text) == placeholders(first), text


def test_every_text_can_be_found() -> None:
    """A text put together when it is needed would be in no catalogue."""
    hidden = []
    for path in files(".py", under="bot"):
        if path != ROOT / "bot" / "i18n.py":  # there these functions are made
            hidden += [f"{place(path)}:{node.lineno}" for node in misused(syntax(path))]
    assert hidden == []


def test_make_strings_collects_every_text() -> None:
    """Also one in the midst of an f-string, which Python 3.11 hides from the collecting: such a call is lifted out."""
    found = extract_from_dir(ROOT / "bot", [("**.py", "python")], keywords=DEFAULT_KEYWORDS | collected_keywords())
    collected = {(context, forms(text)[0]) for _file, _line, text, _comments, context in found}
    assert collected == set(said_in_code())


@pytest.mark.parametrize(
    "line",
    [
        "_(text)",
        "_(f'Hello {name}')",
        "_('Hello ' + name)",
        "n_('{n} point', plural, n)",
        "say = words.gettext",
        "n_, _ = words.gettext, words.ngettext",
        "send(words.gettext)",
        "words.pgettext('month', name)",
        "words.npgettext('month', '{n} day', name, n)",
    ],
)
def test_a_hidden_text_is_seen(line: str) -> None:
    """Whatever the way of hiding it."""
    assert list(misused(ast.parse(line)))


def test_a_text_within_an_f_string_is_found() -> None:
    """It was English in every language for a while, and nobody could see it."""
    line = """f"{words.pgettext('state', 'sent')} {n_('{n} left', '{n} left', n)}\""""
    assert {said.key for said in said_in(ast.parse(line))} == {("state", "sent"), (None, "{n} left")}


def test_russian_begins_with_the_second_as_it_is_said() -> None:
    """«С 2 ноября» is wrong, so a day after «с» comes from `Words.since`."""
    texts = [text for entry in entries("ru").values() if entry.context != "a day" for text in forms(entry.string)]
    assert [text for text in texts if re.search(r"\b[Сс] \{(day|joined|moment|since)\}", text)] == []


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_a_name_stands_in_no_case_it_cannot_take(language: str) -> None:
    """The name of the business is not bent: it stands alone, or behind what is bent in its place."""
    for entry in entries(language).values():
        for text in forms(entry.string):
            before = re.search(r"(\w+) (?:<b>)?\{brand\}", text)
            assert not before or before[1] in ("лояльности", "лояльності"), text


@every_language
def test_quotation_marks_are_of_one_kind(language: str) -> None:
    """«…» in Russian and Ukrainian, straight ones in English and Afrikaans."""
    ours, others = ("«»", '"“”„') if language in ("ru", "uk") else ('"', "“”„")
    for entry in entries(language).values():
        for text in forms(entry.string):
            assert not set(others) & set(text), text
            assert sum(text.count(mark) for mark in ours) % 2 == 0 or text.startswith("« ") or text.endswith(" »"), text
