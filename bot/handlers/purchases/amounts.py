"""Amounts of money, and of points, as people type them: read as they were meant, or not at all.

What could be read as two different amounts, or has a rest that nobody has read (a dash, a bracket, a percent sign, a
word such as 'k' or 'тыс'), is refused: a question asked again costs a second, a wrong amount costs money.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.numbers import get_currency_name, get_currency_precision, get_currency_symbol

from bot.i18n import LANGUAGES, local_symbol

#: What people write for a currency besides its code, its sign and its name.
_SHORT = {
    "RUB": ("р", "р.", "руб", "руб."),
    "UAH": ("грн", "грн."),
    "ZAR": ("r",),
    "EUR": ("евро", "євро"),
}
_POINTS = {"p", "pt", "pts", "point", "points", "балл", "балла", "баллов", "бал", "бали", "балів", "punt", "punte"}
#: A number of points has no more signs than that.
_MOST_DIGITS = 9
#: Longer than any amount somebody types.
_LONGEST = 32
_SPACES = re.compile(r"[\u00a0\u2009\u202f]")
#: Groups of thousands, all by one sign, the first of them without a leading zero; or digits alone.
_WHOLE = r"(?P<whole>[1-9][0-9]{0,2}(?P<group>[.,'’ ])[0-9]{3}(?:(?P=group)[0-9]{3})*|0|[1-9][0-9]*)"
_WORD = r"[^0-9\s.,'’+\-−–—()%/][^0-9\s,'’+\-−–—()%/]*"


def parse_amount(text: str, currency: str) -> int | None:
    """An amount in minor units, or None if it cannot be read as exactly one amount.

    People type `125.50`, `125,50`, `R125`, `1 250,50`, `1,250.50`, `1.250`, `80 грн`, `125,-`. A last point or comma
    begins the decimals if at most as many digits follow as the currency has; else, if three follow, it groups
    thousands. So `4.750` is 4,750 in a currency with two decimals and 4.750 in one with three.
    """
    decimals = get_currency_precision(currency)
    found = _pattern(decimals).fullmatch(_plain(text))
    if not found or not (_means(found["before"], currency) and _means(found["after"], currency)):
        return None
    if found["point"] and found["point"] == found["group"]:
        return None
    whole, rest = found["whole"], found["fraction"] or ""
    if decimals == 3 and not rest and found["group"] in (".", ",") and whole.count(found["group"]) == 1:
        whole, _, rest = whole.partition(found["group"])  # three digits are the decimals where there are three
    return int(re.sub(r"[^0-9]", "", whole) + rest.ljust(decimals, "0"))


@cache
def _pattern(decimals: int) -> re.Pattern[str]:
    fraction = rf"(?P<point>[.,])(?P<fraction>[0-9]{{1,{decimals}}})" if decimals else "(?P<point>(?!))(?P<fraction>)"
    return re.compile(rf"(?:(?P<before>{_WORD}) ?)?{_WHOLE}(?:{fraction}|[.,]-|\.)?(?: ?(?P<after>{_WORD}))?")


def parse_points(text: str) -> int | None:
    """A number of points, or None if it cannot be read as one: `300`, `1 240`, `1,240`, `300 points`."""
    found = re.fullmatch(rf"{_WHOLE}(?: ?(?P<word>{_WORD}))?", _plain(text))
    if not found or len(found["whole"]) > _MOST_DIGITS or (found["word"] and found["word"].casefold() not in _POINTS):
        return None
    return int(re.sub(r"[^0-9]", "", found["whole"]))


def _plain(text: str) -> str:
    """Without what nobody sees: keyboards and copied text bring marks of direction and joints along."""
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    stripped = _SPACES.sub(" ", visible).strip()
    return stripped if len(stripped) <= _LONGEST else ""


def _means(word: str | None, currency: str) -> bool:
    """Whether what stands beside the digits is nothing, or the currency."""
    return word is None or word.casefold() in _names(currency)


@cache
def _names(currency: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in _all_names(currency))


def _all_names(currency: str) -> Iterator[str]:
    yield currency
    yield from _SHORT.get(currency, ())
    for locale in (Locale.parse(language) for language in LANGUAGES):
        yield get_currency_symbol(currency, locale)
        for count in (1, 2, 5):  # one of every plural form; of 'South African rand' people write the last word
            yield get_currency_name(currency, count, locale).split()[-1]
    yield local_symbol(currency)
