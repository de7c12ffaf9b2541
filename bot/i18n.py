"""Languages: which one, its words (gettext), its numbers, money and dates (Babel).

The msgid is the English sentence. Catalogues are compiled in memory from the .po files when the program starts, and
nothing is translated at import: a `Words` object carries one reader's language, zone and currency to the texts.
"""

import re
from copy import copy
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, format_decimal, format_percent, get_currency_precision, get_currency_symbol

#: Languages of the bot, each by its own name, in the order in which they are offered.
LANGUAGES = {"ru": "Русский", "uk": "Українська", "af": "Afrikaans", "en": "English"}
# Not Babel's own long date: it has leading zeros here and "г." there, whose full stop would meet the sentence's.
_DAY = "d MMMM"
#: The year as the language says it after a day.
_DAY_AND_YEAR = {"ru": "d MMMM y 'года'", "uk": "d MMMM y 'року'", "af": "d MMMM y", "en": "d MMMM y"}
#: So that 29 February is a day.
_LEAP_YEAR = 2000
#: English locales whose numbers nobody there writes so, and one that has the same currency and writes them well:
#: CLDR's South African English has R125,50 and 1 240, the shops have R125.50 and 1,240.
_NUMBERS = {"en_ZA": "en_LS"}
#: The day and the hour before which some language says another word.
_SECOND, _ELEVEN = 2, 11
_NO_BREAK = "\N{NO-BREAK SPACE}"
#: Blanks at which no line may end: between a number and what is counted, after 'no.', before a dash.
_HELD_TOGETHER = re.compile(r"(?<=\{n\}) (?=[^\W\d_])|(?<=№) |(?<=\b[Nn][or]\.) (?=[<{])| (?=[–—])")
LOCALES = Path(__file__).parent / "locales"


