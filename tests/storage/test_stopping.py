"""Whoever is stopped, and wherever, leaves the way free; closing waits; nobody begins inside another."""

import asyncio

import pytest
from sqlalchemy import insert

from storage import Database, TransactionInTransaction, Unavailable
from storage.tables import shops
from storage.wholeness import CutShort
from tests.storage.test_database import SHOP, number_of_shops

ADD = insert(shops).inline()


async def add(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.run(ADD, SHOP)


class Holder:
    """A transaction that has written and stays open until it is let go."""

    def __init__(self, database: Database) -> None:
        self.inside, self.go = asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(self._hold(database))

    async def _hold(self, database: Database) -> None:
        async with database.transaction() as transaction:
            await transaction.run(ADD, SHOP)
            self.inside.set()
            await self.go.wait()


async def held(database: Database) -> Holder:
    holder = Holder(database)
    await holder.inside.wait()
    return holder


async def stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def steps(count: int) -> None:
    """Lets the others go on, for so many turns of the loop."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_one_that_is_stopped_while_it_queues_is_not_missed(database: Database) -> None:
    """Those behind it go on."""
    holder = await held(database)
    queued = [asyncio.create_task(add(database)) for _ in range(3)]
    await steps(3)
    await stopped(queued[1])
    holder.go.set()
    await asyncio.gather(holder.task, queued[0], queued[2])
    assert await number_of_shops(database) == 3


@pytest.mark.parametrize("turns", range(12))
async def test_one_that_is_stopped_anywhere_holds_whole_or_not_at_all(database: Database, turns: int) -> None:
    """Also while it is begun, while a statement runs, and in the middle of the commit."""

    async def two() -> None:
        async with database.transaction() as transaction:
            await transaction.run(ADD, SHOP)
            await transaction.later(ADD, SHOP)

    task = asyncio.create_task(two())
    await steps(turns)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5):
        await add(database)
    assert await number_of_shops(database) in (1, 3)


async def test_one_whose_statement_was_stopped_keeps_nothing(database: Database) -> None:
    """Though it caught that, and went on."""
    with pytest.raises(CutShort):  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.run(ADD, SHOP)
            statement = asyncio.ensure_future(transaction.run(ADD, SHOP))
            await steps(1)
            statement.cancel()
            await asyncio.gather(statement, return_exceptions=True)
    assert await number_of_shops(database) == 0


async def test_one_that_raises_lets_the_next_begin(database: Database) -> None:
    """Before and after it has asked anything."""
    for asks in (False, True):
        with pytest.raises(LookupError):  # noqa: PT012
            async with database.transaction() as transaction:
                if asks:
                    await transaction.run(ADD, SHOP)
                raise LookupError
    await add(database)
    assert await number_of_shops(database) == 1


async def test_closing_waits_for_one_that_is_open_and_one_that_queues(database: Database) -> None:
    """Both are committed, whoever comes meanwhile is told, and whoever comes afterwards opens it anew."""
    holder = await held(database)
    queued = asyncio.create_task(add(database))
    await steps(3)
    closing = asyncio.create_task(database.close())
    await steps(3)
    for late in (database.transaction, database.reading, database.glance, database.snapshot):
        with pytest.raises(Unavailable, match="closed"):
            async with late():
                pass
    assert not closing.done()
    holder.go.set()
    await asyncio.gather(holder.task, queued, closing)
    assert await number_of_shops(database) == 2


async def test_closing_waits_for_a_reading(database: Database) -> None:
    """It is not cut under somebody's eyes."""
    async with database.reading() as reading:
        closing = asyncio.create_task(database.close())
        await steps(3)
        assert not closing.done()
        await reading.run(shops.select())
    await closing


async def test_a_transaction_inside_another_is_refused_at_once(database: Database) -> None:
    """It would wait for the outer one for ever; the outer one is none the worse for it."""
    async with asyncio.timeout(5), database.transaction() as transaction:
        await transaction.run(ADD, SHOP)
        with pytest.raises(TransactionInTransaction):
            await add(database)
    assert await number_of_shops(database) == 1
    await add(database)


async def test_a_task_of_a_transaction_is_inside_it_too(database: Database) -> None:
    """The transaction may be waiting for it; once that has ended, the task goes its own way."""
    over = asyncio.Event()

    async def child() -> None:
        await over.wait()
        await add(database)

    async with asyncio.timeout(5):
        async with database.transaction() as transaction:
            await transaction.run(ADD, SHOP)
            with pytest.raises(TransactionInTransaction):
                await asyncio.create_task(add(database))
            patient = asyncio.create_task(child())
        over.set()
        await patient
    assert await number_of_shops(database) == 2


async def test_a_look_inside_a_transaction_is_allowed(database: Database) -> None:
    """It sees what is committed."""
    async with database.transaction() as transaction:
        await transaction.run(ADD, SHOP)
        assert await number_of_shops(database) == 0


async def test_another_database_may_be_written_inside(database: Database, tmp_path: object) -> None:
    """Nobody waits for anybody."""
    other = Database(f"sqlite+aiosqlite:///{tmp_path}/other.sqlite3")
    async with database.transaction() as transaction:
        await transaction.run(ADD, SHOP)
        async with other.transaction():
            pass
    await other.close()


async def test_writing_is_proven_and_leaves_nothing(database: Database) -> None:
    """Twice, since the first may find a fresh connection."""
    for _ in range(2):
        await database.prove_writable()
    assert await number_of_shops(database) == 0
