"""What `Reading` and `Transaction` promise, the same on both databases."""

import asyncio

import pytest
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from storage import Database, Transaction
from storage.tables import people, shops
from tests.loyalty.people import NOON
from tests.storage.test_database import SHOP, number_of_shops

ADD = insert(shops).inline()
COUNT = select(func.count()).select_from(shops)


def shop(number: int) -> dict[str, object]:
    return SHOP | {"id": number, "name": f"Shop {number}"}


async def add_shops(database: Database, count: int) -> None:
    async with database.transaction() as transaction:
        await transaction.run(ADD, [shop(number) for number in range(1, count + 1)])


async def test_rows_come_back_as_callers_ask_for_them(database: Database) -> None:
    """All, first, one, a scalar, by name and by place."""
    await add_shops(database, 3)
    columns = select(shops.c.id, shops.c.name, shops.c.created_at).order_by(shops.c.id)
    nobody = columns.where(shops.c.id == 99)
    async with database.reading() as reading:
        rows = (await reading.run(columns)).all()
        assert [(row.id, row.name, row[2]) for row in rows] == [(n, f"Shop {n}", NOON) for n in (1, 2, 3)]
        assert [row.id for row in await reading.run(columns)] == [1, 2, 3]
        assert (await reading.run(columns)).scalars().all() == [1, 2, 3]
        first = (await reading.run(columns)).first()
        assert first is not None
        assert first.name == "Shop 1"
        assert (await reading.run(columns.where(shops.c.id == 2))).one().id == 2
        assert (await reading.run(nobody)).one_or_none() is None
        assert (await reading.run(nobody)).first() is None
        assert (await reading.run(nobody)).scalar() is None
        assert (await reading.run(COUNT)).scalar_one() == 3
        assert (await reading.run(text("SELECT count(*) AS number FROM shop"))).one().number == 3


async def test_the_number_of_changed_rows_is_told(database: Database) -> None:
    """Of a statement, of one that returns rows, and of SQL by hand."""
    await add_shops(database, 3)
    renamed = update(shops).where(shops.c.id > 1)
    async with database.transaction() as transaction:
        assert (await transaction.run(renamed.values(name="Elsewhere"))).rowcount == 2
        returned = await transaction.run(renamed.values(name="There").returning(shops.c.id))
        assert sorted(returned.scalars()) == [2, 3]
        assert (await transaction.run(text("UPDATE shop SET name = 'Here' WHERE id = :one"), {"one": 1})).rowcount == 1


async def test_a_list_of_values_may_have_any_length(database: Database) -> None:
    """Of the very same statement: its words grow with the list."""
    await add_shops(database, 3)
    these = select(shops.c.id).where(shops.c.id.in_(bindparam("ids", expanding=True))).order_by(shops.c.id)
    async with database.reading() as reading:
        for ids in ([2], [1, 3], [], [1, 2, 3, 4]):
            found = (await reading.run(these, {"ids": ids})).scalars().all()
            assert found == [number for number in ids if number < 4]


async def test_a_value_that_is_missing_is_named(database: Database) -> None:
    """It is no NULL by accident, and the transaction goes on: nothing has reached the database."""
    wanted = update(shops).where(shops.c.id == bindparam("which")).values(name="Elsewhere")
    async with database.transaction() as transaction:
        with pytest.raises(TypeError, match="which"):
            await transaction.run(wanted)
        await transaction.run(ADD, shop(1))
    assert await number_of_shops(database) == 1


async def test_what_a_table_fills_in_of_itself_is_filled_in(database: Database) -> None:
    """A default of the model, of one row and of many, and of the second statement that is alike."""
    person = {"first_name": "Anna", "language": "en", "joined_at": NOON}
    async with database.transaction() as transaction:
        await transaction.run(insert(people), person | {"telegram_id": 1})
        await transaction.run(insert(people).values(telegram_id=2), person)
        await transaction.run(insert(people).values(telegram_id=3), person)
        await transaction.run(insert(people), [person | {"telegram_id": number} for number in (4, 5)])
        assert (await transaction.run(select(people.c.role))).scalars().all() == ["customer"] * 5


async def test_later_is_done_in_order_and_before_what_is_run_next(database: Database) -> None:
    """A read sees the writes that were to be done later."""
    rename = update(shops).where(shops.c.id == bindparam("which")).values(name=bindparam("to"))
    async with database.transaction() as transaction:
        await transaction.later(ADD, shop(1))
        await transaction.later(rename, {"which": 1, "to": "Second name"})
        await transaction.later(rename, {"which": 1, "to": "Third name"})
        assert (await transaction.run(select(shops.c.name))).scalar_one() == "Third name"
        await transaction.later(ADD, [shop(2), shop(3)])
    assert await number_of_shops(database) == 3


async def test_an_error_of_later_appears_by_the_next_statement(database: Database) -> None:
    """At the latest; that one is not run."""
    with pytest.raises(IntegrityError):  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.later(ADD, shop(1))
            await transaction.later(ADD, shop(1))
            await transaction.run(ADD, shop(2))
    assert await number_of_shops(database) == 0


async def test_an_error_of_later_appears_by_the_end(database: Database) -> None:
    """Of a transaction that runs nothing more."""
    with pytest.raises(IntegrityError):
        async with database.transaction() as transaction:
            await transaction.later(ADD, [shop(1), shop(1)])
    assert await number_of_shops(database) == 0


