"""SQLAlchemy's aiosqlite dialect with one hop to the connection's thread per statement instead of four.

The stock adapter opens a cursor, executes, fetches and closes in four messages to aiosqlite's thread; each costs about
as much as the statement itself. Here one message runs the statement and brings all its rows back.
"""

import sqlite3
from collections import deque
from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)

Outcome = tuple[Any, int, int, list[Any]]


def _run(connection: sqlite3.Connection, many: bool, statement: str, parameters: Any) -> Outcome:
    """In the connection's own thread: execute, fetch everything, close."""
    cursor = connection.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(statement, parameters)
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, cursor.rowcount, cursor.lastrowid or 0, rows
    finally:
        cursor.close()


class _Outcome:
    """What SQLAlchemy reads off a cursor, after the real one is closed."""

    description: Any = None
    rowcount = -1
    lastrowid = 0
    arraysize = 1

    async def close(self) -> None:
        """Nothing is open."""


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        return _Outcome()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    async def _run_in_thread(self, many: bool, statement: str, parameters: Any) -> None:
        connection: Any = self._connection
        async with self._adapt_connection._execute_mutex:
            outcome: Any = self._cursor
            outcome.description, outcome.rowcount, outcome.lastrowid, rows = await connection._execute(
                _run, connection._conn, many, statement, parameters
            )
            self._rows = deque(rows)

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        await self._run_in_thread(False, operation, parameters if parameters is not None else ())

    async def _executemany_async(self, operation: Any, seq_of_parameters: Sequence[Any]) -> Any:
        await self._run_in_thread(True, operation, seq_of_parameters)


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = OneHopCursor


class OneHopDBAPI(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **kw: Any) -> OneHopConnection:
        return OneHopConnection(self, super().connect(*arg, **kw)._connection)


class OneHopDialect(SQLiteDialect_aiosqlite):
    driver = "aiosqlite_onehop"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneHopDBAPI:
        return OneHopDBAPI(__import__("aiosqlite"), sqlite3)


registry.register("sqlite.aiosqlite_onehop", __name__, "OneHopDialect")
