"""The outbox over real databases; Telegram is a function that does what the test says."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import insert, select

from bot.engine.dispatcher import Dispatcher, Sent
from bot.engine.metrics import Metrics
from bot.engine.sending.allowance import Allowance
from storage import Database, Transaction, migrate, sent_messages
from storage.models import DeliveryState, Urgency
from storage.outbox import Owed
from storage.sent_messages import Standing
from storage.tables import outbox_messages, people
from tests.clock import FixedClock
from tests.engine.support import VirtualTime

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KINDS = ("receipt", "redemption_asked", "birthday")


class Post:
    """The outbox, its dispatcher and a Telegram that fails as told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FixedClock(NOW)
        self.time = VirtualTime()
        self.metrics = Metrics()
        self.sent: list[str] = []
        self.tried: list[str] = []
        self.errors: dict[str, list[Exception]] = {}
        self.held: dict[str, asyncio.Event] = {}
        self.nobody: set[str] = set()
        #: What follows when a message is never to arrive.
        self.followed: list[str] = []
        self.follow_ups: dict[str, Exception] = {}
        self.allowance: Allowance | None = None
        self.dispatcher = self.another()
        self.running: list[asyncio.Task[None]] = []

    def another(self) -> Dispatcher:
        return Dispatcher(
            self.database,
            self.send,
            self.clock,
            self.metrics,
            kinds=KINDS,
            undelivered=self.follow,
            allowance=self.allowance,
            sleep=self.time.sleep,
        )

    async def follow(self, _transaction: Transaction, message: Owed, _now: datetime) -> None:
        if message.key in self.follow_ups:
            raise self.follow_ups[message.key]
        self.followed.append(message.key)

    async def send(self, message: Owed) -> Sent | None:
        self.tried.append(message.key)
        if message.key in self.held:
            await self.held[message.key].wait()
        if self.errors.get(message.key):
            raise self.errors[message.key].pop(0)
        if message.key in self.nobody:
            return None
        self.sent.append(message.key)
        return Sent((message.key, Standing(message.telegram_id or 0, 1000 + len(self.sent))))

    async def owe(self, key: str, person: int = 1, **values: Any) -> None:
        async with self.database.transaction() as transaction:
            moments = {"created_at": self.clock.now(), "due_at": self.clock.now()}
            owed = {"key": key, "person_id": person, "kind": "receipt", "urgency": Urgency.RECEIPT, "facts": {}}
            await transaction.run(insert(outbox_messages), owed | moments | values)

    async def row(self, key: str) -> Any:
        async with self.database.reading() as reading:
            return (await reading.run(select(outbox_messages).where(outbox_messages.c.key == key))).one()

    async def state(self, key: str) -> str:
        state: str = (await self.row(key)).state
        return state

    async def becomes(self, key: str, state: DeliveryState) -> Any:
        async with asyncio.timeout(5):
            while (row := await self.row(key)).state != state:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        return row

    def start(self, dispatcher: Dispatcher | None = None) -> None:
        self.running.append(asyncio.ensure_future((dispatcher or self.dispatcher).run()))

    async def later(self, span: timedelta) -> None:
        """Time goes by, and the dispatcher looks again."""
        self.clock.advance(span)
        await self.time.passes(5)

    def failures(self, kind: str, reason: str) -> float | None:
        labels = {"kind": kind, "reason": reason}
        return self.metrics.registry.get_sample_value("bot_outbox_failures_total", labels)

    async def standing(self, key: str) -> Standing | None:
        async with self.database.reading() as reading:
            return await sent_messages.find(reading, key)

    def count(self, result: str) -> float | None:
        return self.metrics.registry.get_sample_value("bot_outbox_results_total", {"result": result})


async def with_people(database: Database, most: int = 3) -> Database:
    await migrate.upgrade(database)
    async with database.transaction() as transaction:
        anna = {"first_name": "Anna", "language": "en", "joined_at": NOW}
        await transaction.run(insert(people), [{"id": n, "telegram_id": n} | anna for n in range(1, most + 1)])
    return database


P = TypeVar("P", bound=Post)


async def opened(post: P) -> AsyncIterator[P]:
    """Until the test ends; then whatever is held is let go."""
    yield post
    for event in post.held.values():
        event.set()
    await post.dispatcher.stop(seconds=1)
    await asyncio.gather(*post.running)
