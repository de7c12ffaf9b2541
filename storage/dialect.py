"""SQLAlchemy's aiosqlite dialect with fewer hops to the connection's thread.

The stock adapter opens a cursor, executes, fetches and closes in four messages to aiosqlite's thread; each costs about
as much as the statement itself. Here one message runs the statement and brings all its rows back. Statements with the
execution option `deferred`, of which nobody reads the outcome, wait for the next one and travel with it.
"""

import sqlite3
from collections import deque
from collections.abc import Awaitable, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.sql.elements import ReleaseSavepointClause, RollbackToSavepointClause, SavepointClause

#: Description, row count, last row id, rows.
Outcome = tuple[Any, int, int, list[Any]]


#: (many, statement, parameters)
Statement = tuple[bool, str, Any]


def _run(connection: sqlite3.Connection, statements: list[Statement]) -> Outcome:
    """In the connection's own thread: execute all in order, fetch what the last one finds, close."""
    cursor = connection.cursor()
    try:
        for many, statement, parameters in statements:
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

    def close(self) -> None:
        """Nothing is open."""


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()
    _awaitable_cursor_close = False

    def _make_new_cursor(self, connection: Any) -> Any:
        return _Outcome()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    def defer(self, many: bool, statement: str, parameters: Any) -> None:
        """Runs it together with the connection's next statement."""
        connection: Any = self._adapt_connection
        connection.deferred.append((many, statement, parameters))

    async def _run_in_thread(self, many: bool, statement: str, parameters: Any) -> None:
        connection: Any = self._adapt_connection
        outcome: Any = self._cursor
        async with connection._execute_mutex:
            outcome.description, outcome.rowcount, outcome.lastrowid, rows = await connection.run(
                (many, statement, parameters)
            )
            self._rows = deque(rows)

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        await self._run_in_thread(False, operation, parameters if parameters is not None else ())

    async def _executemany_async(self, operation: Any, seq_of_parameters: Sequence[Any]) -> Any:
        await self._run_in_thread(True, operation, seq_of_parameters)


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ("deferred",)
    _cursor_cls = OneHopCursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.deferred: list[Statement] = []

    def run(self, statement: Statement) -> Awaitable[Outcome]:
        """Runs what was deferred, then the statement; an error is that of the first that fails."""
        statements, self.deferred = [*self.deferred, statement], []
        connection: Any = self._connection
        outcome: Awaitable[Outcome] = connection._execute(_run, connection._conn, statements)
        return outcome

    def forget_deferred_writes(self) -> None:
        """Drops what a rollback would undo anyway; beginnings stay, because the rollback refers to them."""
        self.deferred = [one for one in self.deferred if one[1].startswith(("BEGIN", "SAVEPOINT"))]

    def commit(self) -> None:
        if self.deferred:
            self.cursor().execute("COMMIT")
        else:
            super().commit()

    def rollback(self) -> None:
        self.deferred.clear()
        connection: Any = self._connection
        if connection._connection and connection.in_transaction:
            super().rollback()


class OneHopDBAPI(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **kw: Any) -> OneHopConnection:
        return OneHopConnection(self, super().connect(*arg, **kw)._connection)


class OneHopDialect(SQLiteDialect_aiosqlite):
    driver = "aiosqlite_onehop"
    supports_statement_cache = True

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if context is not None and context.execution_options.get("deferred"):
            cursor.defer(False, statement, parameters)
        else:
            cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if context is not None and context.execution_options.get("deferred"):
            cursor.defer(True, statement, parameters)
        else:
            cursor.executemany(statement, parameters)

    def do_savepoint(self, connection: Connection, name: str) -> None:
        clause: Any = SavepointClause
        connection.execute(clause(name), execution_options={"deferred": True})

    def do_rollback_to_savepoint(self, connection: Connection, name: str) -> None:
        driver: Any = connection.connection.dbapi_connection
        driver.forget_deferred_writes()
        clause: Any = RollbackToSavepointClause
        connection.execute(clause(name))

    def do_release_savepoint(self, connection: Connection, name: str) -> None:
        clause: Any = ReleaseSavepointClause
        try:
            connection.execute(clause(name))
        except Exception:
            # A deferred write failed. SQLAlchemy takes the savepoint for gone and would leave what ran before in it.
            self.do_rollback_to_savepoint(connection, name)
            connection.execute(clause(name))
            raise

    @classmethod
    def import_dbapi(cls) -> OneHopDBAPI:
        return OneHopDBAPI(__import__("aiosqlite"), sqlite3)


registry.register("sqlite.aiosqlite_onehop", __name__, "OneHopDialect")
