"""Connections to SQLite in threads of their own, with as few messages to those threads as there can be.

A message costs about as much as the statement it brings. One runs a statement and brings all its rows back; writes of
which nobody reads the outcome wait for the next statement and travel with it.
"""

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import aiosqlite
from sqlalchemy import Executable

from storage.contract import Reading, Transaction
from storage.direct import BEGIN, Found, Outcome, Parameters, Statement, as_sqlalchemy, pragma, prepare, run_all

#: How long SQLite waits for another process's write lock, in milliseconds.
BUSY_TIMEOUT_MS = 10_000
PREPARING = (
    pragma(f"busy_timeout = {BUSY_TIMEOUT_MS}"),
    pragma("journal_mode = WAL"),
    pragma("synchronous = FULL"),  # a committed purchase survives a power cut
    pragma("foreign_keys = ON"),
)

P = ParamSpec("P")
T = TypeVar("T")


class Line:
    """One connection and its thread. What is asked is done in that order, also when its asker has gone."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection: Any = connection

    @classmethod
    async def open(cls, path: str) -> Self:
        # isolation_level None: sqlite3 opens no transactions of its own accord, we do.
        connection = aiosqlite.connect(path, isolation_level=None)
        connection._thread.daemon = True  # one left open does not keep the process from ending
        try:
            line = cls(await connection)
        except sqlite3.Error as error:
            raise as_sqlalchemy(error) from error
        try:
            await line.run(run_all, PREPARING)
        except BaseException:
            await line.close()
            raise
        return line

    async def run(
        self, function: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The function's result; it is called with the connection, in the connection's thread."""
        result: T = await self._connection._execute(function, self._connection._conn, *args, **kwargs)
        return result

    async def close(self) -> None:
        await self._connection.close()


class Remote(Transaction, ABC):
    """Over a line."""

    dialect = "sqlite"

    def __init__(self, line: Line, *unsent: Statement) -> None:
        self._line = line
        self.unsent = list(unsent)

    async def run(self, statement: Executable, parameters: Parameters = None) -> Found:
        prepared = prepare(statement, parameters)
        await self.later(statement, parameters)
        statements, self.unsent = self.unsent, []
        return prepared.found(await self.send(statements))

    async def later(self, statement: Executable, parameters: Parameters = None) -> None:
        prepared = prepare(statement, parameters)
        self.unsent.append((prepared.many, *prepared.bound(parameters)))

    @abstractmethod
    async def send(self, statements: Sequence[Statement]) -> Outcome:
        """Runs all in order, in the line's thread."""


class _Look(Remote):
    """Sees the database as its first statement saw it."""

    async def send(self, statements: Sequence[Statement]) -> Outcome:
        return await self._line.run(_look, statements)


def _look(connection: sqlite3.Connection, statements: Sequence[Statement]) -> Outcome:
    return run_all(connection, statements if connection.in_transaction else [BEGIN, *statements])


class Readers:
    """Some lines for looking only."""

    def __init__(self, path: str, count: int) -> None:
        self._path = path
        self._free = asyncio.Semaphore(count)
        self._idle: list[Line] = []
        self._all: list[Line] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Reading]:
        async with self._free:
            line = self._idle.pop() if self._idle else await self._another()
            try:
                yield _Look(line)
            finally:
                # Before whatever the next one asks; so nobody has to wait for it, nor can be kept from it.
                ended = asyncio.ensure_future(line.run(sqlite3.Connection.rollback))
                ended.add_done_callback(_seen)
                self._idle.append(line)

    async def _another(self) -> Line:
        line = await Line.open(self._path)
        self._all.append(line)
        return line

    async def close(self) -> None:
        for line in self._all:
            await line.close()
        self._all.clear()
        self._idle.clear()


def _seen(ended: asyncio.Future[None]) -> None:
    """A view that cannot be ended is the next reader's to find out."""
    if not ended.cancelled():
        ended.exception()
