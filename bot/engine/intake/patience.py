"""Telegram away: tried again with growing pauses, one line in the log when it goes and one when it is back."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import structlog
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.engine.clock import Clock
from bot.engine.waiting import Backoff, Outage, Sleep

#: Two pollers take the connection from each other; asking less often lets the other one be noticed and stopped.
CONFLICT_PAUSE = 5.0

T = TypeVar("T")

_log = structlog.get_logger("bot.telegram")


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
        #: It has taken the token in this process. What it says against it later may be a bad moment of its own.
        self._accepted = False

    async def __call__(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of `call`, repeated while Telegram cannot be reached or is busy.

        Raises:
            InvalidToken: Telegram has not known the token from the start; trying again would not help.
            BadRequest, Forbidden: it refuses what was asked.
        """
        while True:
            try:
                result = await call()
            except (BadRequest, Forbidden, ChatMigrated):
                raise
            except InvalidToken as error:
                if not self._accepted:
                    raise
                self._doubt(error)
                await self._sleep(max(CONFLICT_PAUSE, self._backoff.pause()))
            except TelegramError as error:
                self._outage.failed(_reason(error))
                await self._sleep(self._pause(error))
            else:
                self._accepted = True
                self.contact()
                return result

    def contact(self) -> None:
        """Telegram was heard of."""
        self.last_contact = self._clock.now()
        self._backoff.reset()
        self._outage.over()

    def _doubt(self, error: InvalidToken) -> None:
        """The owner must hear of it in case the token was taken back; that alone ends no service."""
        if not self._outage.is_on:
            _log.error("Telegram refuses the token that it has taken until now; trying again", reason=error.message)
        self._outage.failed(error.message)

    def _pause(self, error: TelegramError) -> float:
        pause = self._backoff.pause()
        if isinstance(error, RetryAfter):
            return max(pause, error._retry_after.total_seconds())
        return max(pause, CONFLICT_PAUSE) if isinstance(error, Conflict) else pause


def _reason(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return f"another process asks for the same bot's updates ({error.message})"
    return error.message or type(error).__name__
