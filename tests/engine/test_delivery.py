"""The dispatcher over real databases; Telegram is a function that does what the test says."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import insert, make_url, select
from structlog.testing import capture_logs
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.engine.dispatcher import MOST_ATTEMPTS, Dispatcher
from bot.engine.metrics import Metrics
from bot.engine.sending import NotSent, ServerFailed
from storage import Database, migrate
from storage.models import DeliveryState
from storage.outbox import Owed
from storage.tables import outbox_messages, people
from tests.clock import FixedClock
from tests.engine.support import VirtualTime, until

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


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
        self.dispatcher = self.another()
        self.running: list[asyncio.Task[None]] = []

    def another(self) -> Dispatcher:
        return Dispatcher(self.database, self.send, self.clock, self.metrics, sleep=self.time.sleep)

    async def send(self, message: Owed) -> int | None:
        self.tried.append(message.key)
        if message.key in self.held:
            await self.held[message.key].wait()
        if self.errors.get(message.key):
            raise self.errors[message.key].pop(0)
        if message.key in self.nobody:
            return None
        self.sent.append(message.key)
        return 1000 + len(self.sent)

    async def owe(self, key: str, person: int = 1, **values: Any) -> None:
        async with self.database.transaction() as transaction:
            moments = {"created_at": self.clock.now(), "due_at": self.clock.now()}
            owed = {"key": key, "person_id": person, "kind": "receipt", "facts": {}}
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

    def count(self, result: str) -> float | None:
        return self.metrics.registry.get_sample_value("bot_outbox_results_total", {"result": result})


async def _people(database: Database) -> Database:
    await migrate.upgrade(database)
    async with database.transaction() as transaction:
        anna = {"first_name": "Anna", "language": "en", "joined_at": NOW}
        await transaction.run(insert(people), [{"id": n, "telegram_id": n} | anna for n in (1, 2, 3)])
    return database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'shop.sqlite3'}")
    yield await _people(database)
    await database.close()


@pytest.fixture
async def shared_database() -> AsyncIterator[Database]:
    """A PostgreSQL database of this test's own, as several replicas would share."""
    name = f"engine_{uuid4().hex}"
    try:
        server = await asyncpg.connect(POSTGRESQL)
    except OSError:
        pytest.skip("no PostgreSQL here (TEST_POSTGRESQL_URL)")
    await server.execute(f"CREATE DATABASE {name}")
    url = make_url(POSTGRESQL).set(drivername="postgresql+asyncpg", database=name)
    database = Database(url.render_as_string(hide_password=False))
    yield await _people(database)
    await database.close()
    await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()


async def _opened(database: Database) -> AsyncIterator[Post]:
    post = Post(database)
    yield post
    for event in post.held.values():
        event.set()
    await post.dispatcher.stop(seconds=1)
    await asyncio.gather(*post.running)


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    async for post in _opened(database):
        yield post


@pytest.fixture
async def shared_post(shared_database: Database) -> AsyncIterator[Post]:
    async for post in _opened(shared_database):
        yield post


async def test_a_receipt_goes_out_as_soon_as_it_is_committed(post: Post) -> None:
    """Woken by the one who wrote it, without waiting for the next look."""
    post.start()
    await post.owe("receipt")
    post.dispatcher.wake()
    row = await post.becomes("receipt", DeliveryState.SENT)
    assert (row.message_id, row.sent_at, row.due_at, row.attempts) == (1001, NOW, None, 1)
    assert post.count("sent") == 1


async def test_what_another_process_wrote_is_found_at_the_next_look(post: Post) -> None:
    """Nobody wakes us for it."""
    post.start()
    await until(lambda: 5.0 in post.time.slept)
    await post.owe("receipt")
    await post.later(timedelta(seconds=5))
    await post.becomes("receipt", DeliveryState.SENT)


async def test_what_is_not_due_yet_waits(post: Post) -> None:
    """A greeting for tomorrow morning does not hold up today's receipt."""
    await post.owe("greeting", due_at=NOW + timedelta(days=1))
    await post.owe("receipt")
    post.start()
    await post.becomes("receipt", DeliveryState.SENT)
    assert await post.state("greeting") == DeliveryState.PENDING
    await post.later(timedelta(days=1))
    await post.becomes("greeting", DeliveryState.SENT)


