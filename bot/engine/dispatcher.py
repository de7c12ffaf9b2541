"""The dispatcher: what the outbox owes people is sent, and how it ended is written down.

These messages tell of points and money, so each is sent at least once: when a process dies between claiming one and
writing down its end, it goes out again. When Telegram did not answer, nobody knows the end, and that is what is kept.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.engine.clock import Clock
from bot.engine.metrics import Metrics
from bot.engine.sending import NotSent, ServerFailed
from bot.engine.waiting import Backoff, Outage, Sleep, first_of, until_stopped
from storage import Database, Transaction, outbox
from storage.models import DeliveryState
from storage.outbox import Owed

T = TypeVar("T")
Send = Callable[[Owed], Awaitable[int | None]]
#: What follows when a message will never reach its person, in the transaction that writes down that end.
Undelivered = Callable[[Transaction, Owed, datetime], Awaitable[None]]

#: Messages under way at the same time.
MOST_UNDER_WAY = 50
#: With fewer than this under way, more are claimed: many at once, since every claim is a commit.
ROOM_FROM = MOST_UNDER_WAY // 2
#: Seconds between two looks when nobody wakes us: for what falls due and for what another process wrote.
PERIOD = 5.0
#: With these pauses the attempts reach over more than half a day without Telegram.
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 24

_log = structlog.get_logger("bot.delivery")


@dataclass(frozen=True, slots=True)
class Ended:
    state: DeliveryState
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """It did not go out; once more after `pause`."""

    pause: timedelta


class Dispatcher:
    """Sends the outbox with `send`, which gives Telegram's message id, or None when there is nobody to send to."""

    def __init__(
        self,
        database: Database,
        send: Send,
        clock: Clock,
        metrics: Metrics,
        *,
        undelivered: Undelivered | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._database = database
        self._send = send
        self._undelivered = undelivered
        self._clock = clock
        self._metrics = metrics
        self._sleep = sleep
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        self._look_again = False
        self._under_way: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._sent: list[tuple[tuple[Owed, int | None], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._loop: asyncio.Task[None] | None = None
        self._outage = Outage("the outbox's database")
        self._backoff = Backoff()

    def wake(self) -> None:
        """Something was committed to the outbox."""
        self._woken.set()

    async def run(self) -> None:
        """Until `stop`."""
        self._loop = asyncio.ensure_future(self._look_until_stopped())
        await until_stopped(self._loop)

    async def stop(self, seconds: float = 20.0) -> None:
        """Claim no more, and let what is under way end within so many seconds."""
        self._stopping.set()
        self._woken.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                if self._loop is not None:
                    await asyncio.wait([self._loop])
                while self._tasks:
                    await asyncio.wait(self._tasks)
        late = [*self._tasks, *(task for task in (self._loop, self._writing) if task)]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def measure(self) -> None:
        """Bring the figures of the backlog up to date; NaN while the database is away."""
        now = self._clock.now()
        depth, age = math.nan, math.nan
        with suppress(Exception):
            async with self._database.reading() as reading:
                depth, oldest = await outbox.backlog(reading, now)
            age = (now - oldest).total_seconds() if oldest else 0.0
        self._metrics.outbox_depth.set(depth)
        self._metrics.outbox_age_seconds.set(age)

    async def _look_until_stopped(self) -> None:
        if self._database.is_sqlite:  # one process at a time: what is being sent was left by a dead one
            await self._persist(self._recover)
        while not self._stopping.is_set():
            self._woken.clear()
            for messages in await self._persist(self._claim):
                self._start(messages)
            await first_of(self._woken.wait(), self._sleep(PERIOD))

    async def _recover(self, transaction: Transaction) -> None:
        if left := await outbox.recover(transaction, self._clock.now()):
            _log.warning("messages under way when the process died are sent again", count=left)

    async def _claim(self, transaction: Transaction) -> list[list[Owed]]:
        """Messages to send now, those to one person together and in order."""
        now = self._clock.now()
        claimed = await outbox.claim(transaction, now, MOST_UNDER_WAY - len(self._under_way), self._under_way)
        self._look_again = await outbox.anything_due(transaction, now)
        by_person: dict[int, list[Owed]] = {}
        for message in claimed:
            by_person.setdefault(message.person_id, []).append(message)
        return list(by_person.values())

    def _start(self, messages: list[Owed]) -> None:
        ids = {message.id for message in messages}
        self._under_way |= ids
        task = asyncio.ensure_future(self._send_in_order(messages))
        self._tasks.add(task)
        task.add_done_callback(lambda task: self._ended(task, ids))

    def _ended(self, task: asyncio.Task[None], ids: set[int]) -> None:
        self._tasks.discard(task)
        self._under_way -= ids
        # For lack of room, or behind a message to the same person, something was left over.
        if self._look_again and len(self._under_way) <= ROOM_FROM:
            self._woken.set()

    async def _send_in_order(self, messages: Sequence[Owed]) -> None:
        for position, message in enumerate(messages):
            end = await self._try(message)
            self._metrics.sent.labels(end.state if isinstance(end, Ended) else "again").inc()
            if isinstance(end, Again):
                await self._put_back(messages[position:], end.pause)
                return
            await self._write_down(message, end)
            self._under_way.discard(message.id)

    async def _write_down(self, message: Owed, end: Ended) -> None:
        """Committed when it returns. Successes are written together: those that come while one is being written."""
        if end.state != DeliveryState.SENT:
            await self._persist(partial(self._finish, message, end))
            return
        written = asyncio.get_running_loop().create_future()
        self._sent.append(((message, end.message_id), written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write_sent())
        await written

    async def _write_sent(self) -> None:
        while self._sent:
            sent, self._sent = self._sent, []
            await self._persist(partial(self._finish_sent, [one for one, _written in sent]))
            for _message, written in sent:
                if not written.done():  # its sender may have been given up meanwhile
                    written.set_result(None)

    async def _finish_sent(self, sent: Sequence[tuple[Owed, int | None]], transaction: Transaction) -> None:
        await outbox.finish_sent(transaction, sent, self._clock.now())

    async def _finish(self, message: Owed, end: Ended, transaction: Transaction) -> None:
        now = self._clock.now()
        await outbox.finish(transaction, message, end.state, now, end.message_id)
        if self._undelivered and end.state in (DeliveryState.BLOCKED, DeliveryState.FAILED):
            await self._undelivered(transaction, message, now)
            self._woken.set()  # somebody else may have been told of it

    async def _put_back(self, messages: Sequence[Owed], pause: timedelta) -> None:
        """The first was tried in vain; those behind it wait with it, so that they arrive in order."""
        due_at = self._clock.now() + pause

        async def write(transaction: Transaction) -> None:
            for message in messages:
                await outbox.put_back(transaction, message, due_at, tried=message is messages[0])

        await self._persist(write)

    async def _try(self, message: Owed) -> Ended | Again:
        try:
            message_id = await self._send(message)
        except Exception as error:
            end = _judge(error, message.attempts)
            self._tell(message, error, end)
            return end
        return Ended(DeliveryState.SENT if message_id is not None else DeliveryState.FAILED, message_id)

    def _tell(self, message: Owed, error: Exception, end: Ended | Again) -> None:
        state = end.state if isinstance(end, Ended) else "again"
        line = _log.bind(outbox_id=message.id, kind=message.kind, result=state, attempts=message.attempts)
        if isinstance(error, TelegramError):
            line.info("a message did not go out", reason=error.message or type(error).__name__)
        else:
            line.error("a message could not be made", exc_info=error)

    async def _persist(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Do it in a transaction; while the database is away, again and again."""
        while True:
            try:
                async with self._database.transaction() as transaction:
                    result = await work(transaction)
            except Exception as error:
                self._outage.failed(type(error).__name__)
                await self._sleep(self._backoff.pause())
            else:
                self._outage.over()
                self._backoff.reset()
                return result


def _judge(error: Exception, attempts: int) -> Ended | Again:
    """What an error means for the message."""
    if isinstance(error, Forbidden):
        return Ended(DeliveryState.BLOCKED)
    if isinstance(error, BadRequest | ChatMigrated):
        return Ended(DeliveryState.FAILED)
    # The token is the owner's to mend; everything that is not Telegram's answer comes from this side of the line.
    not_sent = isinstance(error, NotSent | ServerFailed | RetryAfter | InvalidToken)
    if isinstance(error, TelegramError) and not not_sent:
        return Ended(DeliveryState.UNKNOWN)
    if attempts >= MOST_ATTEMPTS:
        return Ended(DeliveryState.FAILED)
    return Again(max(_asked_for(error), min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)))


def _asked_for(error: Exception) -> timedelta:
    return error._retry_after if isinstance(error, RetryAfter) else timedelta()
