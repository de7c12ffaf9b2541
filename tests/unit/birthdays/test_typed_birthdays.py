"""Birthdays as people type them."""

import pytest

from bot.handlers.birthdays.reading import parse_birthday
from loyalty.preferences import Birthday


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("28 November", "en"),
        ("28 nov", "en"),
        ("28 Nov.", "en"),
        ("November 28th", "en"),
        ("28th of November", "en"),
        ("28.11", "en"),
        ("28.11.", "ru"),
        ("28/11", "af"),
        ("28-11", "uk"),
        ("28 11", "en"),
        ("  28 . 11 ", "en"),
        ("28 ноября", "ru"),
        ("28 НОЯБРЯ", "ru"),
        ("28 нояб.", "ru"),
        ("28 ноябрь", "ru"),
        ("28 листопада", "uk"),
        ("28 лист", "uk"),
        ("28 ноября", "en"),
        ("28 листопада", "ru"),
        ("28.11.1990", "ru"),
        ("28.11.90", "en"),
        ("28 ноября 1990 г.", "ru"),
    ],
)
def test_a_day_is_read_however_it_is_typed(text: str, language: str) -> None:
    """In figures or words, in the reader's language or another of ours, the year left aside."""
    assert parse_birthday(text, language) == Birthday(11, 28)


@pytest.mark.parametrize(
    ("text", "month", "language"),
    [("3 Maart", 3, "af"), ("3 Mei", 5, "af"), ("3 мая", 5, "ru"), ("3 травня", 5, "uk"), ("3 серпня", 8, "uk")],
)
def test_months_have_the_names_of_their_language(text: str, month: int, language: str) -> None:
    """As Babel knows them."""
    assert parse_birthday(text, language) == Birthday(month, 3)


def test_the_day_comes_first() -> None:
    """3/4 is 3 April here; the question that follows shows how it was read."""
    assert parse_birthday("3/4", "en") == Birthday(4, 3)


def test_29_february_is_a_day() -> None:
    """Though not every year has it."""
    assert parse_birthday("29.2", "en") == Birthday(2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "28",
        "November",
        "30.2",
        "31 April",
        "0.11",
        "28.13",
        "11/28",
        "28 11 12 13",
        "1 May 2 June",
        "9" * 50,
    ],
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    """The question is put again instead."""
    assert parse_birthday(text, "en") is None
