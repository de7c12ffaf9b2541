"""PostgreSQL that stalls, hangs up, or takes too long: not now, and well again afterwards."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from sqlalchemy import URL, insert, text

from storage import Database, Unavailable
from storage.postgresql import PostgreSQL
from storage.tables import shops
from storage.timeouts import Timeouts
from tests.storage.proxy import Proxy, proxy
from tests.storage.test_database import SHOP, number_of_shops

HASTY = Timeouts(connect=0.3, pool=0.1, lock=0.1, statement=0.15, idle=5.0, command=0.2, rollback=0.05)
ONE = text("SELECT 1")


@pytest.fixture
async def line(postgresql_url: URL) -> AsyncIterator[tuple[Proxy, Database]]:
    async with proxy(postgresql_url) as (between, url):
        database = Database(url, HASTY)
        async with database.transaction() as transaction:
            await transaction.run(text("DELETE FROM shop"))
        yield between, database
        between.open.set()
        await database.close()


async def look(database: Database) -> None:
    async with database.reading() as reading:
        await reading.run(ONE)


async def write(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.run(insert(shops), SHOP)


@pytest.mark.parametrize("doing", [look, write])
async def test_a_stalled_server_is_not_waited_for_long(
    line: tuple[Proxy, Database], doing: Callable[[Database], Coroutine[Any, Any, None]]
) -> None:
    """Nothing comes back and nothing is closed; when it goes on, so do we, with the same pool."""
    between, database = line
    await doing(database)
    between.stall()
    async with asyncio.timeout(2):
        for _ in range(2):
            with pytest.raises(Unavailable, match="in time"):
                await doing(database)
    between.open.set()
    async with asyncio.timeout(2):
        await doing(database)


@pytest.mark.parametrize("doing", [look, write])
async def test_one_who_gives_up_in_a_stall_leaves_nothing_hanging(
    line: tuple[Proxy, Database], doing: Callable[[Database], Coroutine[Any, Any, None]]
) -> None:
    """The driver would wait for ever until its request to cancel has been answered."""
    between, database = line
    await doing(database)
    between.stall()
    task = asyncio.create_task(doing(database))
    await asyncio.sleep(0.02)
    task.cancel()
    async with asyncio.timeout(2):
        await asyncio.gather(task, return_exceptions=True)
        with pytest.raises(Unavailable):
            await doing(database)
        between.open.set()
        await doing(database)


async def test_all_who_meet_the_stall_come_through_afterwards(line: tuple[Proxy, Database]) -> None:
    """Thirty at once, more than the pool has room for."""
    between, database = line
    between.stall()
    async with asyncio.timeout(5):
        ends = await asyncio.gather(*(write(database) for _ in range(30)), return_exceptions=True)
    assert {type(end) for end in ends} == {Unavailable}
    between.open.set()
    before = await number_of_shops(database)
    await asyncio.gather(*(write(database) for _ in range(10)))
    assert await number_of_shops(database) == before + 10


async def test_a_line_that_breaks_in_a_transaction(line: tuple[Proxy, Database]) -> None:
    """Nothing of it is kept, and the next one finds a way."""
    between, database = line
    with pytest.raises(Unavailable):  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.run(insert(shops), SHOP)
            between.cut()
            await transaction.run(insert(shops), SHOP)
    await write(database)
    assert await number_of_shops(database) == 1


async def test_a_line_that_breaks_during_the_commit(line: tuple[Proxy, Database]) -> None:
    """Nobody knows its end: the same may be done again."""
    between, database = line
    with pytest.raises(Unavailable):  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.run(insert(shops), SHOP)
            between.stall()
    between.open.set()
    await write(database)


async def test_connections_that_died_in_the_pool_are_passed_over(line: tuple[Proxy, Database]) -> None:
    """The server was started anew while nobody asked anything."""
    between, database = line
    await asyncio.gather(*(look(database) for _ in range(5)))
    between.cut()
    await asyncio.sleep(0.05)  # the driver hears of it
    await asyncio.gather(*(look(database) for _ in range(10)))


async def test_no_server_at_all() -> None:
    """Nobody listens."""
    database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing", HASTY)
    for doing in (look, write):
        with pytest.raises(Unavailable) as told:
            await doing(database)
        assert not told.value.refused
    with pytest.raises(Unavailable):
        async with database.connect():
            pass
    await database.close()


async def test_a_database_that_is_not_there_is_refused(postgresql_url: URL) -> None:
    """In service that is waited for; a start says what to look at."""
    database = Database(postgresql_url.set(database="no_such_database").render_as_string(False), HASTY)
    with pytest.raises(Unavailable, match="no database of that name") as told:
        await look(database)
    assert told.value.refused
    await database.close()


async def test_a_row_that_stays_locked(line: tuple[Proxy, Database]) -> None:
    """By another replica, for longer than we wait."""
    _, database = line
    await write(database)
    async with database.connect() as holder:
        await holder.execute(text("SELECT 1 FROM shop FOR UPDATE"))
        with pytest.raises(Unavailable, match="locked"):
            async with database.transaction() as transaction:
                await transaction.run(text("UPDATE shop SET name = 'Elsewhere'"))
    await write(database)


async def test_a_statement_that_takes_too_long(line: tuple[Proxy, Database]) -> None:
    """The server itself ends it, so that nothing is left running."""
    _, database = line
    with pytest.raises(Unavailable, match="too long"):
        async with database.reading() as reading:
            await reading.run(text("SELECT pg_sleep(5)"))


async def test_migrations_may_take_their_time(line: tuple[Proxy, Database]) -> None:
    """Copying a large table is no stall."""
    _, database = line
    async with database.connect() as connection:
        assert (await connection.scalar(text("SHOW statement_timeout"))) == "0"
        await connection.execute(text("SELECT pg_sleep(0.3)"))


async def test_the_limits_are_set_and_the_driver_waits_longer_than_the_server(postgresql_url: URL) -> None:
    """All of them well below the minute after which Telegram asks again."""
    limits = Timeouts()
    assert max(limits.lock, limits.statement) < limits.command < 30
    assert max(limits.connect, limits.pool, limits.idle, limits.rollback) < 30
    database = Database(postgresql_url.render_as_string(False))
    async with database.reading() as reading:
        for name, value in (("lock", "8s"), ("statement", "12s"), ("idle_in_transaction_session", "20s")):
            assert (await reading.run(text(f"SHOW {name}_timeout"))).scalar() == value
    await database.close()


async def test_a_commit_that_the_server_turned_into_a_rollback_is_not_taken_for_one() -> None:
    """Should a failed statement ever have gone unnoticed."""

    class Driver:
        async def execute(self, text: str) -> str:
            return "ROLLBACK"

    with pytest.raises(RuntimeError):
        await PostgreSQL.commit(Driver())
