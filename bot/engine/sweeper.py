"""What falls due without anybody asking: one loop that looks into the database, so nothing is lost by an outage."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.engine.clock import Clock

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
    ) -> None:
        """`sweep` does all that is due at a moment; `next_due` says when somebody waits for the next thing."""
        self._clock = clock
        self._sweep = sweep
        self._next_due = next_due
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
            await self._sweep(self._clock.now())
        except Exception:
            log.exception("sweep_failed")
        self._wake_dispatcher()

    async def _pause(self) -> float:
        """Seconds to the next look: a question at the till lasts longer than `PERIOD`, so none is overlooked."""
        try:
            ends_at = await self._next_due()
        except Exception:
            log.exception("sweep_failed")
            return PERIOD
        left = (ends_at - self._clock.now()).total_seconds() if ends_at else PERIOD
        return min(max(left, SHORTEST_PERIOD), PERIOD)
