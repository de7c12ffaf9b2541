"""Away is not broken: each code of both databases, and of their drivers, is decided."""

import sqlite3
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage import Database, Unavailable, migrate, unavailable
from storage.postgresql.errors import translated
from storage.timeouts import Timeouts

IOERR = sqlite3.SQLITE_IOERR
NOT_NOW = {
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM", "SQLITE_CANTOPEN",
    "SQLITE_PERM", "SQLITE_READONLY", "SQLITE_SCHEMA", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY_RECOVERY",
    "SQLITE_BUSY_TIMEOUT", "SQLITE_LOCKED_SHAREDCACHE", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_READ",
    "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_NOMEM", "SQLITE_CANTOPEN_ISDIR", "SQLITE_READONLY_DBMOVED",
    "SQLITE_READONLY_RECOVERY", "SQLITE_READONLY_DIRECTORY",
}  # fmt: skip
NEVER = {
    "SQLITE_ERROR", "SQLITE_INTERNAL", "SQLITE_ABORT", "SQLITE_ABORT_ROLLBACK", "SQLITE_INTERRUPT", "SQLITE_CORRUPT",
    "SQLITE_CORRUPT_INDEX", "SQLITE_NOTADB", "SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_MISMATCH",
    "SQLITE_MISUSE", "SQLITE_RANGE", "SQLITE_TOOBIG", "SQLITE_AUTH", "SQLITE_NOLFS", "SQLITE_FORMAT", "SQLITE_EMPTY",
}  # fmt: skip
REFUSED = {"SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_READONLY"}


