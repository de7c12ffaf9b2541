"""Looking at a few rows without leaving the event loop (SQLite).

SQLite finds a row by its index in some ten microseconds. Handing the question to another thread and bringing the answer
back costs the event loop several times that. So the few rows that every update begins with are read in place, over
connections that stay open and can only read.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Executable

from storage.contract import Reading
from storage.direct import BEGIN, Found, Parameters, as_sqlalchemy, pragma, prepare, run_all

#: Readers wait for nobody in WAL mode, but for moments such as the first one after a crash; milliseconds.
PREPARING = (pragma("busy_timeout = 250"), pragma("query_only = ON"))


class Glance(Reading):
    """One connection."""

    dialect = "sqlite"

    def __init__(self, path: str) -> None:
        try:
            self._connection = sqlite3.connect(path, isolation_level=None)
        except sqlite3.Error as error:
            raise as_sqlalchemy(error) from error
        run_all(self._connection, PREPARING)

    async def run(self, statement: Executable, parameters: Parameters = None) -> Found:
        prepared = prepare(statement, parameters)
        asked = (prepared.many, *prepared.bound(parameters))
        in_one_view = (asked,) if self._connection.in_transaction else (BEGIN, asked)
        return prepared.found(run_all(self._connection, in_one_view))

    def forget(self) -> None:
        """End the view; the next one begins with the next statement."""
        self._connection.rollback()

    async def close(self) -> None:
        self._connection.close()


class Glances:
    """Opens them; one is used by one task at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._idle: list[Glance] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Glance]:
        """One consistent view of the database."""
        glance = self._idle.pop() if self._idle else Glance(self._path)
        try:
            yield glance
            glance.forget()
        except BaseException:
            await glance.close()
            raise
        self._idle.append(glance)

    async def close(self) -> None:
        for glance in self._idle:
            await glance.close()
        self._idle.clear()
