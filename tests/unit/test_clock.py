from datetime import UTC

from bot.engine.clock import SystemClock


def test_the_system_clock_is_aware_and_in_utc() -> None:
    """Every moment in the database can be compared with it."""
    assert SystemClock().now().tzinfo is UTC
