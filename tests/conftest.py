"""Every test here runs on SQLite and on PostgreSQL, and ends with the books proven."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import URL, text

from storage import Database, migrate
from storage.models import Role
from tests.loyalty.people import Person, World
from tests.servers import postgresql_database


async def _migrate(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database)
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[URL]:
    """One database for all tests of this process, emptied before each."""
    with postgresql_database() as url:
        asyncio.run(_migrate(url.render_as_string(False)))
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        path = tmp_path / "loyalty.db"
        copyfile(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite+aiosqlite:///{path}"
    url: URL = request.getfixturevalue("postgresql_url")
    return url.render_as_string(False)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    if not database.is_sqlite:
        async with database.connect() as connection:
            names = await connection.scalars(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
            )
            listed = ", ".join(f'"{name}"' for name in names)
            await connection.execute(text(f"TRUNCATE {listed} RESTART IDENTITY CASCADE"))
            await connection.commit()
    yield database
    await database.close()


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    world = World(database)
    yield world
    assert await world.differences() == []


@pytest.fixture
async def owner(world: World) -> Person:
    return await world.open()


@pytest.fixture
async def till(world: World, owner: Person) -> Person:
    """A member of staff."""
    return await world.newcomer("Thandi", Role.STAFF, invited_by=owner)


@pytest.fixture
async def anna(world: World, owner: Person) -> Person:
    """A customer with nothing yet."""
    return await world.newcomer("Anna")
