"""Looking at a few rows of a SQLite file without leaving the event loop: a glance.

SQLite finds a row by its index in some ten microseconds. Handing the question to another thread and bringing the answer
back costs the event loop several times that. So the few rows that every update begins with are read in place, over
connections that stay open and can only read.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Executable

from storage.compiled import Found, looking
from storage.contract import Parameters, Reading
from storage.sqlite.readers import look
from storage.sqlite.statements import for_looking, open_connection, roll_back, worded

#: Seconds. Readers wait for nobody in WAL mode, but for moments such as the first one after a crash.
LOCK_SECONDS = 0.25


class _QuickLook(Reading):
    """Sees the database as its first statement saw it."""

    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def run(self, statement: Executable, parameters: Parameters = None) -> Found:
        prepared, asked = worded(statement, parameters, looking)
        description, rowcount, rows = look(self._connection, asked)
        return prepared.found(rows, rowcount, [column[0] for column in description or ()])


class QuickReaders:
    """Connections; one is used by one reading at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        connection = self._idle.pop() if self._idle else open_connection(self._path, for_looking(LOCK_SECONDS))
        try:
            yield _QuickLook(connection)
            roll_back(connection)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
