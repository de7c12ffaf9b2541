"""Looking at a few rows without leaving the event loop (SQLite).

SQLite finds a row by its index in some ten microseconds. Handing the question to another thread and bringing the answer
back costs the event loop several times that, and a session around it as much again. So the few rows that every update
begins with are read in place, over connections that stay open and can only read.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, NullPool, create_engine, event
from sqlmodel.ext.asyncio.session import AsyncSession

#: Readers wait for nobody in WAL mode, but for moments such as the first one after a crash; milliseconds.
BUSY_TIMEOUT_MS = 250


class Glance(AsyncSession):
    """A session for `storage.statements.run` and nothing else."""

    def __init__(self, connection: Connection) -> None:
        # Not super's: it would make the machinery that this does without.
        self._connection = connection

    def execute_here(self, statement: Executable, parameters: Any) -> CursorResult[Any]:
        return self._connection.execute(statement, parameters)

    def forget(self) -> None:
        """End the view; the next one begins with the next statement."""
        self._connection.rollback()

    async def close(self) -> None:
        self._connection.close()


class Glances:
    """Opens them; one is used by one task at a time."""

    def __init__(self, url: URL) -> None:
        self._engine = _engine(url.set(drivername="sqlite"))
        self._idle: list[Glance] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Glance]:
        """One consistent view of the database."""
        glance = self._idle.pop() if self._idle else Glance(self._engine.connect())
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


def _engine(url: URL) -> Engine:
    engine = create_engine(url, poolclass=NullPool, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("BEGIN")

    return engine