async def caught(transaction: Transaction, parameters: object) -> None:
    """Somebody takes an error for dealt with."""
    with pytest.raises(DBAPIError):
        await transaction.run(ADD, parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize("failing", [shop(1), [shop(7), shop(8), shop(1)]], ids=["one row", "many rows"])
async def test_nothing_is_kept_of_a_transaction_in_which_a_statement_failed(
    database: Database, failing: object
) -> None:
    """Though the error was caught: neither what went before, nor the first of many rows; the end says so."""
    with pytest.raises(IntegrityError):  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.run(ADD, shop(1))
            await caught(transaction, failing)
    assert await number_of_shops(database) == 0


async def test_nothing_runs_after_a_statement_that_failed(database: Database) -> None:
    """The error is raised again, for reads and writes."""
    with pytest.raises(IntegrityError):  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.run(ADD, shop(1))
            await caught(transaction, shop(1))
            for again in (transaction.run(COUNT), transaction.run(ADD, shop(2)), transaction.later(ADD, shop(3))):
                with pytest.raises(IntegrityError):
                    await again
    assert await number_of_shops(database) == 0


@pytest.mark.parametrize("wrong", ["SELECT * FROM no_such_table", "SELECT no_such_column FROM shop", "SELEKT 1"])
async def test_a_fault_is_a_fault(database: Database, wrong: str) -> None:
    """And not taken for a database that is away."""
    with pytest.raises(DBAPIError):
        async with database.reading() as reading:
            await reading.run(text(wrong))
    with pytest.raises(DBAPIError):
        async with database.transaction() as transaction:
            await transaction.run(text(wrong))


async def test_an_error_does_not_quote_values(database: Database) -> None:
    """They may be names and messages; nor does what it was raised from."""
    secret = "Anna's own words"
    once = text("CREATE UNIQUE INDEX shop_name ON shop (name)")
    with pytest.raises(IntegrityError) as raised:  # noqa: PT012
        async with database.transaction() as transaction:
            await transaction.run(once)
            for number in (1, 2):
                await transaction.run(ADD, shop(number) | {"name": secret})
    error: BaseException | None = raised.value
    while error is not None:
        assert secret not in str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


async def test_a_look_does_not_write(database: Database) -> None:
    """It is said as the fault it is, and nothing is kept."""
    for look in (database.glance, database.reading, database.snapshot):
        with pytest.raises(TypeError):
            async with look() as reading:
                await reading.run(ADD, shop(1))
    assert await number_of_shops(database) == 0


async def test_a_look_does_not_write_by_hand_either(database: Database) -> None:
    """SQLite refuses it in the words for a disk that is read-only, which would be waited for."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL is not told which of its connections look")
    for look in (database.glance, database.reading):
        with pytest.raises(DBAPIError, match="readonly"):
            async with look() as reading:
                await reading.run(text("DELETE FROM shop"))


async def test_a_reading_never_begins_in_the_snapshot_of_the_one_before(database: Database) -> None:
    """However the one before ended."""
    for end in ("well", "badly", "stopped"):
        before = await number_of_shops(database)
        inside = asyncio.Event()

        async def look(end: str = end, inside: asyncio.Event = inside) -> None:
            async with database.reading() as reading:
                await reading.run(COUNT)
                inside.set()
                if end == "badly":
                    raise LookupError
                if end == "stopped":
                    await asyncio.Event().wait()

        task = asyncio.create_task(look())
        await inside.wait()
        if end == "stopped":
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with database.transaction() as transaction:
            await transaction.run(insert(shops).inline(), SHOP)
        assert await number_of_shops(database) == before + 1


async def test_two_readings_at_once_each_see_what_they_began_with(database: Database) -> None:
    """A snapshot, while somebody writes between their statements."""
    async with database.snapshot() as first:
        assert (await first.run(COUNT)).scalar_one() == 0
        await add_shops(database, 1)
        async with database.snapshot() as second:
            assert (await second.run(COUNT)).scalar_one() == 1
            async with database.transaction() as transaction:
                await transaction.run(ADD, shop(2))
            assert (await first.run(COUNT)).scalar_one() == 0
            assert (await second.run(COUNT)).scalar_one() == 1
    assert await number_of_shops(database) == 2


async def test_a_snapshot_is_repeatable_read(database: Database) -> None:
    """By PostgreSQL's own word."""
    if database.is_sqlite:
        pytest.skip("every view is one on SQLite")
    async with database.snapshot() as reading:
        assert (await reading.run(text("SHOW transaction_isolation"))).scalar() == "repeatable read"
    async with database.reading() as reading:
        assert (await reading.run(text("SHOW transaction_isolation"))).scalar() == "read committed"


async def test_a_broken_reference_is_refused(database: Database) -> None:
    """Foreign keys are watched on both."""
    nobody = {"telegram_id": 1, "first_name": "Nobody", "language": "en", "role": "customer", "joined_at": NOON}
    with pytest.raises(IntegrityError):
        async with database.transaction() as transaction:
            await transaction.run(insert(people), nobody | {"shop_id": 999})


async def test_what_postgresql_cannot_read_is_not_quoted(database: Database) -> None:
    """A value of the wrong type is found out by the driver or by the server."""
    if database.is_sqlite:
        pytest.skip("SQLite takes any value")
    with pytest.raises(DBAPIError) as refused:
        async with database.transaction() as transaction:
            await transaction.run(text("SELECT CAST(:words AS integer)"), {"words": "a secret"})
    assert "secret" not in str(refused.value)
    with pytest.raises(ProgrammingError):
        async with database.reading() as reading:
            await reading.run(text("SELECT no_such_function()"))