def said_by_sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("in any words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("name", sorted(NOT_NOW | NEVER))
def test_sqlite(name: str) -> None:
    """By the primary code: the extended ones of a family mean the same."""
    told = unavailable.told(said_by_sqlite(getattr(sqlite3, name)))
    assert (told is not None) == (name in NOT_NOW)
    if told:
        assert told.refused == name.startswith(tuple(REFUSED))


def test_every_code_of_sqlite_is_decided() -> None:
    """A primary code that a later Python knows of has to be decided too."""
    families = {name for name in dir(sqlite3) if name.startswith("SQLITE_") and name in vars(sqlite3)}
    codes = {getattr(sqlite3, name) & 0xFF for name in NOT_NOW | NEVER}
    undecided = {"SQLITE_NOTFOUND", "SQLITE_NOTICE", "SQLITE_WARNING", "SQLITE_DONE", "SQLITE_ROW", "SQLITE_OK"}
    primary = {name for name in families if name.count("_") == 1 and isinstance(getattr(sqlite3, name), int)}
    actions = {name for name in primary if name in AUTHORIZER}
    assert {name for name in primary - undecided - actions if getattr(sqlite3, name) & 0xFF not in codes} == set()


#: Numbers of other things under the same prefix: what an authoriser is asked for, and its answers.
AUTHORIZER = {
    "SQLITE_ALTER", "SQLITE_ANALYZE", "SQLITE_ATTACH", "SQLITE_DELETE", "SQLITE_DENY", "SQLITE_DETACH",
    "SQLITE_FUNCTION",
        "SQLITE_IGNORE", "SQLITE_INSERT", "SQLITE_PRAGMA", "SQLITE_READ", "SQLITE_RECURSIVE", "SQLITE_REINDEX",
    "SQLITE_SAVEPOINT", "SQLITE_SELECT", "SQLITE_TRANSACTION", "SQLITE_UPDATE",
}  # fmt: skip


@pytest.mark.parametrize("number", [32, 33])
def test_a_disk_that_answers_wrongly_is_damage(number: int) -> None:
    """IOERR_DATA and IOERR_CORRUPTFS."""
    assert unavailable.told(said_by_sqlite(IOERR | (number << 8))) is None


def test_what_python_says_of_itself_is_a_fault() -> None:
    """`Cannot operate on a closed database`, which carries no code."""
    assert unavailable.told(sqlite3.ProgrammingError("Cannot operate on a closed database.")) is None


STATES = {
    True: "08000 08001 08003 08004 08006 08007 08P01 25006 25P03 25P04 28000 28P01 3D000 40000 40001 40003 40P01 53000"
    " 53100 53200 53300 55P03 57000 57014 57P01 57P02 57P03 57P04 57P05 58000 58030",
    False: "01000 02000 0A000 21000 22001 22003 22012 22P02 23502 23503 23505 23514 25001 25P01 25P02 26000 2BP01"
    " 34000 3B001 3F000 40002 42501 42601 42703 42P01 42804 44000 53400 54000 55000 55006 58P01 58P02 F0000 P0001 XX000"
    " XX001",
}


@pytest.mark.parametrize(
    ("state", "away"), [(state, away) for away, states in STATES.items() for state in states.split()]
)
def test_postgresql(state: str, away: bool) -> None:
    """By SQLSTATE, the longest entry that fits; the reason has no values in it."""
    error = asyncpg.PostgresError("a message with 'a value'")
    error.sqlstate = state
    told = unavailable.told(error)
    assert (told is not None) == away
    assert told is None or (told.reason and "a value" not in str(told))
    assert told is None or told.refused == (state[:2] == "28" or state in {"3D000", "57P04"})


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        ConnectionResetError(),
        OSError("Temporary failure in name resolution"),
        TimeoutError(),
        asyncpg.InterfaceError("cannot perform operation: connection is closed"),
        asyncpg.InterfaceError("the underlying connection is closed"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.exceptions.TargetServerAttributeNotMatched("none of the hosts match"),
        asyncpg.InvalidCachedStatementError("cached statement plan is invalid"),
        PoolTimeout("QueuePool limit of size 16 overflow 8 reached"),
    ],
    ids=repr,
)
def test_a_driver_that_gets_no_answer(error: Exception) -> None:
    """Without any code, or with one that would mean something else."""
    assert isinstance(translated(error, ""), Unavailable)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
        asyncpg.InterfaceError("the server expects 1 argument for this query, 2 were passed"),
        asyncpg.DataError("invalid input for query argument $1: 'Anna' (an integer is required)"),
        asyncpg.UniqueViolationError("duplicate key"),
        asyncpg.UndefinedTableError("relation does not exist"),
    ],
    ids=repr,
)
def test_a_driver_that_has_found_a_fault(error: Exception) -> None:
    """Nor are the values quoted."""
    found = translated(error, "SELECT 1")
    assert not isinstance(found, Unavailable)
    assert "Anna" not in str(found)


async def test_a_locked_file_says_not_now(tmp_path: Path) -> None:
    """At the first statement, of a transaction and of a proof; and goes well when it is let go."""
    path = tmp_path / "locked.sqlite3"
    database = Database(f"sqlite+aiosqlite:///{path}", Timeouts(lock=0.01))
    await migrate.upgrade(database)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked"):
        await database.prove_writable()
    with pytest.raises(Unavailable, match="locked"):
        await migrate.upgrade(database)
    holder.execute("COMMIT")
    holder.close()
    await database.prove_writable()
    await database.close()


async def test_a_file_that_cannot_be_opened_says_not_now(tmp_path: Path) -> None:
    """In service a volume may be gone for a while."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/not yet/shop.sqlite3")
    for way in (database.reading, database.glance, database.transaction):
        with pytest.raises(Unavailable, match="opened"):
            async with way():
                pass
    (tmp_path / "not yet").mkdir()
    await migrate.upgrade(database)
    await database.prove_writable()
    await database.close()


async def test_a_proof_of_writing_reaches_the_file(tmp_path: Path) -> None:
    """A write of the same value is a write: SQLite does not save itself the trouble."""
    path = tmp_path / "shop.sqlite3"
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate.upgrade(database)
    await database.prove_writable()
    log = path.with_name(f"{path.name}-wal")
    before = log.stat().st_size, log.stat().st_mtime_ns
    await database.prove_writable()
    assert (log.stat().st_size, log.stat().st_mtime_ns) != before
    await database.close()
