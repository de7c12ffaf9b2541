"""The polling loop: ask, hand out, acknowledge what is done."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.engine.intake.lanes import Flooded, Lanes
from bot.engine.intake.patience import Patience
from bot.engine.intake.unconfirmed import Unconfirmed
from bot.engine.intake.work import Worker
from bot.engine.waiting import Sleep, first_of, until_stopped

#: Seconds Telegram holds a poll open when it has nothing.
LONG_POLL = 30
#: Seconds a batch gets to be finished, and so confirmed as a whole, before the next poll.
BREATH = 0.02
#: While the oldest update is at work, a poll brings it again at once, so we set the pace at which we look behind it.
REPEAT = 0.25
#: The same while news keeps coming: nobody shall feel that somebody else's update takes long.
BUSY_REPEAT = 0.05
#: Telegram gives at most 100 updates that are not confirmed. When so many are done behind the oldest, and only it keeps
#: them from being confirmed, it is given up if it has worked for so many seconds: soon nobody would be served.
MOST_HELD_UP = 60
HOLDS_UP_FROM = 1.5
#: Seconds in which a request reaches Telegram; a poll acknowledges from then on, answered or not.
ARRIVAL = 1.0

_log = structlog.get_logger("bot.telegram")


class Polling:
    """Asks Telegram for updates with getUpdates; one process at a time can do so."""

    def __init__(
        self,
        bot: Bot,
        request: BaseRequest,
        work: Worker,
        on_flood: Flooded,
        patience: Patience,
        *,
        allowed_updates: Sequence[str],
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`request` is a connection pool for getUpdates alone."""
        self._bot = bot
        self._request = request
        self._work = work
        self._patience = patience
        self._allowed = list(allowed_updates)
        self._sleep = sleep
        self._monotonic = monotonic
        self._lanes = Lanes(work, on_flood)
        self._unconfirmed = Unconfirmed()
        self._asked = 0
        self._named: int | None = None
        self._confirmed = 0
        self._began = 0.0
        self._moved = asyncio.Event()
        self._idle = asyncio.Event()
        self._stopping = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until `stop`.

        Raises:
            InvalidToken: Telegram has not known the token from the start.
        """
        self._loop = asyncio.ensure_future(self._poll_until_stopped())
        await until_stopped(self._loop)

    async def stop(self, seconds: float = 20.0) -> None:
        """Ask no more, finish what is here within so many seconds, acknowledge it."""
        self._stopping.set()
        self._work.stop()
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.wait([self._loop])
        await self._lanes.drain(seconds)
        if not self._acknowledged():
            await self._say_what_is_done()

    async def _poll_until_stopped(self) -> None:
        await self._patience(self._bot.delete_webhook)
        while not self._stopping.is_set():
            self._asked = self._unconfirmed.confirm()
            self._began = self._monotonic()
            self._named = self._name(self._asked)
            updates = await self._patience(self._ask_patiently)
            self._confirmed = self._asked
            self._moved.clear()
            self._idle.clear()
            new = self._unconfirmed.take(updates)
            for raw in new:
                self._hand_out(raw)
            self._relieve()
            await self._let_work(BUSY_REPEAT if new else REPEAT)

    async def _let_work(self, pace: float) -> None:
        if not self._unconfirmed.idle:
            await self._first_of(self._idle, BREATH)
        if self._unconfirmed.offset == self._asked and not self._unconfirmed.idle:
            await self._first_of(self._moved, self._began + pace - self._monotonic())

    def _relieve(self) -> None:
        """Let nobody wait for one straggler."""
        oldest = self._unconfirmed.offset
        if self._unconfirmed.held_up < MOST_HELD_UP or not self._work.give_up(oldest, HOLDS_UP_FROM):
            return
        # All that is left of it is an answer or an apology, which goes on: Telegram may forget it.
        _log.warning("an update is confirmed before its answer is out", update_id=oldest)
        self._finish(oldest)

    def _name(self, offset: int) -> int:
        """What to call an offset: Telegram makes a poll wait that repeats the one before within three seconds.

        0 means the same place, the oldest update there is, and is no repetition.
        """
        return 0 if offset == self._named else offset

    async def _ask_patiently(self) -> list[dict[str, Any]]:
        return await self._ask(self._named or 0, LONG_POLL)

    async def _ask(self, offset: int, timeout: int) -> list[dict[str, Any]]:
        # Not bot.get_updates: it would build objects also of the updates we know already.
        fields = {"offset": offset, "timeout": timeout, "limit": 100, "allowed_updates": self._allowed}
        data = RequestData([RequestParameter.from_input(name, value) for name, value in fields.items()])
        read_timeout = timeout + (self._request.read_timeout or 0.0)
        answer: Any = await self._request.post(f"{self._bot.base_url}/getUpdates", data, read_timeout=read_timeout)
        return list(answer)

    def _hand_out(self, raw: dict[str, Any]) -> None:
        update_id: int = raw["update_id"]
        try:
            update = Update.de_json(raw, self._bot)
        except Exception:
            _log.exception("an update nobody can read is left out", update_id=update_id)
            self._finish(update_id)
        else:
            self._lanes.put(update).add_done_callback(lambda done: self._end(update_id, done))

    def _end(self, update_id: int, done: asyncio.Future[bool]) -> None:
        if not done.cancelled() and done.result():
            self._finish(update_id)

    def _finish(self, update_id: int) -> None:
        self._unconfirmed.finish(update_id)
        if self._unconfirmed.idle:
            self._idle.set()
        if self._unconfirmed.offset != self._asked:
            self._moved.set()

    def _acknowledged(self) -> bool:
        """Whether a poll has named the offset that we are at, and Telegram has it."""
        arrived = self._named if self._monotonic() - self._began >= ARRIVAL else self._confirmed
        return self._unconfirmed.offset in (self._confirmed, arrived)

    async def _say_what_is_done(self) -> None:
        try:
            async with asyncio.timeout(ARRIVAL):
                await self._ask(self._unconfirmed.confirm(), timeout=0)
        except TimeoutError:
            pass  # Telegram holds the answer back when there is nothing to bring
        except TelegramError as error:
            _log.warning("what is done could not be acknowledged; it will come again", reason=error.message)

    async def _first_of(self, event: asyncio.Event, seconds: float) -> None:
        """Wait for the event, but not longer than so many seconds."""
        await first_of(event.wait(), self._sleep(max(0.0, seconds)))
