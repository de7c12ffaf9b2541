"""The history of the tables ends where the models are, on both databases."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import storage
from loyalty import programme
from storage import Database, migrate, schema
from tests.servers import postgresql_database


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without any tables."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
        return
    scope = postgresql_database()
    url = await asyncio.to_thread(scope.__enter__)
    yield url.render_as_string(False)
    await asyncio.to_thread(scope.__exit__, None, None, None)


async def test_models_and_migrations_agree(empty: str) -> None:
    """What Alembic would still change is nothing."""
    database = Database(empty)
    assert await schema.pending(database)
    await migrate.upgrade(database)
    assert await migrate.check(database) == []
    assert not await schema.pending(database)
    await database.close()


async def test_each_migration_goes_down_and_up_again(empty: str) -> None:
    """Step by step to the end, and back at each step."""
    database = Database(empty)
    before = "base"
    for revision in migrate.revisions():
        await migrate.upgrade(database, revision)
        await migrate.downgrade(database, before)
        await migrate.upgrade(database, revision)
        before = revision
    assert await migrate.check(database) == []
    await migrate.downgrade(database, "base")
    async with database.connect() as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if not database.is_sqlite:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        assert list(await connection.scalars(text(query))) == ["alembic_version"]
    await database.close()


REPLICA = """
import asyncio, sys
from storage import Database, migrate, schema

async def start():
    database = Database(sys.argv[1])
    await migrate.upgrade(database)
    await database.close()

asyncio.run(start())
"""


async def test_replicas_that_start_at_once_migrate_once(empty: str) -> None:
    """Processes, as in life: one does the work, the others find it done."""
    root = Path(storage.__file__).parent.parent
    async with asyncio.timeout(60):
        replicas = [
            await asyncio.create_subprocess_exec(sys.executable, "-c", REPLICA, empty, cwd=root) for _ in range(3)
        ]
        assert [await replica.wait() for replica in replicas] == [0, 0, 0]
    database = Database(empty)
    assert await migrate.check(database) == []
    await database.close()


async def test_a_migration_that_breaks_references_is_not_committed(tmp_path: Path) -> None:
    """SQLite does not watch foreign keys while tables are copied, so they are proven before the commit."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'broken.db'}")
    await migrate.upgrade(database)
    async with database.connect(foreign_keys=False) as connection:
        await connection.execute(
            text(
                "INSERT INTO programme_version (settings, fingerprint, at, changed_by)"
                " VALUES ('{}', '', '2026-01-01', 404)"
            )
        )
        await connection.commit()
    with pytest.raises(RuntimeError, match="broke references"):
        await migrate.upgrade(database)
    await database.close()


async def test_settings_keep_their_values_through_their_new_order(empty: str) -> None:
    """Flat once, by noun now, and flat again for who goes back; two versions with the same content stay two."""
    database = Database(empty)
    await migrate.upgrade(database, "0002")
    flat: dict[str, Any] = {"brand": "Zorg", "currency": "ZAR", "timezone": "UTC", "default_language": "en"}
    flat |= {
        "earn_rate_basis_points": 700,
        "purchase_hold_days": 3,
        "quiet_from": 22,
        "review_links": ["https://a.example"],
    }
    when = "2026-01-01 00:00:00" if database.is_sqlite else "2026-01-01 00:00:00+00"
    async with database.connect() as connection:
        for _ in range(2):
            row = f"INSERT INTO programme_version (settings, at) VALUES ('{json.dumps(flat)}', '{when}')"
            await connection.execute(text(row))
        await connection.commit()
    await migrate.upgrade(database)
    async with database.reading() as reading:
        rules = await programme.load(reading, datetime.now(UTC))
    assert (rules.brand, rules.earning.rate_basis_points, rules.earning.hold_days) == ("Zorg", 700, 3)
    assert (rules.quiet.from_hour, rules.ratings.review_links) == (22, ("https://a.example",))
    await migrate.downgrade(database, "0002")
    async with database.connect() as connection:
        rows = (await connection.scalars(text("SELECT settings FROM programme_version"))).all()
    assert [json.loads(row) if isinstance(row, str) else row for row in rows] == [flat, flat]
    await database.close()


async def test_receipt_numbers_of_before_are_found_in_capitals(empty: str) -> None:
    """Unless two would become one, which both stand in the books."""
    database = Database(empty)
    await migrate.upgrade(database, "0006")
    when = "2026-01-01 00:00:00" if database.is_sqlite else "2026-01-01 00:00:00+00"
    numbers = ["a1", "b2", "B2", "C3", None]
    async with database.connect() as connection:
        await connection.execute(text(f"INSERT INTO shop (id, name, created_at) VALUES (1, 'Zorg', '{when}')"))
        await connection.execute(
            text(
                "INSERT INTO account (id, available, held, pending, shortfall, lifetime_earned, created_at)"
                f" VALUES (1, 0, 0, 0, 0, 0, '{when}')"
            )
        )
        for at, number in enumerate(numbers, start=1):
            row = (
                "INSERT INTO purchase (id, key, account_id, shop_id, receipt_number, amount_minor, paid_minor,"
                " currency, earn_rate_basis_points, earned_points, redeemed_points, refunded_minor, balance_after, at)"
                f" VALUES ({at}, '{at}', 1, 1, :number, 1, 1, 'ZAR', 0, 0, 0, 0, 0, '{when}')"
            )
            await connection.execute(text(row), {"number": number})
        await connection.commit()
    await migrate.upgrade(database)
    async with database.connect() as connection:
        rows = await connection.scalars(text("SELECT receipt_number FROM purchase ORDER BY id"))
        assert list(rows) == ["A1", "b2", "B2", "C3", None]
    await database.close()


async def test_large_figures_keep_a_database_from_going_back(empty: str) -> None:
    """PostgreSQL refuses the narrower columns, and nothing is changed; SQLite has the room either way."""
    database = Database(empty)
    await migrate.upgrade(database)
    when = "2026-01-01 00:00:00" if database.is_sqlite else "2026-01-01 00:00:00+00"
    large = (
        "INSERT INTO account (id, available, held, pending, shortfall, lifetime_earned, created_at)"
        f" VALUES (1, 6000000000, 0, 0, 0, 0, '{when}')"
    )
    async with database.connect() as connection:
        await connection.execute(text(large))
        await connection.commit()
    if not database.is_sqlite:
        with pytest.raises(DBAPIError, match="out of range"):
            await migrate.downgrade(database, "0005")
    async with database.connect() as connection:
        assert list(await connection.scalars(text("SELECT available FROM account"))) == [6_000_000_000]
    assert await migrate.check(database) == []
    await database.close()
