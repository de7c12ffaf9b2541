"""What falls due without anybody asking: one loop that looks into the database, so nothing is lost by an outage."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.engine.clock import Clock
from bot.engine.waiting import SharedOutage, until_stopped

#: Seconds between two looks; sooner when somebody at a till waits for an answer whose time runs out.
PERIOD = 30.0
SHORTEST_PERIOD = 1.0

log = structlog.get_logger(__name__)


class Sweeper:
    """Sweeps again and again; a sweep is safe to run twice and on several replicas."""

    def __init__(
        self,
        clock: Clock,
        sweep: Callable[[datetime], Awaitable[object]],
        next_due: Callable[[], Awaitable[datetime | None]],
        wake_dispatcher: Callable[[], None],
        database: SharedOutage,
    ) -> None:
        """`sweep` does all that is due at a moment; `next_due` says when somebody waits for the next thing."""
        self._clock = clock
        self._sweep = sweep
        self._next_due = next_due
        self._wake_dispatcher = wake_dispatcher
        self._database = database
        self._loop: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until `stop`."""
        self._loop = asyncio.ensure_future(self._sweep_for_ever())
        await until_stopped(self._loop)

    def stop(self) -> None:
        """Also in the middle of a sweep: the next process does what is left."""
        if self._loop is not None:
            self._loop.cancel()

    async def _sweep_for_ever(self) -> None:
        while True:
            await self.sweep()
            await asyncio.sleep(await self._pause())

    async def sweep(self) -> None:
        """Everything that is due, once. The database is waited for; what fails otherwise is left for the next look."""
        try:
            await self._database.through(lambda: self._sweep(self._clock.now()))
        except Exception:
            log.exception("sweep_failed")
        self._wake_dispatcher()

    async def _pause(self) -> float:
        """Seconds to the next look: a question at the till lasts longer than `PERIOD`, so none is overlooked."""
        try:
            ends_at = await self._database.through(self._next_due)
        except Exception:
            log.exception("sweep_failed")
            return PERIOD
        left = (ends_at - self._clock.now()).total_seconds() if ends_at else PERIOD
        return min(max(left, SHORTEST_PERIOD), PERIOD)
