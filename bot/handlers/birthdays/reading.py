"""Birthdays as people type them: '28 November', 'November 28th', '28.11', '28/11', '28 ноября'."""

import re
from functools import cache

from babel import Locale

from bot.i18n import LANGUAGES
from loyalty.preferences import Birthday
from loyalty.preferences.model import BirthdayInvalid

#: So many letters of a month's name are enough.
_SHORTEST = 3
_LONGEST_ANSWER = 40
_NUMBER_OR_WORD = re.compile(r"\d+|[^\W\d_]+")


def parse_birthday(text: str, language: str) -> Birthday | None:
    """The day and month that were meant; None when there are none in it, or no such day.

    In figures the day comes first. Months are understood in all our languages, the reader's own first. A year is passed
    over: it is nobody's business.
    """
    if len(text) > _LONGEST_ANSWER:
        return None
    parts = _NUMBER_OR_WORD.findall(text.casefold())
    numbers = [int(part) for part in parts if part.isdecimal() and len(part) < 3]
    years = [part for part in parts if part.isdecimal() and len(part) >= 3]
    named = [month for part in parts if (month := _month(part, language)) is not None]
    if len(years) > 1 or len(named) > 1:
        return None
    match (*numbers, *named):
        case (day, month):
            return _birthday(month, day)
        case (day, month, _) if not named and not years:  # 28.11.90
            return _birthday(month, day)
        case _:
            return None


def _birthday(month: int, day: int) -> Birthday | None:
    try:
        return Birthday(month, day)
    except BirthdayInvalid:
        return None


def _month(word: str, language: str) -> int | None:
    """The month that begins so, or is called so."""
    for code in (language, *LANGUAGES):
        found = {month for name, month in _names(code) if len(word) >= _SHORTEST and name.startswith(word)}
        if len(found) == 1:
            return found.pop()
    return None


@cache
def _names(language: str) -> list[tuple[str, int]]:
    """Each month under all its names: in a date and alone, in full and short."""
    months = Locale.parse(language).months
    return [
        (name.casefold(), month)
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for month, name in months[use][width].items()
    ]