async def test_somebody_who_blocked_the_bot_is_remembered(post: Post) -> None:
    """Their row says why, and they are not written to as if nothing had happened."""
    post.errors["receipt"] = [Forbidden("bot was blocked by the user")]
    await post.owe("receipt", person=2)
    post.start()
    await post.becomes("receipt", DeliveryState.BLOCKED)
    async with post.database.reading() as reading:
        found = (await reading.run(select(people.c.id).where(people.c.blocked_at == NOW))).scalars().all()
    assert list(found) == [2]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (BadRequest("chat not found"), DeliveryState.FAILED),
        (TimedOut(), DeliveryState.UNKNOWN),
        (NetworkError("the connection broke"), DeliveryState.UNKNOWN),
        (TelegramError("the answer is no JSON"), DeliveryState.UNKNOWN),
    ],
)
async def test_an_end_that_repeating_would_not_mend_is_written_down(
    post: Post, error: Exception, state: DeliveryState
) -> None:
    """Refused is failed; an answer that never came is unknown, and neither is sent again."""
    post.errors["receipt"] = [error]
    await post.owe("receipt")
    post.start()
    row = await post.becomes("receipt", state)
    await post.later(timedelta(days=1))
    assert (row.due_at, row.sent_at) == (None, None)
    assert post.tried == ["receipt"]


async def test_nobody_to_send_to_is_an_end_too(post: Post) -> None:
    """They asked to be forgotten in between."""
    post.nobody.add("receipt")
    await post.owe("receipt")
    post.start()
    await post.becomes("receipt", DeliveryState.FAILED)


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (NotSent("no connection"), 2),
        (ServerFailed("502"), 2),
        (RetryAfter(30), 30),
        (InvalidToken(), 2),
        (OSError("the database is away"), 2),
    ],
)
async def test_what_did_not_go_out_is_sent_later(post: Post, error: Exception, pause: int) -> None:
    """Nothing was sent, so it is sent again, and exactly once."""
    post.errors["receipt"] = [error]
    await post.owe("receipt")
    post.start()
    row = await post.becomes("receipt", DeliveryState.PENDING)
    await until(lambda: post.count("again") == 1)
    row = await post.row("receipt")
    while row.due_at == NOW or row.state != DeliveryState.PENDING:
        row = await post.row("receipt")
    assert row.due_at == NOW + timedelta(seconds=pause)
    await post.later(timedelta(seconds=pause))
    await post.becomes("receipt", DeliveryState.SENT)
    assert post.sent == ["receipt"]


async def test_pauses_grow_and_come_to_an_end(post: Post) -> None:
    """An outage of half a day loses no receipt; one that can never go out is not tried for ever."""
    post.errors["receipt"] = [NotSent("no connection") for _ in range(MOST_ATTEMPTS)]
    await post.owe("receipt")
    post.start()
    began = post.clock.now()
    for attempt in range(1, MOST_ATTEMPTS):
        await until(lambda attempt=attempt: post.count("again") == attempt)  # type: ignore[misc]
        row = await post.row("receipt")
        while row.state != DeliveryState.PENDING:
            row = await post.row("receipt")
        await post.later(row.due_at - post.clock.now())
    assert (await post.becomes("receipt", DeliveryState.FAILED)).attempts == MOST_ATTEMPTS
    assert post.clock.now() - began > timedelta(hours=12)


async def test_messages_to_one_person_arrive_in_order(post: Post) -> None:
    """A second receipt never overtakes the first, also when the first has to wait."""
    post.errors["first"] = [NotSent("no connection")]
    for key in ("first", "second", "third"):
        await post.owe(key)
    await post.owe("ben's", person=2)
    post.start()
    await post.becomes("ben's", DeliveryState.SENT)
    await until(lambda: post.count("again") == 1)
    await post.owe("fourth")
    post.dispatcher.wake()
    for key in ("first", "second", "third", "fourth"):
        while await post.state(key) != DeliveryState.SENT:
            await post.later(timedelta(seconds=2))
    assert post.sent == ["ben's", "first", "second", "third", "fourth"]
    assert [(await post.row(key)).attempts for key in ("first", "second")] == [2, 1]


async def test_a_slow_reader_does_not_hold_up_the_others(post: Post) -> None:
    """And what was written for the slow one meanwhile follows as soon as it may."""
    post.held["slow"] = asyncio.Event()
    await post.owe("slow")
    post.start()
    await until(lambda: post.tried == ["slow"])
    await post.owe("follows")
    await post.owe("ben's", person=2)
    post.dispatcher.wake()
    await post.becomes("ben's", DeliveryState.SENT)
    assert await post.state("follows") == DeliveryState.PENDING
    post.held["slow"].set()
    await post.becomes("follows", DeliveryState.SENT)
    assert post.sent == ["ben's", "slow", "follows"]


