"""Databases with which no start can go well, told from those that are only away."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import Database, Unavailable, fitness, schema
from storage.timeouts import Timeouts


def at(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def start(url: str) -> None:
    database = Database(url, Timeouts(lock=0.01, connect=0.3))
    try:
        await schema.bring_up_to_date(database)
    finally:
        await database.close()


@pytest.fixture
async def shop(tmp_path: Path) -> Path:
    """A file with all tables."""
    path = tmp_path / "shop.sqlite3"
    await start(at(path))
    return path


async def test_a_new_database_and_one_of_ours(shop: Path) -> None:
    """As often as one likes."""
    await start(at(shop))
    assert not await schema.pending(Database(at(shop)))


PAGE = 4_096
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "words": lambda whole: b"This is a letter, and no database. " * 200,
    "no header": lambda whole: b"\0" * PAGE + whole[PAGE:],
    "cut off": lambda whole: whole[: PAGE * 3],
    "tables": lambda whole: whole[:100] + b"\xff" * (PAGE - 100) + whole[PAGE:],
}


def damaged(path: Path, damage: str) -> bytes:
    broken = DAMAGES[damage](path.read_bytes())
    path.write_bytes(broken)
    return broken


def content(path: Path) -> bytes:
    return path.read_bytes()


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_file(shop: Path, damage: str) -> None:
    """Whatever has happened to it; it is not touched."""
    broken = damaged(shop, damage)
    with pytest.raises(fitness.Damaged):
        await start(at(shop))
    assert content(shop) == broken


async def test_a_foreign_database(tmp_path: Path) -> None:
    """Somebody else's tables, with or without Alembic; the file stays as it is."""
    for number, script in enumerate(
        (
            "CREATE TABLE invoice (id INTEGER)",
            "CREATE TABLE invoice (id INTEGER); CREATE TABLE alembic_version (version_num TEXT);"
            "INSERT INTO alembic_version VALUES ('ae1027a6acf')",
            "CREATE TABLE invoice (id INTEGER); CREATE TABLE alembic_version (version_num TEXT)",
        )
    ):
        path = tmp_path / f"{number}.sqlite3"
        with sqlite3.connect(path) as connection:
            connection.executescript(script)
        connection.close()
        before = content(path)
        with pytest.raises(fitness.Foreign):
            await start(at(path))
        assert content(path) == before


async def test_a_newer_database(database: Database) -> None:
    """Ours, but of a revision that this code does not know; on both databases."""
    newest = max(fitness.revisions())
    rename = text("UPDATE alembic_version SET version_num = :to")
    async with database.transaction() as transaction:
        await transaction.run(rename, {"to": "9999"})
    try:
        with pytest.raises(fitness.Newer):
            await schema.bring_up_to_date(database)
    finally:
        async with database.transaction() as transaction:
            await transaction.run(rename, {"to": newest})


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Not made by us: it may be a slip of the pen, or a volume that is missing."""
    with pytest.raises(fitness.NoFolder):
        await start(at(tmp_path / "no" / "shop.sqlite3"))
    assert not os.listdir(tmp_path)


async def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    """A folder stands where the file should be."""
    with pytest.raises(fitness.Refused, match="opened"):
        await start(at(tmp_path))


def test_what_turns_us_away_is_told_from_what_is_away() -> None:
    """A file that cannot be written is found out at the start too: it ends with a proof of writing."""
    assert isinstance(fitness.judged(Unavailable("the file cannot be written", refused=True)), fitness.Refused)
    assert fitness.judged(Unavailable("it is locked")) is None


async def test_a_locked_database_is_only_away(shop: Path) -> None:
    """The start waits for that."""
    holder = sqlite3.connect(shop, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        await start(at(shop))
    holder.close()
    await start(at(shop))


async def test_a_locked_new_database_is_only_away(tmp_path: Path) -> None:
    """Another process makes its tables in this moment."""
    holder = sqlite3.connect(tmp_path / "new.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Unavailable):
        await start(at(tmp_path / "new.sqlite3"))
    holder.close()
    await start(at(tmp_path / "new.sqlite3"))


async def test_a_server_that_is_away() -> None:
    """Waited for; one that knows no such database is not."""
    with pytest.raises(Unavailable):
        await start("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
