"""What falls due without anybody asking: one loop that looks into the database, so nothing is lost by an outage."""

import asyncio
from collections.abc import Callable

import structlog

from bot.clock import Clock
from loyalty import redemptions, sweeps
from storage import Database

#: Seconds between two looks; sooner when somebody at a till waits for an answer whose time runs out.
PERIOD = 30.0
SHORTEST_PERIOD = 1.0

log = structlog.get_logger(__name__)


class Sweeper:
    """Sweeps again and again; a sweep is safe to run twice and on several replicas."""

    def __init__(self, database: Database, clock: Clock, wake_dispatcher: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake_dispatcher = wake_dispatcher
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Until `stop`."""
        while not self._stopping.is_set():
            await self.sweep()
            try:
                await asyncio.wait_for(self._stopping.wait(), await self._pause())
            except TimeoutError:
                continue

    def stop(self) -> None:
        self._stopping.set()

    async def sweep(self) -> None:
        """Everything that is due, once. What fails is left for the next look."""
        try:
            await sweeps.sweep(self._database, self._clock.now())
        except Exception:
            log.exception("sweep_failed")
        self._wake_dispatcher()

    async def _pause(self) -> float:
        """Seconds to the next look: a question at the till lasts longer than `PERIOD`, so none is overlooked."""
        try:
            async with self._database.reading() as reading:
                ends_at = await redemptions.next_end(reading)
        except Exception:
            log.exception("sweep_failed")
            return PERIOD
        left = (ends_at - self._clock.now()).total_seconds() if ends_at else PERIOD
        return min(max(left, SHORTEST_PERIOD), PERIOD)
