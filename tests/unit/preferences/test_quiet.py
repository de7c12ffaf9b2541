"""Quiet hours: when something that can wait may go out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from loyalty.preferences.quiet import QuietHours

JOHANNESBURG = ZoneInfo("Africa/Johannesburg")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(21, 9, JOHANNESBURG)


def local(text: str, zone: ZoneInfo = JOHANNESBURG, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


@pytest.mark.parametrize(
    ("moment", "goes_out"),
    [
        ("2026-05-10 20:59", "2026-05-10 20:59"),
        ("2026-05-10 21:00", "2026-05-11 09:00"),
        ("2026-05-10 23:30", "2026-05-11 09:00"),
        ("2026-05-11 00:00", "2026-05-11 09:00"),
        ("2026-05-11 08:59", "2026-05-11 09:00"),
        ("2026-05-11 09:00", "2026-05-11 09:00"),
        ("2026-12-31 22:00", "2027-01-01 09:00"),
    ],
)
def test_a_night_ends_in_the_morning(moment: str, goes_out: str) -> None:
    """Hours over midnight begin on one day and end on the next."""
    assert NIGHT.next_waking(local(moment)) == local(goes_out)


@pytest.mark.parametrize(
    ("moment", "goes_out"),
    [("2026-05-10 12:59", "2026-05-10 12:59"), ("2026-05-10 13:00", "2026-05-10 15:00"), ("2026-05-10 15:00",) * 2],
)
def test_a_rest_at_noon_ends_the_same_day(moment: str, goes_out: str) -> None:
    """Whoever sleeps after lunch is left alone then."""
    assert QuietHours(13, 15, JOHANNESBURG).next_waking(local(moment)) == local(goes_out)


def test_the_same_hour_twice_is_never_quiet() -> None:
    """A programme that never sleeps."""
    assert QuietHours(9, 9, JOHANNESBURG).next_waking(local("2026-05-10 09:30")) == local("2026-05-10 09:30")


def test_the_answer_is_in_utc() -> None:
    """As everything that is stored."""
    assert NIGHT.next_waking(local("2026-05-10 23:00")).tzinfo is UTC


def test_an_end_that_the_clocks_skip_comes_when_they_are_put_forward() -> None:
    """On 29 March 2026 there is no 02:00 in Berlin: after 01:59 comes 03:00."""
    hours = QuietHours(22, 2, BERLIN)
    assert hours.next_waking(local("2026-03-29 01:30", BERLIN)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_the_hour_that_comes_twice_is_quiet_twice() -> None:
    """On 25 October 2026 Berlin lives from 02:00 to 03:00 twice; the quiet ends after both."""
    hours = QuietHours(22, 3, BERLIN)
    ends = datetime(2026, 10, 25, 2, tzinfo=UTC)
    assert hours.next_waking(local("2026-10-25 02:30", BERLIN)) == ends
    assert hours.next_waking(local("2026-10-25 02:30", BERLIN, fold=1)) == ends


def test_a_night_is_longer_or_shorter_when_the_clocks_change() -> None:
    """The wall clock counts, not the number of hours."""
    hours = QuietHours(21, 9, BERLIN)
    assert hours.next_waking(local("2026-03-28 22:00", BERLIN)) == local("2026-03-29 09:00", BERLIN)
    assert hours.next_waking(local("2026-10-24 22:00", BERLIN)) == local("2026-10-25 09:00", BERLIN)
