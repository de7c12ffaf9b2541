"""Languages: which one, its words (gettext), its numbers, money and dates (Babel).

The msgid is the English sentence. Catalogues are compiled in memory from the .po files when the program starts, and
nothing is translated at import: a `Words` object carries one reader's language, zone and currency to the texts.
"""

from copy import copy
from dataclasses import dataclass
from datetime import datetime, time
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
#: So that 29 February is a day.
# Not Babel's own long date: it has leading zeros here and "г." there, whose full stop would meet the sentence's.
_DAY = "d MMMM"
_DAY_AND_YEAR = "d MMMM y"
_LEAP_YEAR = 2000
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
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


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
def local_symbol(currency: str) -> str:
    """The sign people at home use for it: R, not ZAR."""
    try:
        return get_currency_symbol(currency, Locale.parse(f"und_{currency[:2]}"))
    except (UnknownLocaleError, ValueError):
        return currency


@cache
def symbol_for(language: str, currency: str) -> str:
    """The language's own sign for it, if there is one."""
    own = get_currency_symbol(currency, locale_for(language, currency))
    return local_symbol(currency) if own == currency else own


@cache
def money_pattern(language: str, currency: str) -> NumberPattern:
    """How the language writes an amount, with as many decimals as the currency has."""
    pattern: NumberPattern = copy(locale_for(language, currency).currency_formats["standard"])
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

    def gettext(self, message: str) -> str:
        return catalogue(self.language).gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return catalogue(self.language).ngettext(singular, plural, n)

    def pgettext(self, context: str, message: str) -> str:
        return catalogue(self.language).pgettext(context, message)

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self.locale)

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
        text: str = money_pattern(self.language, self.currency).apply(value, self.locale)
        return text.replace("¤", symbol_for(self.language, self.currency))

    def rate(self, basis_points: int) -> str:
        """Hundredths of a percent as a percentage: 500 -> 5 %."""
        return format_percent(basis_points / 10_000, format="#,##0.## %", locale=self.locale)

    def day(self, moment: datetime, now: datetime) -> str:
        """The day in the programme's zone; with the year unless it is this one."""
        local = moment.astimezone(self.zone)
        this_year = local.year == now.astimezone(self.zone).year
        return self._date(local, _DAY if this_year else _DAY_AND_YEAR)

    def full_day(self, moment: datetime) -> str:
        """The day in the programme's zone with its year: for days far away."""
        return self._date(moment.astimezone(self.zone), _DAY_AND_YEAR)

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
