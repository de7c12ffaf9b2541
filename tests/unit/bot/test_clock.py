from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import FixedClock, SystemClock


def test_the_system_clock_is_aware_and_in_utc() -> None:
    """Every moment in the database can be compared with it."""
    assert SystemClock().now().tzinfo is UTC


def test_a_fixed_clock_moves_when_it_is_moved() -> None:
    """A test says what time it is."""
    clock = FixedClock(datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == datetime(2026, 3, 1, 10, tzinfo=UTC)
    clock.advance(timedelta(minutes=5))
    assert clock.now() == datetime(2026, 3, 1, 10, 5, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody could say which moment it meant."""
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(datetime(2026, 3, 1))  # noqa: DTZ001
