"""Several processes over one PostgreSQL share the outbox: each message once, in order, none waits for the dead."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

import storage
from bot.engine.sending.allowance import PERIOD, SLOTS, Allowance
from storage import Database
from storage.claims import Claims
from storage.models import DeliveryState, Urgency
from tests.engine.post import NOW, Post, opened, with_people
from tests.engine.support import VirtualTime, until
from tests.servers import postgresql_database

ROOT = Path(storage.__file__).parent.parent
LOCKS = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database " + (
    "WHERE locktype = 'advisory' AND objsubid = 2 AND datname = current_database()"
)
#: Claims what is due, begins to send it, and never gets to its end.
REPLICA = """
import asyncio, sys
from bot.engine.clock import SystemClock
from bot.engine.dispatcher import Dispatcher
from bot.engine.metrics import Metrics
from bot.engine.sending.allowance import PERIOD, SLOTS, Allowance
from storage import Database

async def send(message):
    print(message.key, flush=True)
    await asyncio.sleep(3600)

dispatcher = Dispatcher(Database(sys.argv[1]), send, SystemClock(), Metrics(), kinds=["receipt"])
asyncio.run(dispatcher.run())
"""


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    scope = postgresql_database()
    url = await asyncio.to_thread(scope.__enter__)
    database = Database(url.render_as_string(False))
    yield await with_people(database, 30)
    await database.close()
    await asyncio.to_thread(scope.__exit__, None, None, None)


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    async for post in opened(Post(database)):
        yield post


async def locks(database: Database) -> int:
    async with database.reading() as reading:
        count: int = (await reading.run(text(LOCKS))).scalar_one()
        return count


async def test_each_message_once_and_in_order(post: Post) -> None:
    """Two dispatchers, three hundred messages to three people."""
    for number in range(300):
        await post.owe(f"{number:03}", person=1 + number % 3)
    second = post.another()
    post.start()
    post.start(second)
    async with asyncio.timeout(120):
        while len(post.sent) < 300:
            await post.time.passes(5)
            await asyncio.sleep(0.001)
    await second.stop(seconds=5)
    assert sorted(post.tried) == [f"{number:03}" for number in range(300)]
    for person in range(3):
        own = [key for key in post.sent if int(key) % 3 == person]
        assert own == sorted(own)


async def test_what_a_killed_process_was_sending_goes_out_at_the_next_look(post: Post) -> None:
    """Its claims end with its session. As long as it lives they hold, however slow it is."""
    await post.owe("receipt")
    url = post.database.url.render_as_string(False)
    replica = await asyncio.create_subprocess_exec(
        sys.executable, "-c", REPLICA, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert replica.stdout is not None
    assert (await replica.stdout.readline()).strip() == b"receipt"
    post.start()
    await post.later(timedelta(seconds=5))
    await asyncio.sleep(0.1)
    assert post.tried == []
    replica.kill()
    await replica.wait()
    while await locks(post.database) > 1:  # noqa: ASYNC110  the server lets go of it
        await asyncio.sleep(0.01)
    async with asyncio.timeout(30):
        while not post.tried:  # as soon as it looks again; by its clock the claim would hold for months
            await post.later(timedelta(seconds=5))
            await asyncio.sleep(0.01)
    row = await post.becomes("receipt", DeliveryState.SENT)
    assert (row.attempts, post.tried) == (2, ["receipt"])


async def test_stopping_lets_go_at_once(post: Post) -> None:
    """A replica that is told to stop leaves what hangs to the others."""
    post.held["receipt"] = asyncio.Event()
    await post.owe("receipt")
    first, second = post.another(), post.another()
    post.start(first)
    await until(lambda: post.tried == ["receipt"])
    await first.stop(seconds=0)
    del post.held["receipt"]
    post.start(second)
    await post.becomes("receipt", DeliveryState.SENT)
    await second.stop(seconds=1)
    assert post.tried == ["receipt", "receipt"]


async def test_a_lost_session_is_replaced(database: Database) -> None:
    """The server has ended it, as when somebody restarts it or a firewall forgets the line."""
    claims = Claims(database)
    await claims.keep()
    async with database.transaction() as transaction:
        ended = LOCKS.replace("count(*)", "pg_terminate_backend(pid)")
        await transaction.run(text(ended))
    with pytest.raises(storage.Unavailable):
        await claims.keep()
    await claims.keep()
    assert await locks(database) == 1
    await claims.close()
    assert await locks(database) == 0


async def test_a_claim_lapses_after_a_minute_and_not_before(post: Post) -> None:
    """Of a process that cannot be asked, such as one behind a broken line; one that lives prolongs its own."""
    due_at = NOW + timedelta(seconds=60)
    await post.owe("dead", state=DeliveryState.SENDING, attempts=1, due_at=due_at)
    post.held["slow"] = asyncio.Event()
    await post.owe("slow", person=2)
    post.start()
    await until(lambda: post.tried == ["slow"])
    for _ in range(6):
        await post.later(timedelta(seconds=15))
        await asyncio.sleep(0.02)
    await post.becomes("dead", DeliveryState.SENT)
    assert post.tried == ["slow", "dead"]
    assert (await post.row("slow")).due_at > post.clock.now()


async def test_all_processes_together_keep_telegrams_pace(database: Database) -> None:
    """Twenty a second, whoever sends; who has to wait gets the next period's slots."""
    time = VirtualTime()
    sent: list[float] = []

    async def process() -> None:
        allowance = Allowance(database, time.monotonic, time.sleep)
        while True:
            await allowance.slot()
            sent.append(time.seconds)

    processes = [asyncio.ensure_future(process()) for _ in range(2)]
    for _ in range(80):
        await time.passes(0.05)
        await asyncio.sleep(0.02)
    for one in processes:
        one.cancel()
    await asyncio.gather(*processes, return_exceptions=True)
    busiest = max(sum(begin <= moment < begin + 1 for moment in sent) for begin in sent)
    assert busiest <= SLOTS / PERIOD + SLOTS
    assert len(sent) > 3 * SLOTS / PERIOD


async def test_a_question_takes_nothing_of_the_allowance(post: Post) -> None:
    """It goes out at once, though all of the period's slots are taken; the others follow in the next ones."""
    post.allowance = Allowance(post.database, post.time.monotonic, post.time.sleep)
    dispatcher = post.another()
    receipts = [f"receipt {number}" for number in range(2 * SLOTS)]
    for number, key in enumerate(receipts):
        await post.owe(key, person=10 + number)
    await post.owe("question", kind="redemption_asked", urgency=Urgency.ASKED)
    post.start(dispatcher)
    await post.becomes("question", DeliveryState.SENT)
    await until(lambda: len(post.sent) == SLOTS + 1)
    async with asyncio.timeout(10):
        while len(post.sent) < len(receipts) + 1:
            await post.time.passes(PERIOD)
            await asyncio.sleep(0.01)
    await dispatcher.stop(seconds=1)
