"""Numbers, money, days and counted things, as each language writes and says them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.handlers.balances.texts import good_until, with_worth
from bot.handlers.complaints.texts import moment, said_moment
from bot.i18n import LANGUAGES, Words
from loyalty.programme import Programme

ZONE = ZoneInfo("Africa/Johannesburg")
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
#: A no-break space.
NB = "\N{NO-BREAK SPACE}"


def words(language: str, currency: str = "ZAR") -> Words:
    return Words(language, currency, ZONE)


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("language", "currency", "written"),
    [
        ("en", "ZAR", "R1,240.50"),
        ("af", "ZAR", f"R1{NB}240,50"),
        ("ru", "ZAR", f"1{NB}240,50{NB}R"),
        ("uk", "ZAR", f"1{NB}240,50{NB}R"),
        ("en", "EUR", f"1,240.50{NB}€"),
        ("af", "EUR", f"€1{NB}240,50"),
        ("ru", "EUR", f"1{NB}240,50{NB}€"),
        ("uk", "EUR", f"1{NB}240,50{NB}€"),
        ("uk", "UAH", f"1{NB}240,50{NB}₴"),
        ("ru", "RUB", f"1{NB}240,50{NB}₽"),
        ("en", "USD", "$1,240.50"),
    ],
)
def test_money(language: str, currency: str, written: str) -> None:
    """With the sign people use; South African English as the shops write it, not as CLDR does."""
    assert words(language, currency).money(124_050) == written


@pytest.mark.parametrize(
    ("language", "number", "half", "whole"),
    [
        ("en", "1,240", "7.5%", "5%"),
        ("af", f"1{NB}240", "7,5%", "5%"),
        ("uk", f"1{NB}240", "7,5%", "5%"),
        ("ru", f"1{NB}240", f"7,5{NB}%", f"5{NB}%"),
    ],
)
def test_numbers_and_percentages(language: str, number: str, half: str, whole: str) -> None:
    """The sign of percent stands as the language has it, and never alone on a new line."""
    assert words(language).number(1_240) == number
    assert (words(language).rate(750), words(language).rate(500)) == (half, whole)


@pytest.mark.parametrize(
    ("language", "one", "two", "five"),
    [
        ("en", "1 point", "2 points", "5 points"),
        ("af", "1 punt", "2 punte", "5 punte"),
        ("ru", "1 балл", "2 балла", "5 баллов"),
        ("uk", "1 бал", "2 бали", "5 балів"),
    ],
)
def test_points_stay_with_their_number(language: str, one: str, two: str, five: str) -> None:
    """In the right form, and in one line."""
    said = [words(language).points(n) for n in (1, 2, 5)]
    assert said == [text.replace(" ", NB) for text in (one, two, five)]
    assert words(language).signed_points(-5) == f"−{five}".replace(" ", NB)


@pytest.mark.parametrize(
    ("language", "same_year", "another"),
    [
        ("en", "28 November", "28 November 2027"),
        ("af", "28 November", "28 November 2027"),
        ("ru", "28 ноября", "28 ноября 2027 года"),
        ("uk", "28 листопада", "28 листопада 2027 року"),
    ],
)
def test_days(language: str, same_year: str, another: str) -> None:
    """The year only where it is another one, as it is said in a sentence."""
    assert words(language).day(at(2026, 11, 28), NOW) == same_year
    assert words(language).day(at(2027, 11, 28), NOW) == another
    assert words(language).full_day(at(2026, 11, 28)).startswith(f"{same_year} 2026")


@pytest.mark.parametrize(
    ("language", "second", "third", "twenty_second"),
    [
        ("en", "from 2 December", "from 3 December", "from 22 December"),
        ("af", "vanaf 2 Desember", "vanaf 3 Desember", "vanaf 22 Desember"),
        ("ru", "со 2 декабря", "с 3 декабря", "с 22 декабря"),
        ("uk", "з 2 грудня", "з 3 грудня", "з 22 грудня"),
    ],
)
def test_since(language: str, second: str, third: str, twenty_second: str) -> None:
    """Russian has another preposition before the second of a month."""
    assert [words(language).since(at(2026, 12, day), NOW) for day in (2, 3, 22)] == [second, third, twenty_second]


@pytest.mark.parametrize(
    ("language", "until"),
    [
        ("en", "good until 30 November"),
        ("af", "geldig tot en met 30 November"),
        ("ru", "действует до 30 ноября включительно"),
        ("uk", "до 30 листопада включно"),
    ],
)
def test_what_goes_as_a_day_begins_is_good_until_the_day_before(language: str, until: str) -> None:
    """Nobody comes on 1 December with points that went at midnight."""
    assert good_until(words(language), at(2026, 12, 1, 0), NOW) == until
    assert words(language).last_full_day(at(2027, 1, 1, 0)).startswith("31 ")


@pytest.mark.parametrize(
    ("language", "listed", "said", "at_eleven"),
    [
        ("en", "tomorrow, 14:40", "tomorrow at 14:40", "tomorrow at 11:40"),
        ("af", "môre, 14:40", "môre om 14:40", "môre om 11:40"),
        ("ru", "завтра, 14:40", "завтра в 14:40", "завтра в 11:40"),
        ("uk", "завтра, 14:40", "завтра о 14:40", "завтра об 11:40"),
    ],
)
def test_a_moment_in_a_list_and_in_a_sentence(language: str, listed: str, said: str, at_eleven: str) -> None:
    """Ukrainian has another preposition before eleven."""
    assert moment(words(language), at(2026, 11, 22, 14, 40), NOW) == listed
    assert said_moment(words(language), at(2026, 11, 22, 14, 40), NOW) == said
    assert said_moment(words(language), at(2026, 11, 22, 11, 40), NOW) == at_eleven


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_with_their_worth(language: str) -> None:
    """A number of points says little; money says what it is."""
    programme = Programme(brand="Zorg", currency="ZAR", timezone=ZONE.key, default_language=language)
    said = with_worth(words(language), programme, 500, bold=True)
    assert said == f"<b>{words(language).points(500)}</b> ({words(language).money(500)})"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_ends_after_no(language: str) -> None:
    """Neither before the number of a complaint, nor before a dash."""
    assert " " not in words(language).gettext("No. {number}")
    assert " –" not in words(language).gettext("{name} – {role}")
    assert " —" not in words(language).gettext("{name} – {role}")
