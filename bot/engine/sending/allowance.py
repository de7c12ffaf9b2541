"""Telegram's pace is the bot's, not each process's: several on one database share what the outbox may send.

Replies do not ask: what is left of Telegram's thirty a second is theirs, and that of questions at the till.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable

from storage import Database, allowance

#: Slots of each period, in seconds: twenty a second, spread, since Telegram counts over any second.
SLOTS, PERIOD = 5, 0.25
#: Taken at once: few, so that another process finds some in the same period.
AT_ONCE = 3


class Allowance:
    """On SQLite there is one process, whose limiter is enough: a slot is there at once."""

    def __init__(
        self,
        database: Database,
        seconds: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        #: Since 1970. Machines whose clocks differ take of different periods, and of each no more than there is.
        self._seconds = seconds
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._period = 0
        self._left = 0

    async def slot(self) -> None:
        """Wait for a slot, in order of asking.

        Raises:
            Unavailable: the database does not tell now.
        """
        if self._database.is_sqlite:
            return
        async with self._turn:
            while not await self._take():
                periods = self._seconds() / PERIOD
                await self._sleep((math.floor(periods) + 1 - periods) * PERIOD)

    async def _take(self) -> bool:
        period = math.floor(self._seconds() / PERIOD)
        if period != self._period or not self._left:
            async with self._database.transaction() as transaction:
                self._left = await allowance.take(transaction, period, AT_ONCE, SLOTS)
            self._period = period
        if not self._left:
            return False
        self._left -= 1
        return True
