"""A connection to SQLite in a thread of its own.

What is asked is done in that order, also when its asker has gone: so whoever stops waiting leaves the connection in a
state that the next one can know. A message to the thread costs about as much as the statement it brings, so one message
runs several statements and brings all rows back.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from storage.sqlite.statements import Statement, open_connection

P = ParamSpec("P")
T = TypeVar("T")
_Job = Callable[[], None]


class Connection:
    def __init__(self) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._connection: Any = None
        # A daemon: one left open does not keep the process from ending.
        Thread(target=_work, args=(self._jobs,), name="sqlite", daemon=True).start()

    @classmethod
    async def open(cls, path: str, preparing: Sequence[Statement]) -> Self:
        """Raises: Unavailable, DBAPIError."""
        connection = cls()
        try:
            await connection._ask(connection._open, path, preparing)
        except BaseException:
            connection.close_soon()
            raise
        return connection

    def run(
        self, function: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[T]:
        """The function's result; it is called with the connection, in the connection's thread.

        It is in the queue when this returns, before anybody waits for it.
        """
        return self._ask(lambda: function(self._connection, *args, **kwargs))

    def close_soon(self) -> asyncio.Future[None]:
        """After all that was asked before; waiting for it is up to the caller."""
        closed = self._ask(self._close)
        self._jobs.put(None)
        return closed

    def _ask(self, function: Callable[..., T], *args: Any) -> asyncio.Future[T]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def job() -> None:
            try:
                settle, outcome = _succeed, function(*args)
            except BaseException as error:
                settle, outcome = _fail, error  # type: ignore[assignment]
            with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                loop.call_soon_threadsafe(settle, future, outcome)

        self._jobs.put(job)
        return future

    def _open(self, path: str, preparing: Sequence[Statement]) -> None:
        self._connection = open_connection(path, preparing)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()


def _work(jobs: SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        job()
        del job  # what it brought is not kept until the next one


def _succeed(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():  # its asker may have gone
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
