"""Waiting: for the first of several things, with growing pauses, and saying once what one waits for."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

#: Seconds.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0

Sleep = Callable[[float], Awaitable[None]]

_log = structlog.get_logger("bot.waiting")


class Outage:
    """Something is away: said once when it begins and once when it is over."""

    def __init__(self, what: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._monotonic = monotonic
        self._since: float | None = None

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

    def __init__(self, jitter: Callable[[], float] = random.random) -> None:
        self._jitter = jitter
        self._next = FIRST_PAUSE

    def pause(self) -> float:
        pause, self._next = self._next, min(2 * self._next, LONGEST_PAUSE)
        return pause * (0.5 + self._jitter() / 2)

    def reset(self) -> None:
        self._next = FIRST_PAUSE


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
