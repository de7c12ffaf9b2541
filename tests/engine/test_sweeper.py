"""What falls due is looked for again and again, whatever the last look met."""

import asyncio
from datetime import UTC, datetime

from structlog.testing import capture_logs

from bot.engine.sweeper import Sweeper
from bot.engine.waiting import SharedOutage
from storage import Unavailable
from tests.clock import FixedClock
from tests.engine.support import VirtualTime, settle


class Shop:
    """Sweeps fail as told."""

    def __init__(self) -> None:
        self.time = VirtualTime()
        self.errors: list[Exception] = []
        self.swept = 0
        self.outage = SharedOutage("the database", self.time.monotonic, self.time.sleep)
        clock = FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
        self.sweeper = Sweeper(clock, self.sweep, self.next_due, lambda: None, self.outage)

    async def sweep(self, _now: datetime) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.swept += 1

    async def next_due(self) -> datetime | None:
        return None


async def test_a_database_that_is_away_is_waited_for_with_everybody_else() -> None:
    """One outage, and no traceback of its own."""
    shop = Shop()
    shop.errors = [Unavailable("locked"), Unavailable("locked")]
    with capture_logs() as logs:
        running = asyncio.ensure_future(shop.sweeper.run())
        await settle()
        assert shop.outage.is_on
        await shop.time.passes(5)
    assert shop.swept == 1
    assert [line["log_level"] for line in logs] == ["warning", "info"]
    shop.sweeper.stop()
    await running


async def test_what_fails_otherwise_is_logged_and_left_for_the_next_look() -> None:
    """A mistake of ours does not end the looking."""
    shop = Shop()
    shop.errors = [ValueError("a mistake")]
    with capture_logs() as logs:
        running = asyncio.ensure_future(shop.sweeper.run())
        await settle()
    assert [line["log_level"] for line in logs] == ["error"]
    assert not running.done()
    shop.sweeper.stop()
    await running


async def test_a_sweep_that_waits_does_not_hold_up_the_end() -> None:
    """SIGTERM while the database is away."""
    shop = Shop()
    shop.errors = [Unavailable("locked")] * 100
    running = asyncio.ensure_future(shop.sweeper.run())
    await settle()
    shop.sweeper.stop()
    await running
