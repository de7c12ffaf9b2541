"""Amounts of money as people type them: read as they were meant, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.purchases.amounts import parse_amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("125.50", "ZAR", 12_550),
        ("125,50", "ZAR", 12_550),
        ("125.5", "ZAR", 12_550),
        ("125", "ZAR", 12_500),
        ("125.", "ZAR", 12_500),
        ("125,-", "ZAR", 12_500),
        ("R125", "ZAR", 12_500),
        ("R 125,50", "ZAR", 12_550),
        ("ZAR125.50", "ZAR", 12_550),
        ("125 rand", "ZAR", 12_500),
        ("1 250,50", "ZAR", 125_050),
        ("1\u00a0250,50", "ZAR", 125_050),
        ("1\u202f250.50", "ZAR", 125_050),
        ("1,250.50", "ZAR", 125_050),
        ("1.250,50", "ZAR", 125_050),
        ("1'250.50", "ZAR", 125_050),
        ("1.250", "ZAR", 125_000),
        ("1,250,000", "ZAR", 125_000_000),
        ("0.50", "ZAR", 50),
        ("₴80", "UAH", 8_000),
        ("80 грн", "UAH", 8_000),
        ("80 грн.", "UAH", 8_000),
        ("80 гривень", "UAH", 8_000),
        ("199 ₽", "RUB", 19_900),
        ("199 руб.", "RUB", 19_900),
        ("199р", "RUB", 19_900),
        ("199 рублей", "RUB", 19_900),
        ("12,40 €", "EUR", 1_240),
        ("4.750", "KWD", 4_750),
        ("0.500", "KWD", 500),
        ("4,750.250", "KWD", 4_750_250),
        ("4 750", "KWD", 4_750_000),
        ("1.250", "JPY", 1_250),
        ("¥500", "JPY", 500),
        ("10\u200f", "ZAR", 1_000),
        ("\u202a1\u200b0\u202c", "ZAR", 1_000),
        ("\ufeffR125\u2060,50", "ZAR", 12_550),
    ],
)
def test_an_amount_is_read_as_it_was_meant(text: str, currency: str, minor: int) -> None:
    """With the decimals the currency has, grouped as people group, with its sign or word on either side."""
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("0.500", "ZAR"),
        ("0.1234", "KWD"),
        ("-5", "ZAR"),
        ("−5", "ZAR"),
        ("–5", "ZAR"),
        ("—5", "ZAR"),
        ("‐5", "ZAR"),
        ("‒5", "ZAR"),
        ("﹣5", "ZAR"),
        ("5-", "ZAR"),
        ("(5)", "ZAR"),
        ("[5]", "ZAR"),
        ("5k", "ZAR"),
        ("5к", "RUB"),
        ("5 тыс", "RUB"),
        ("5 тис.", "UAH"),
        ("2 mil", "ZAR"),
        ("2 duisend", "ZAR"),
        ("5%", "ZAR"),
        ("½", "ZAR"),
        ("5½", "ZAR"),
        ("1/2", "ZAR"),
        ("5e3", "ZAR"),
        ("5 and 6", "ZAR"),
        ("12 13", "ZAR"),
        ("12.345.6", "ZAR"),
        ("1,250,50", "ZAR"),
        ("1,25,000", "ZAR"),
        ("1.250'000", "ZAR"),
        ("1.25", "JPY"),
        ("007", "ZAR"),
        ("00", "ZAR"),
        ("012,345", "ZAR"),
        ("٣٠٠", "ZAR"),
        ("５", "ZAR"),
        ("€5", "ZAR"),
        ("5 usd", "ZAR"),
        ("5²", "ZAR"),
        ("5 for Anna", "ZAR"),
        ("about 5", "ZAR"),
        ("~5", "ZAR"),
        ("<5", "ZAR"),
        ("5\n6", "ZAR"),
        ("a coffee", "ZAR"),
        ("", "ZAR"),
        ("R", "ZAR"),
        (".", "ZAR"),
        ("9" * 40, "ZAR"),
    ],
)
def test_what_could_mean_something_else_is_refused(text: str, currency: str) -> None:
    """A dash, a bracket, a scale word, a percent sign, a fraction, a leading zero, another currency, an unread rest."""
    assert parse_amount(text, currency) is None


@given(st.integers(0, 10**9), st.sampled_from(["ZAR", "KWD", "JPY"]), st.sampled_from([".", ","]))
def test_what_is_written_in_full_comes_back(minor: int, currency: str, point: str) -> None:
    """With all decimals of the currency and no groups, every amount is read as itself."""
    decimals = {"ZAR": 2, "KWD": 3, "JPY": 0}[currency]
    whole, rest = divmod(minor, 10**decimals)
    text = f"{whole}{point}{rest:0{decimals}d}" if decimals else str(whole)
    assert parse_amount(text, currency) == minor


@given(st.text(max_size=12))
def test_whatever_stands_around_the_digits_they_are_read_whole_or_not_at_all(text: str) -> None:
    """No digit is dropped, and none but the missing decimals is added."""
    amount = parse_amount(text, "ZAR")
    if amount is not None:
        typed = int("".join(sign for sign in text if sign in "0123456789"))
        assert amount in {typed, typed * 10, typed * 100}
