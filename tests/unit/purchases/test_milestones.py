"""Occasions to say thank you."""

from datetime import date

import pytest

from loyalty.purchases.milestones import anniversary, is_milestone


def test_round_numbers_of_purchases_are_milestones() -> None:
    """The first ones come soon, later ones seldom."""
    found = [n for n in range(1, 10_001) if is_milestone(n)]
    assert found == [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]


@pytest.mark.parametrize(
    ("previous", "today", "years"),
    [
        (None, date(2025, 3, 10), None),  # the day of joining
        (None, date(2026, 3, 9), None),  # a day before the first anniversary
        (None, date(2026, 3, 10), 1),  # on the day, and never bought before
        (date(2026, 3, 9), date(2026, 3, 10), 1),
        (date(2026, 3, 10), date(2026, 3, 10), None),  # the second purchase of the day
        (date(2026, 3, 10), date(2027, 3, 9), None),
        (date(2026, 2, 1), date(2026, 12, 24), 1),  # the first one after it
        (date(2025, 4, 1), date(2028, 5, 1), 3),  # away for years
    ],
)
def test_an_anniversary_is_told_once(previous: date | None, today: date, years: int | None) -> None:
    """At the first purchase on or after the day."""
    assert anniversary(date(2025, 3, 10), previous, today) == years


@pytest.mark.parametrize(("today", "years"), [(date(2025, 2, 28), None), (date(2025, 3, 1), 1), (date(2028, 2, 29), 4)])
def test_who_joined_on_a_leap_day_has_an_anniversary_every_year(today: date, years: int | None) -> None:
    """On 1 March where there is no 29 February."""
    assert anniversary(date(2024, 2, 29), None, today) == years
