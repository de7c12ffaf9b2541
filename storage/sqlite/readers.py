"""Looking at a SQLite file, in threads: for what may take a while."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Executable

from storage.compiled import Found, looking
from storage.contract import Parameters, Reading
from storage.sqlite.connection import Connection
from storage.sqlite.statements import BEGIN, Outcome, Statement, for_looking, roll_back, run_all, worded
from storage.unavailable import Unavailable

#: Looks at the same time; whoever comes then waits for one of them to end.
MOST = 4


class Readers:
    """Some connections for looking only."""

    def __init__(self, path: str, lock_seconds: float) -> None:
        self._path, self._preparing = path, for_looking(lock_seconds)
        self._free = asyncio.Semaphore(MOST)
        self._idle: list[Connection] = []

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        async with self._free:
            connection = self._idle.pop() if self._idle else await Connection.open(self._path, self._preparing)
            try:
                yield _Look(connection)
            except Unavailable:
                connection.close_soon()
                raise
            except BaseException:
                await self._give_back(connection)
                raise
            await self._give_back(connection)

    async def _give_back(self, connection: Connection) -> None:
        """Only once its view has ended: the next reading must not begin in this one's."""
        try:
            await connection.run(roll_back)
        except BaseException:
            connection.close_soon()
            raise
        self._idle.append(connection)

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().close_soon()


class _Look(Reading):
    """Sees the database as its first statement saw it."""

    dialect = "sqlite"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def run(self, statement: Executable, parameters: Parameters = None) -> Found:
        prepared, asked = worded(statement, parameters, looking)
        description, rowcount, rows = await self._connection.run(look, asked)
        return prepared.found(rows, rowcount, [column[0] for column in description or ()])


def look(connection: sqlite3.Connection, asked: Statement) -> Outcome:
    """Begins a view, or looks again at the one that is open."""
    return run_all(connection, (asked,) if connection.in_transaction else (BEGIN, asked))