def language_from_telegram(tag: str | None, default: str) -> str:
    """Our language for an IETF tag such as `uk-UA`, else `default`."""
    primary = (tag or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else default


@cache
def catalogue(language: str) -> GNUTranslations:
    """The compiled catalogue of a language.

    Raises:
        KeyError: not one of `LANGUAGES`.
    """
    LANGUAGES[language]
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        messages = read_po(source, locale=language)
    for message in messages:
        text = message.string
        message.string = (
            _held_together(text) if isinstance(text, str) else [_held_together(form) for form in text or ()]
        )
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _held_together(text: str) -> str:
    return _HELD_TOGETHER.sub(_NO_BREAK, text)


@cache
def locale_for(language: str, currency: str) -> Locale:
    """The language as it is written where the currency is used.

    The first two letters of an ISO currency are its country's.
    """
    for name in (f"{language}_{currency[:2]}", "en_150" if language == "en" else language):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(language)


@cache
def numbers_for(language: str, currency: str) -> Locale:
    """How numbers and amounts are written: as the locale does, where people do as it says."""
    locale = locale_for(language, currency)
    return Locale.parse(_NUMBERS.get(str(locale), str(locale)))


@cache
def local_symbol(currency: str) -> str:
    """The sign people at home use for it: R, not ZAR."""
    try:
        return get_currency_symbol(currency, Locale.parse(f"und_{currency[:2]}"))
    except (UnknownLocaleError, ValueError):
        return currency


@cache
def symbol_for(language: str, currency: str) -> str:
    """The language's own sign for it; else that of people at home, else of another of our languages: €, not EUR."""
    own = get_currency_symbol(currency, numbers_for(language, currency))
    others = (get_currency_symbol(currency, Locale.parse(other)) for other in LANGUAGES)
    return next((symbol for symbol in (own, local_symbol(currency), *others) if symbol != currency), currency)


@cache
def money_pattern(language: str, currency: str) -> NumberPattern:
    """How the language writes an amount, with as many decimals as the currency has."""
    pattern: NumberPattern = copy(numbers_for(language, currency).currency_formats["standard"])
    digits = get_currency_precision(currency)
    pattern.frac_prec = (digits, digits)
    return pattern


@dataclass(frozen=True, slots=True)
class Words:
    """How to say things to one reader."""

    language: str
    currency: str
    zone: ZoneInfo

    @property
    def locale(self) -> Locale:
        return locale_for(self.language, self.currency)

    @property
    def numbers(self) -> Locale:
        return numbers_for(self.language, self.currency)

    def gettext(self, message: str) -> str:
        return catalogue(self.language).gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return catalogue(self.language).ngettext(singular, plural, n)

    def pgettext(self, context: str, message: str) -> str:
        return catalogue(self.language).pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        return catalogue(self.language).npgettext(context, singular, plural, n)

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self.numbers)

    def signed(self, value: int) -> str:
        """With its sign and a real minus, as in a statement: +100, −260."""
        return f"{'+' if value >= 0 else '−'}{self.number(abs(value))}"

    def hours(self, n: int) -> str:
        return self.ngettext("{n} hour", "{n} hours", n).format(n=self.number(n))

    def points(self, n: int) -> str:
        return self.ngettext("{n} point", "{n} points", n).format(n=self.number(n))

    def signed_points(self, n: int) -> str:
        return self.ngettext("{n} point", "{n} points", abs(n)).format(n=self.signed(n))

    def money(self, minor: int) -> str:
        """An amount in minor units of the currency, with the sign people use for it."""
        # As format_currency, which also looks for the currency's name in the right plural: no pattern here has it.
        value = Decimal(minor).scaleb(-get_currency_precision(self.currency))
        text: str = money_pattern(self.language, self.currency).apply(value, self.numbers)
        return text.replace("¤", symbol_for(self.language, self.currency))

    def rate(self, basis_points: int) -> str:
        """Hundredths of a percent as a percentage, as the language writes it: 500 -> 5%."""
        pattern: str = self.numbers.percent_formats[None].pattern
        return format_percent(basis_points / 10_000, pattern.replace("##0", "##0.##"), self.numbers)

    def day(self, moment: datetime, now: datetime) -> str:
        """The day in the programme's zone; with the year unless it is this one."""
        local = moment.astimezone(self.zone)
        this_year = local.year == now.astimezone(self.zone).year
        return self._date(local, _DAY if this_year else _DAY_AND_YEAR[self.language])

    def full_day(self, moment: datetime) -> str:
        """The day in the programme's zone with its year: for days far away."""
        return self._date(moment.astimezone(self.zone), _DAY_AND_YEAR[self.language])

    def last_day(self, gone_at: datetime, now: datetime) -> str:
        """The last day on which something can be used that is gone at `gone_at`, a midnight: until 30 November."""
        return self.day(_just_before(gone_at), now)

    def last_full_day(self, gone_at: datetime) -> str:
        return self.full_day(_just_before(gone_at))

    def since(self, moment: datetime, now: datetime) -> str:
        """The day with which something begins, within a sentence: from 2 November."""
        second = moment.astimezone(self.zone).day == _SECOND
        # Translators: Russian says «со 2 ноября», but «с 3 ноября».
        text = self.pgettext("the day is the 2nd", "from {day}") if second else self.pgettext("a day", "from {day}")
        return text.format(day=self.day(moment, now))

    def day_of_year(self, month: int, day: int) -> str:
        """A day without a year: 28 November."""
        return self._date(datetime(_LEAP_YEAR, month, day, tzinfo=self.zone), _DAY)

    def _date(self, local: datetime, pattern: str) -> str:
        return format_date(local.date(), pattern, locale=self.locale)

    def hour(self, hour: int) -> str:
        """A full hour: 21:00."""
        return format_time(time(hour), "short", locale=self.locale)

    def time(self, moment: datetime) -> str:
        return format_time(moment.astimezone(self.zone), "short", locale=self.locale)

    def at(self, moment: datetime) -> str:
        """The time of day within a sentence: at 14:40."""
        # Translators: Ukrainian says «об 11:40», but «о 14:40».
        eleven = moment.astimezone(self.zone).hour == _ELEVEN
        text = self.pgettext("the hour is 11", "at {time}") if eleven else self.pgettext("an hour", "at {time}")
        return text.format(time=self.time(moment))


def _just_before(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=1)
