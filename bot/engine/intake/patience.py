"""Telegram away: tried again with growing pauses, one line in the log when it goes and one when it is back."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.engine.clock import Clock
from bot.engine.waiting import Backoff, Outage, Sleep

#: Two pollers take the connection from each other; asking less often lets the other one be noticed and stopped.
CONFLICT_PAUSE = 5.0

T = TypeVar("T")


class Patience:
    """Calls Telegram until it answers."""

    def __init__(
        self,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._outage = Outage("Telegram", monotonic)
        self._backoff = Backoff(jitter)
        #: When Telegram last answered; None: not yet.
        self.last_contact: datetime | None = None

    async def __call__(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of `call`, repeated while Telegram cannot be reached or is busy.

        Raises:
            InvalidToken: Telegram does not know the token; trying again would not help.
            BadRequest, Forbidden: it refuses what was asked.
        """
        while True:
            try:
                result = await call()
            except (InvalidToken, BadRequest, Forbidden, ChatMigrated):
                raise
            except TelegramError as error:
                self._outage.failed(_reason(error))
                await self._sleep(self._pause(error))
            else:
                self.contact()
                return result

    def contact(self) -> None:
        """Telegram was heard of."""
        self.last_contact = self._clock.now()
        self._backoff.reset()
        self._outage.over()

    def _pause(self, error: TelegramError) -> float:
        pause = self._backoff.pause()
        if isinstance(error, RetryAfter):
            return max(pause, error._retry_after.total_seconds())
        return max(pause, CONFLICT_PAUSE) if isinstance(error, Conflict) else pause


def _reason(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return f"another process asks for the same bot's updates ({error.message})"
    return error.message or type(error).__name__
