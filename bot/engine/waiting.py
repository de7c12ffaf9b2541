"""Waiting: for the first of several things, with growing pauses, and saying once what one waits for."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

from storage import Unavailable

T = TypeVar("T")

#: Seconds. Telegram is far away and shared with the whole world.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
#: The database is ours and near: asked often, it is noticed soon when it is back, and one at a time asks.
FIRST_TRY = 0.25
LONGEST_BETWEEN_TRIES = 2.0

Sleep = Callable[[float], Awaitable[None]]

_log = structlog.get_logger("bot.waiting")


class Outage:
    """Something is away: said once when it begins and once when it is over."""

    def __init__(self, what: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._monotonic = monotonic
        self._since: float | None = None

    @property
    def is_on(self) -> bool:
        return self._since is not None

    def failed(self, reason: str) -> None:
        if self._since is None:
            self._since = self._monotonic()
            _log.warning(f"{self._what} is away, trying again", reason=reason)

    def over(self) -> None:
        if self._since is not None:
            _log.info(f"{self._what} is back", seconds=round(self._monotonic() - self._since, 1))
            self._since = None


class Backoff:
    """Pauses in seconds that double, each shortened at random so that many waiters do not return at once."""

    def __init__(
        self,
        jitter: Callable[[], float] = random.random,
        *,
        first: float = FIRST_PAUSE,
        longest: float = LONGEST_PAUSE,
    ) -> None:
        self._jitter = jitter
        self._first = self._next = first
        self._longest = longest

    def pause(self) -> float:
        pause, self._next = self._next, min(2 * self._next, self._longest)
        return pause * (0.5 + self._jitter() / 2)

    def reset(self) -> None:
        self._next = self._first


class SharedOutage(Outage):
    """One outage for all who need the same thing: one pause, one who tries at its end, and all go on when one succeeds.

    `through` repeats a piece of work until it goes well. Who wants to give up waiting for other reasons asks for a
    `turn` before each try, and tells with `failed` and `went_well` how it ended.
    """

    def __init__(
        self,
        what: str,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        super().__init__(what, monotonic)
        self._sleep = sleep
        self._backoff = Backoff(jitter, first=FIRST_TRY, longest=LONGEST_BETWEEN_TRIES)
        self._next_try = 0.0
        self._back = asyncio.Event()

    async def through(self, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, repeated while it raises Unavailable."""
        while True:
            await self.turn()
            began = self._monotonic()
            try:
                result = await work()
            except Unavailable as error:
                self.failed(str(error))
            else:
                self.went_well(began)
                return result

    async def turn(self) -> None:
        """At once when nothing is known to be away; else until it is back, or until it is the caller who tries.

        Nobody holds a turn: who was let through and is never heard of again holds up nobody, the next one tries after
        the next pause.
        """
        while self._since is not None:
            left = self._next_try - self._monotonic()
            if left <= 0:
                self._next_try = self._monotonic() + self._backoff.pause()
                return
            await first_of(self._back.wait(), self._sleep(left))

    def failed(self, reason: str) -> None:
        if self._since is None:
            self._back = asyncio.Event()
            self._backoff.reset()
            self._next_try = self._monotonic() + self._backoff.pause()
        super().failed(reason)

    def went_well(self, began: float) -> None:
        """Something that began at this moment of `monotonic` went well. Older news than the outage says nothing."""
        if self._since is not None and began >= self._since:
            self.over()

    def over(self) -> None:
        super().over()
        self._back.set()


async def first_of(*waits: Awaitable[Any]) -> None:
    """Until one of them has come; the others are given up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


async def until_stopped(loop: asyncio.Future[None]) -> None:
    """Until a part's endless loop is cancelled, or fails: then its error is raised. Ends the loop with itself."""
    try:
        await asyncio.wait([loop])
    finally:
        loop.cancel()
    if not loop.cancelled():
        loop.result()
