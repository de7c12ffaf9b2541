"""Transactions on SQLite, which has one writer: they take turns, in order of arrival.

BEGIN travels with the first statement and COMMIT with the last writes, each in one message to the connection's thread.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import Executable

from storage.compiled import Found
from storage.contract import Parameters
from storage.sqlite.connection import Connection
from storage.sqlite.statements import (
    BEGIN_TO_WRITE,
    COMMIT,
    EMPTY_LOG,
    Statement,
    for_writing,
    roll_back,
    run_all,
    waiting,
    worded,
)
from storage.unavailable import Unavailable
from storage.wholeness import WholeTransaction


class Writer:
    """Runs transactions one after another on a connection that it keeps."""

    def __init__(self, path: str, lock_seconds: float) -> None:
        self._path, self._preparing, self._lock_seconds = path, for_writing(lock_seconds), lock_seconds
        self._turn = asyncio.Lock()  # first come, first served
        self._connection: Connection | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[WholeTransaction]:
        async with self._turn:
            connection = self._connection = self._connection or await Connection.open(self._path, self._preparing)
            transaction = _Writing(connection)
            try:
                yield transaction
                await transaction.commit()
            except Unavailable:
                await self.close()  # a connection that saw the disk fail may not see it mended
                raise
            except BaseException:
                await connection.run(roll_back)
                raise

    async def empty_log(self) -> bool:
        """Moves what is in the log into the file and cuts the log; False: somebody looks at it just now.

        Nobody is waited for: whoever has a purchase to write would wait as well.
        """
        async with self._turn:
            connection = self._connection = self._connection or await Connection.open(self._path, self._preparing)
            try:
                return await connection.run(_empty_log, self._lock_seconds)
            except Unavailable:
                await self.close()
                raise

    async def close(self) -> None:
        """Lets the connection go, and with it what is not committed."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close_soon()


class _Writing(WholeTransaction):
    """Over the writer's connection."""

    dialect = "sqlite"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._begun = False
        self._unsent: list[Statement] = [BEGIN_TO_WRITE]

    async def run(self, statement: Executable, parameters: Parameters = None) -> Found:
        prepared, asked = worded(statement, parameters)
        with self.watched():
            statements, self._unsent, self._begun = [*self._unsent, asked], [], True
            description, rowcount, rows = await self._connection.run(run_all, statements)
        return prepared.found(rows, rowcount, [column[0] for column in description or ()])

    async def later(self, statement: Executable, parameters: Parameters = None) -> None:
        self.check()
        self._unsent.append(worded(statement, parameters)[1])

    async def require(self, statement: Executable, parameters: Parameters, otherwise: Exception) -> None:
        self.check()
        many, text, values, _ = worded(statement, parameters)[1]
        self._unsent.append((many, text, values, otherwise))

    async def commit(self) -> None:
        """Of a transaction in which nothing was asked, nothing is sent."""
        self.check()
        if self._begun or len(self._unsent) > 1:
            await self._connection.run(_commit, self._unsent)


def _empty_log(connection: sqlite3.Connection, lock_seconds: float) -> bool:
    run_all(connection, [waiting(0)])
    try:
        _description, _rowcount, [(busy, *_frames)] = run_all(connection, [EMPTY_LOG])
    finally:
        run_all(connection, [waiting(lock_seconds)])
    return not busy


def _commit(connection: sqlite3.Connection, writes: Sequence[Statement]) -> None:
    """In the connection's thread, and whole: whoever stops waiting for it changes nothing."""
    try:
        run_all(connection, [*writes, COMMIT])
    except BaseException:
        roll_back(connection)
        raise
