"""The programme's arithmetic, without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.expiry.rules import ExpiryPolicy, expires_at
from loyalty.ledger import rules
from loyalty.ledger.model import OpenLot
from loyalty.purchases.rules import give_back, points_for, take_back
from loyalty.redemptions.rules import largest_redemption

JOHANNESBURG = ZoneInfo("Africa/Johannesburg")
KYIV = ZoneInfo("Europe/Kyiv")


def local(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("paid", "rate", "value", "points"),
    [(12_550, 500, 1, 627), (0, 500, 1, 0), (19, 500, 1, 0), (20, 500, 1, 1), (12_550, 500, 100, 6), (100, 0, 1, 0)],
)
def test_points_are_rounded_once_and_down(paid: int, rate: int, value: int, points: int) -> None:
    """627.5 points are 627, and with points worth R1 each, 6."""
    assert points_for(paid, rate, value) == points


@pytest.mark.parametrize(
    ("earned", "policy", "months", "gone"),
    [
        ("2020-07-06T10:00", "month_end", 12, "2021-08-01T00:00"),
        ("2020-07-06T10:00", "rolling", 12, "2021-07-07T00:00"),
        ("2026-01-31T23:59", "rolling", 1, "2026-03-01T00:00"),
        ("2026-01-31T23:59", "month_end", 1, "2026-03-01T00:00"),
        ("2028-01-31T12:00", "rolling", 1, "2028-03-01T00:00"),
        ("2026-12-15T12:00", "rolling", 1, "2027-01-16T00:00"),
        ("2026-12-31T12:00", "month_end", 12, "2028-01-01T00:00"),
    ],
)
def test_points_end_at_local_midnight(earned: str, policy: str, months: int, gone: str) -> None:
    """Of the day after the last one on which they are good."""
    ends = expires_at(local(earned, JOHANNESBURG), ExpiryPolicy(policy), months, JOHANNESBURG)
    assert ends == local(gone, JOHANNESBURG)
    assert ends.tzinfo is UTC


def test_it_is_the_local_day_of_earning_that_counts() -> None:
    """22:30 in London is the next day in Johannesburg."""
    ends = expires_at(datetime(2026, 5, 31, 22, 30, tzinfo=UTC), ExpiryPolicy.MONTH_END, 1, JOHANNESBURG)
    assert ends == local("2026-08-01T00:00", JOHANNESBURG)


def test_midnight_follows_summer_time() -> None:
    """Earned in winter, gone in summer, at midnight by the clock on the wall."""
    ends = expires_at(local("2026-02-10T12:00", KYIV), ExpiryPolicy.ROLLING, 6, KYIV)
    assert ends == datetime(2026, 8, 10, 21, tzinfo=UTC)


def test_a_midnight_the_clocks_skip_is_the_first_moment_of_that_day() -> None:
    """Beirut sets its clocks forward at midnight."""
    beirut = ZoneInfo("Asia/Beirut")
    ends = expires_at(local("2026-02-28T12:00", beirut), ExpiryPolicy.ROLLING, 1, beirut)
    assert ends is not None
    assert ends.astimezone(beirut).isoformat() == "2026-03-29T01:00:00+03:00"


def test_without_a_policy_nothing_ends() -> None:
    """None means never."""
    assert expires_at(datetime(2026, 1, 1, tzinfo=UTC), ExpiryPolicy.NONE, 12, KYIV) is None


@given(st.integers(0, 10**9), st.integers(1, 120))
def test_every_period_is_at_least_as_long_as_promised(seconds: int, months: int) -> None:
    """And month_end is never shorter than rolling."""
    earned = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    rolling, month_end = (
        expires_at(earned, policy, months, KYIV) for policy in (ExpiryPolicy.ROLLING, ExpiryPolicy.MONTH_END)
    )
    assert rolling is not None
    assert month_end is not None
    assert earned < rolling <= month_end
    assert (rolling - earned).days >= 28 * months


def lot(lot_id: int, day: int | None = None, *, mature: bool = True, purchase: int | None = None) -> OpenLot:
    expires = datetime(2026, 1, day, tzinfo=UTC) if day else None
    return OpenLot(lot_id, 10, mature, expires, purchase)


def test_what_ends_soonest_is_eaten_first() -> None:
    """Then the oldest, what never ends last, and pending points not at all."""
    lots = [lot(1), lot(2, 20), lot(3, 10), lot(4, 10), lot(5, 1, mature=False)]
    assert [one.id for one in rules.spend_order(lots)] == [3, 4, 2, 1]


def test_a_refund_takes_its_own_points_first() -> None:
    """Of them pending before spendable ones; then others' pending ones, then as one spends."""
    lots = [lot(1), lot(2, 20), lot(3, mature=False, purchase=8), lot(4, purchase=9), lot(5, mature=False, purchase=9)]
    assert [one.id for one in rules.take_back_order(lots, 9)] == [5, 4, 3, 2, 1]


@given(st.lists(st.integers(1, 50)), st.integers(0, 500))
def test_eating_takes_what_there_is_and_no_more(sizes: list[int], points: int) -> None:
    """Whole lots in order, and a part of the last one."""
    lots = [OpenLot(number, size, True, None) for number, size in enumerate(sizes)]
    portions = rules.eat(lots, points)
    assert sum(portion.points for portion in portions) == min(points, sum(sizes))
    left = rules.without(lots, portions)
    assert sum(one.remaining for one in left) == sum(sizes) - sum(portion.points for portion in portions)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**5), min_size=1, max_size=20))
def test_refunds_in_parts_add_up(points: int, parts: list[int]) -> None:
    """However a bill is cut up, in the end everything earned is taken and everything spent is given back."""
    amount, done, taken, given_back = sum(parts), 0, 0, 0
    for part in parts:
        step_taken = take_back(points, amount, done, done + part)
        step_given = give_back(points, amount, done, done + part)
        assert min(step_taken, step_given) >= 0
        done, taken, given_back = done + part, taken + step_taken, given_back + step_given
        assert points - taken == points * (amount - done) // amount
    assert taken == given_back == points


def test_points_pay_no_more_than_their_share_of_a_bill() -> None:
    """Half of R99.99 in points worth 2 cents each."""
    assert largest_redemption(9_999, 50, 2) == 2_499
