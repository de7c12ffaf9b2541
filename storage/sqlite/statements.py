"""Statements that go straight to SQLite's driver, and its errors as everybody else expects them."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DBAPIError

from storage.compiled import CompiledStatement, compiled
from storage.contract import Parameters
from storage.unavailable import told_by_sqlite

#: (many, SQL, values, what to raise when it changes no row)
Statement = tuple[bool, str, Any, Exception | None]
#: Description, row count, rows.
Outcome = tuple[Any, int, list[Any]]

DIALECT: Any = SQLiteDialect_pysqlite(dbapi=sqlite3, paramstyle="qmark")


def by_hand(text: str) -> Statement:
    """A statement without values."""
    return False, text, (), None


BEGIN, BEGIN_TO_WRITE, COMMIT = by_hand("BEGIN"), by_hand("BEGIN IMMEDIATE"), by_hand("COMMIT")
EMPTY_LOG = by_hand("PRAGMA wal_checkpoint(TRUNCATE)")
_FORBID_WRITING = by_hand("PRAGMA query_only = ON")


def waiting(seconds: float) -> Statement:
    """For how long SQLite waits for another process's lock."""
    return by_hand(f"PRAGMA busy_timeout = {int(seconds * 1_000)}")


def for_writing(lock_seconds: float) -> tuple[Statement, ...]:
    """What a new connection is told."""
    return (
        waiting(lock_seconds),
        by_hand("PRAGMA journal_mode = WAL"),
        by_hand("PRAGMA synchronous = FULL"),  # a committed purchase survives a power cut
        by_hand("PRAGMA foreign_keys = ON"),
        by_hand("PRAGMA secure_delete = ON"),  # what somebody had erased is overwritten, not only let go
    )


def for_looking(lock_seconds: float) -> tuple[Statement, ...]:
    """What a new connection is told that only looks."""
    return waiting(lock_seconds), _FORBID_WRITING


def worded(
    statement: Executable, parameters: Parameters, compile_it: Callable[..., CompiledStatement] = compiled
) -> tuple[CompiledStatement, Statement]:
    """The statement in SQLite's words, and with its values."""
    prepared = compile_it(DIALECT, statement, parameters)
    return prepared, (prepared.many, *prepared.bound(parameters), None)


def open_connection(path: str, preparing: Sequence[Statement]) -> sqlite3.Connection:
    """sqlite3 opens no transactions of its own accord (`isolation_level`), we do."""
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise translated(error) from error
    try:
        run_all(connection, preparing)
    except BaseException:
        connection.close()
        raise
    return connection


def run_all(connection: sqlite3.Connection, statements: Sequence[Statement]) -> Outcome:
    """All in order, in whichever thread the connection may be used; the outcome of the last one.

    Raises:
        Unavailable: SQLite says 'not now'.
        DBAPIError: with the first that fails; the values are not quoted, they may be names and messages.
    """
    outcome: Outcome = (None, -1, [])
    for many, text, values, otherwise in statements:
        cursor = connection.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(text, values)
            outcome = cursor.description, cursor.rowcount, cursor.fetchall() if cursor.description else []
        except sqlite3.Error as error:
            raise (forbidden(connection, error, text) or translated(error, text)) from error
        finally:
            cursor.close()
        if otherwise is not None and outcome[1] == 0:
            raise otherwise
    return outcome


def roll_back(connection: sqlite3.Connection) -> None:
    """Ends what is open, if anything is: SQLite gives a transaction up itself when the disk is full."""
    if connection.in_transaction:
        run_all(connection, (by_hand("ROLLBACK"),))


def forbidden(connection: sqlite3.Connection, error: sqlite3.Error, text: str) -> Exception | None:
    """A write on a connection that only looks: our mistake, which SQLite says in the words for a read-only disk."""
    read_only = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY
    if read_only and connection.execute("PRAGMA query_only").fetchone()[0]:
        return _as_sqlalchemy(error, text)
    return None


def translated(error: sqlite3.Error, text: str = "") -> Exception:
    """The driver's error as `Unavailable`, or as SQLAlchemy's of the same name."""
    return told_by_sqlite(error) or _as_sqlalchemy(error, text)


def _as_sqlalchemy(error: sqlite3.Error, text: str) -> Exception:
    wrapped: Exception = DBAPIError.instance(text, None, error, sqlite3.Error, hide_parameters=True, dialect=DIALECT)
    return wrapped
