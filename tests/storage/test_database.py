"""Transactions: whole or not at all, and each on its own."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from storage import AlreadyHandled, Database, UpdateKey, migrate
from storage.tables import handled_updates, people, shops
from storage.timeouts import Timeouts
from storage.updates import adopt, was_handled
from tests.loyalty.people import NOON, Person, World

SHOP = {"name": "Long Street", "created_at": NOON}
STRANGER = {"telegram_id": 1, "first_name": "Nobody", "language": "en", "role": "customer", "joined_at": NOON}


async def number_of_shops(database: Database) -> int:
    async with database.reading() as reading:
        count: int = (await reading.run(select(func.count()).select_from(shops))).scalar_one()
    return count


async def test_an_error_takes_everything_back(database: Database) -> None:
    """Also the writes that were still on their way."""
    with pytest.raises(RuntimeError):  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.run(insert(shops), SHOP)
            await transaction.later(insert(shops).inline(), SHOP)
            raise RuntimeError
    assert await number_of_shops(database) == 0


async def test_an_error_before_any_statement_has_run_is_harmless(database: Database) -> None:
    """Nothing was begun but on paper."""
    with pytest.raises(RuntimeError):  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.later(insert(shops).inline(), SHOP)
            raise RuntimeError
    async with database.transaction() as transaction:
        await transaction.later(insert(shops).inline(), SHOP)
    assert await number_of_shops(database) == 1


async def test_one_that_fails_takes_nothing_of_the_others_with_it(database: Database) -> None:
    """Twenty at once, every second one fails, also by a write that was on its way."""

    async def add(number: int) -> None:
        async with database.transaction() as transaction:
            await transaction.later(insert(shops).inline(), SHOP | {"id": number})
            if number % 2:
                await transaction.later(insert(shops).inline(), SHOP | {"id": number})

    outcomes = await asyncio.gather(*(add(number) for number in range(1, 21)), return_exceptions=True)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 10
    assert await number_of_shops(database) == 10


async def test_a_commit_that_fails_is_heard_of_by_its_own_transaction_alone(tmp_path: Path) -> None:
    """Nothing of it is there, and those before and after it go well."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/full.sqlite3")
    await migrate.upgrade(database)

    async def add(breaks_the_commit: bool) -> None:
        async with database.transaction() as transaction:
            await transaction.run(insert(shops), SHOP)
            if breaks_the_commit:  # a reference to nobody, looked at only when all is committed
                await transaction.run(text("PRAGMA defer_foreign_keys = ON"))
                await transaction.run(insert(people), STRANGER | {"shop_id": 999})

    outcomes = await asyncio.gather(add(False), add(True), add(False), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), IntegrityError, type(None)]
    assert await number_of_shops(database) == 2
    await database.close()


async def test_a_transaction_that_is_cancelled_leaves_the_way_free(database: Database) -> None:
    """Somebody's task is stopped in the middle of its work."""
    inside = asyncio.Event()

    async def dawdle() -> None:
        async with database.transaction() as transaction:
            await transaction.run(insert(shops), SHOP)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(dawdle())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.transaction() as transaction:
        await transaction.run(insert(shops), SHOP)
    assert await number_of_shops(database) == 1


def in_directory(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


async def test_what_is_erased_is_overwritten_and_leaves_the_log(tmp_path: Path) -> None:
    """Not while somebody looks, for whom it is kept; nobody waits for them."""
    path = tmp_path / "erased.sqlite3"
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate.upgrade(database)
    async with database.transaction() as transaction:
        await transaction.run(insert(shops), SHOP)
        assert (await transaction.run(text("PRAGMA secure_delete"))).scalar_one() == 1
    async with database.reading() as reading:
        await reading.run(select(shops))
        async with database.transaction() as transaction:
            await transaction.run(delete(shops))
        assert not await database.leave_nothing_behind()
    assert await database.leave_nothing_behind()
    assert {"erased.sqlite3", "erased.sqlite3-wal"} <= set(files := in_directory(tmp_path))
    assert not files["erased.sqlite3-wal"]
    assert not [name for name, content in files.items() if b"Long Street" in content]
    async with database.transaction() as transaction:
        assert (await transaction.run(text("PRAGMA busy_timeout"))).scalar_one() == Timeouts().lock * 1_000
    await database.close()


async def test_an_update_delivered_again_changes_nothing(database: Database) -> None:
    """Its id is written with its effect, and disappears with it too."""
    with pytest.raises(RuntimeError):
        async with database.transaction(UpdateKey(1, 7), NOON):
            raise RuntimeError
    async with database.transaction(UpdateKey(1, 7), NOON) as transaction:
        await transaction.run(insert(shops), SHOP)
    with pytest.raises(AlreadyHandled):
        async with database.transaction(UpdateKey(1, 7), NOON) as transaction:
            await transaction.run(insert(shops), SHOP)
    assert await number_of_shops(database) == 1


async def test_another_bots_updates_have_numbers_of_their_own(database: Database) -> None:
    """A new token on the same database: what it delivers is not done already because the old one was here."""
    for bot_id in (1, 2):
        async with database.transaction(UpdateKey(bot_id, 7), NOON) as transaction:
            await transaction.run(insert(shops), SHOP)
            assert await was_handled(transaction, UpdateKey(bot_id, 7))
            assert not await was_handled(transaction, UpdateKey(3, 7))
    assert await number_of_shops(database) == 2


async def test_updates_of_before_belong_to_the_first_bot_that_starts(database: Database) -> None:
    """It had handled them; they change nothing again, and the next bot inherits none of them."""
    async with database.transaction(UpdateKey(0, 7), NOON):
        pass
    for bot_id in (1, 2):
        async with database.transaction() as transaction:
            await adopt(transaction, bot_id)
    with pytest.raises(AlreadyHandled):
        async with database.transaction(UpdateKey(1, 7), NOON):
            pass
    async with database.transaction(UpdateKey(2, 7), NOON):
        pass


async def test_updates_are_forgotten_after_a_week(world: World, owner: Person) -> None:
    """Telegram cannot deliver them any more."""
    for number, days in enumerate((0, 2, 8)):
        async with world.database.transaction(UpdateKey(1, number), NOON + timedelta(days=days)):
            pass
    world.now = NOON + timedelta(days=8)
    assert (await world.sweep()).updates == 1
    assert [row.update_id for row in await world.rows(select(handled_updates.c.update_id))] == [1, 2]


async def test_moments_come_back_in_utc_and_must_have_a_zone(database: Database) -> None:
    """Whatever zone they were written in."""
    async with database.transaction() as transaction:
        await transaction.run(insert(shops), SHOP | {"created_at": NOON.astimezone()})
    async with database.reading() as reading:
        assert (await reading.run(select(shops.c.created_at))).scalar_one() == NOON
    with pytest.raises(Exception, match="without a time zone"):
        async with database.transaction() as transaction:
            await transaction.run(insert(shops), SHOP | {"created_at": datetime(2026, 1, 1)})  # noqa: DTZ001


async def test_what_is_committed_survives_closing_and_opening(database: Database) -> None:
    """Closing waits for the commit that is under way."""
    async with database.transaction() as transaction:
        await transaction.run(insert(shops), SHOP)
    again = Database(database.url.render_as_string(False))
    assert await number_of_shops(again) == 1
    await again.close()
