"""The dispatcher: what the outbox owes people is sent, and how it ended is written down.

Each message is sent at least once: when a process dies between claiming one and writing down its end, or nobody knows
whether it arrived, it goes out again. Whatever is wrong with one message is that message's end, and holds up nobody.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from telegram.error import TelegramError

from bot.engine.clock import Clock
from bot.engine.metrics import Metrics
from bot.engine.outcome import MOST_ATTEMPTS, Again, Ended, Sent, judge
from bot.engine.sending.allowance import Allowance
from bot.engine.successes import Successes
from bot.engine.waiting import SharedOutage, Sleep, first_of, until_stopped
from storage import Database, Transaction, Unavailable, outbox
from storage.claims import Claims
from storage.models import DeliveryState, Urgency
from storage.outbox import Owed

__all__ = ["Dispatcher", "Send", "Sent", "Undelivered"]

T = TypeVar("T")
#: None: there is nobody to send to.
Send = Callable[[Owed], Awaitable[Sent | None]]
#: What follows when a message will never reach its person, in the transaction that writes down that end.
Undelivered = Callable[[Transaction, Owed, datetime], Awaitable[None]]

#: Messages under way at the same time; those nobody waits for have a share of their own, so that they, waiting for
#: their turn in the lane of bulk, never fill the place of a question at the till.
MOST_UNDER_WAY = {False: 50, True: 25}
#: Seconds between two looks when nobody wakes us: for what falls due and for what another process wrote.
PERIOD = 5.0

_log = structlog.get_logger("bot.delivery")


class Dispatcher:
    """Sends what the outbox owes, of the `kinds` it knows, with `send`."""

    def __init__(
        self,
        database: Database,
        send: Send,
        clock: Clock,
        metrics: Metrics,
        *,
        kinds: Collection[str],
        undelivered: Undelivered | None = None,
        allowance: Allowance | None = None,
        outage: SharedOutage | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._database = database
        self._send = send
        self._kinds = tuple(kinds)
        self._undelivered = undelivered
        self._clock = clock
        self._metrics = metrics
        self._outage = outage or SharedOutage("the outbox's database", sleep=sleep)
        self._sleep = sleep
        self._claims = Claims(database)
        self._allowance = allowance
        self._tidied_at: datetime | None = None
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        #: Of those nobody waits for, and of the others.
        self._under_way: dict[bool, set[int]] = {True: set(), False: set()}
        self._look_again = {True: False, False: False}
        self._tasks: set[asyncio.Task[None]] = set()
        self._successes = Successes(self._persist, clock)
        self._loop: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something was committed to the outbox."""
        self._woken.set()

    async def run(self) -> None:
        """Until `stop`."""
        self._loop = asyncio.ensure_future(self._look_until_stopped())
        await until_stopped(self._loop)

    async def stop(self, seconds: float = 20.0) -> None:
        """Claim no more, and let what is under way end within so many seconds. The rest is anybody's to send."""
        self._stopping.set()
        self._woken.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                if self._loop is not None:
                    await asyncio.wait([self._loop])
                while self._tasks:
                    await asyncio.wait(self._tasks)
        late = [*self._tasks, *([self._loop] if self._loop else [])]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self._successes.cancel()
        await self._claims.close()

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
            for message in await self._look():
                self._start(message)
            await first_of(self._woken.wait(), self._sleep(PERIOD))

    async def _look(self) -> Sequence[Owed]:
        """Messages to send now. A fault of ours in finding them ends no service: it is tried again at the next look."""
        try:
            await self._outage.through(self._tidy)
            return await self._persist(self._claim)
        except Exception as error:
            _log.error("the outbox cannot be looked at", exc_info=error)
            return ()

    async def _recover(self, transaction: Transaction) -> None:
        if left := await outbox.recover(transaction, self._clock.now()):
            _log.warning("messages under way when the process died are sent again", count=left)

    async def _tidy(self) -> None:
        """Every few seconds: say that this process lives, and see what others have left."""
        now = self._clock.now()
        if self._tidied_at is not None and now - self._tidied_at < timedelta(seconds=PERIOD):
            return
        await self._claims.keep()
        async with self._database.transaction() as transaction:
            left = await self._claims.release_void(transaction, now)
            strange = await outbox.fail_strange(transaction, now, self._kinds)
            under_way = [*self._under_way[False], *self._under_way[True]]
            await outbox.prolong(transaction, under_way, now, self._claims.number)
        if left:
            _log.warning("messages under way in another process when it died are sent again", count=left)
        for number, kind in strange:
            _log.error("nobody knows this kind of message", outbox_id=number, kind=kind)
            self._metrics.not_sent.labels(kind, "UnknownKind").inc()
        self._tidied_at = now

    async def _claim(self, transaction: Transaction) -> list[Owed]:
        now = self._clock.now()
        claimed: list[Owed] = []
        for quiet, under_way in self._under_way.items():
            room = MOST_UNDER_WAY[quiet] - len(under_way)
            if room > 0:
                claimed += await outbox.claim(transaction, now, room, self._kinds, quiet=quiet, by=self._claims.number)
            self._look_again[quiet] = await outbox.anything_due(transaction, now, self._kinds, quiet=quiet)
        return claimed

    def _start(self, message: Owed) -> None:
        quiet = message.urgency >= Urgency.QUIET
        self._under_way[quiet].add(message.id)
        task = asyncio.ensure_future(self._deliver(message))
        self._tasks.add(task)
        task.add_done_callback(lambda task: self._ended(task, message.id, quiet))

    def _ended(self, task: asyncio.Task[None], outbox_id: int, quiet: bool) -> None:
        self._tasks.discard(task)
        self._under_way[quiet].discard(outbox_id)
        # For lack of room, or behind a message to the same person, something was left over. Many are claimed at once,
        # since every claim is a commit.
        if self._look_again[quiet] and len(self._under_way[quiet]) <= MOST_UNDER_WAY[quiet] // 2:
            self._woken.set()

    async def _deliver(self, message: Owed) -> None:
        end = await self._try(message)
        self._metrics.sent.labels(end.state if isinstance(end, Ended) else "again").inc()
        try:
            if isinstance(end, Again):
                await self._persist(partial(self._put_back, message, end))
            elif end.sent is not None:
                await self._successes.write(message, end.sent)
            else:
                await self._write_down(message, end)
        except Exception as error:  # the claim lapses, and after so many attempts it is given up
            self._failed(message, type(error).__name__)
            _log.error("an end could not be written down", outbox_id=message.id, kind=message.kind, exc_info=error)

    async def _try(self, message: Owed) -> Ended | Again:
        if message.attempts > MOST_ATTEMPTS:  # each time the process died of it, or its end could not be written down
            return Ended(DeliveryState.FAILED, "GaveUp")
        try:
            if self._allowance is not None and message.urgency > Urgency.ASKED:
                await self._outage.through(self._allowance.slot)
            sent = await self._send(message)
        except Exception as error:
            end = judge(error, message.attempts)
            self._tell(message, error, end)
            return end
        return Ended(DeliveryState.SENT, sent=sent) if sent else Ended(DeliveryState.FAILED, "NobodyThere")

    def _tell(self, message: Owed, error: Exception, end: Ended | Again) -> None:
        state = end.state if isinstance(end, Ended) else "again"
        line = _log.bind(outbox_id=message.id, kind=message.kind, result=state, attempts=message.attempts)
        if isinstance(error, TelegramError):
            line.info("a message did not go out", reason=error.message or type(error).__name__)
        elif isinstance(error, Unavailable):
            line.info("a message did not go out", reason="the database is away")
        else:
            line.error("a message could not be made", exc_info=error)

    def _failed(self, message: Owed, reason: str | None) -> None:
        self._metrics.not_sent.labels(message.kind, reason).inc()

    async def _put_back(self, message: Owed, end: Again, transaction: Transaction) -> None:
        await outbox.put_back(transaction, message, self._clock.now() + end.pause)

    async def _write_down(self, message: Owed, end: Ended) -> None:
        """It will never be sent. When what follows from that fails, that it ended is written down without it."""
        if end.state == DeliveryState.FAILED:
            self._failed(message, end.reason)
        try:
            await self._persist(partial(self._finish, message, end, self._undelivered))
        except Exception as error:
            self._failed(message, f"FollowUp:{type(error).__name__}")
            _log.error("what follows failed", outbox_id=message.id, kind=message.kind, exc_info=error)
            await self._persist(partial(self._finish, message, end, None))

    async def _finish(
        self, message: Owed, end: Ended, undelivered: Undelivered | None, transaction: Transaction
    ) -> None:
        now = self._clock.now()
        await outbox.finish(transaction, message, end.state, now)
        if undelivered:
            await undelivered(transaction, message, now)
            self._woken.set()  # somebody else may have been told of it

    async def _persist(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Do it in a transaction; while the database is away, again and again."""

        async def in_one() -> T:
            async with self._database.transaction() as transaction:
                return await work(transaction)

        return await self._outage.through(in_one)