async def test_more_than_fit_at_once_go_out_without_waiting_for_the_next_look(post: Post) -> None:
    """A hundred and twenty receipts of one busy morning."""
    async with post.database.transaction() as transaction:
        receipt = {"kind": "receipt", "facts": {}, "created_at": NOW, "due_at": NOW}
        owed = [{"key": f"r{n}", "person_id": 1 + n % 3} | receipt for n in range(120)]
        await transaction.run(insert(outbox_messages), owed)
    post.start()
    await until(lambda: len(post.sent) == 120)
    assert len(set(post.sent)) == 120


async def test_what_a_dead_process_left_is_sent_by_the_next(post: Post) -> None:
    """Killed between claiming a receipt and writing down its end: it goes out again, at once on SQLite."""
    await post.owe("receipt", state=DeliveryState.SENDING, attempts=1, due_at=NOW + timedelta(seconds=60))
    post.start()
    assert (await post.becomes("receipt", DeliveryState.SENT)).attempts == 2


async def test_stopping_lets_what_is_under_way_end(post: Post) -> None:
    """And claims nothing more."""
    post.held["receipt"] = asyncio.Event()
    await post.owe("receipt")
    post.start()
    await until(lambda: post.tried == ["receipt"])
    stopping = asyncio.ensure_future(post.dispatcher.stop(seconds=5))
    await until(lambda: post.running[0].done())
    await post.owe("later")
    post.held["receipt"].set()
    await stopping
    assert [await post.state(key) for key in ("receipt", "later")] == [DeliveryState.SENT, DeliveryState.PENDING]


async def test_stopping_does_not_wait_for_ever(post: Post) -> None:
    """What hangs stays claimed, and is sent by the next process."""
    post.held["receipt"] = asyncio.Event()
    await post.owe("receipt")
    post.start()
    await until(lambda: post.tried == ["receipt"])
    await post.dispatcher.stop(seconds=0)
    assert await post.state("receipt") == DeliveryState.SENDING


async def test_the_database_away_is_waited_for_with_one_line(tmp_path: Path) -> None:
    """The dispatcher starts before the disk is there."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'not yet' / 'shop.sqlite3'}")
    post = Post(database)
    with capture_logs() as logs:
        post.start()
        await until(lambda: len(post.time.slept) > 0)
        await post.dispatcher.measure()
        (tmp_path / "not yet").mkdir()
        await _people(database)
        await post.owe("receipt")
        while not post.sent:
            await post.time.passes(2)
            await asyncio.sleep(0.001)
    await post.dispatcher.stop()
    await database.close()
    assert [line["event"] for line in logs if "database" in line["event"]] == [
        "the outbox's database is away, trying again",
        "the outbox's database is back",
    ]


async def test_the_backlog_is_measured(post: Post) -> None:
    """How many messages are late, and how late the oldest is."""
    await post.owe("one")
    await post.owe("tomorrow", due_at=NOW + timedelta(days=1))
    post.clock.advance(timedelta(seconds=90))
    await post.dispatcher.measure()
    value = post.metrics.registry.get_sample_value
    assert (value("bot_outbox_depth"), value("bot_outbox_age_seconds")) == (1, 90)


async def test_two_replicas_send_each_message_once(shared_post: Post) -> None:
    """They share a database and pass over what the other has claimed."""
    for number in range(30):
        await shared_post.owe(f"r{number}", person=1 + number % 3)
    second = shared_post.another()
    shared_post.start()
    shared_post.start(second)
    while len(shared_post.sent) < 30:
        await shared_post.time.passes(5)
        await asyncio.sleep(0.001)
    await second.stop(seconds=5)
    assert sorted(shared_post.tried) == sorted(f"r{number}" for number in range(30))


async def test_a_claim_lapses_when_its_replica_has_died_and_not_before(shared_post: Post) -> None:
    """On PostgreSQL nobody can tell a dead replica's claim from a slow one's, but by time."""
    await shared_post.owe("dead", state=DeliveryState.SENDING, attempts=1, due_at=NOW + timedelta(seconds=60))
    shared_post.held["slow"] = asyncio.Event()
    await shared_post.owe("slow", person=2)
    shared_post.start()
    await until(lambda: shared_post.tried == ["slow"])
    for _ in range(6):  # a replica that lives prolongs its claims at each look
        await shared_post.later(timedelta(seconds=15))
        await asyncio.sleep(0.02)
    await shared_post.becomes("dead", DeliveryState.SENT)
    assert shared_post.tried == ["slow", "dead"]
    assert (await shared_post.row("slow")).due_at > shared_post.clock.now()
