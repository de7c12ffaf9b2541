"""Connections and transactions, alike on SQLite and PostgreSQL.

SQLite has one writer. Transactions queue for it in order of arrival, and those that queue while one is at work are
committed together with it: each keeps its own savepoint, so one that fails takes nothing of the others with it, and
nobody is told "done" before the common commit has reached the disk.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

import storage.dialect  # noqa: F401  registers the one-hop driver
from storage.glance import Glances
from storage.statements import insert_for, run
from storage.tables import handled_updates

#: How long SQLite waits for another process's write lock, in milliseconds.
BUSY_TIMEOUT_MS = 10_000
READERS = 4


__all__ = ["AlreadyHandled", "Database", "insert_for"]


class AlreadyHandled(Exception):
    """The update's effect was committed before; this is Telegram delivering it again."""


class Database:
    """A database by its URL: `sqlite+aiosqlite:///file` or `postgresql+asyncpg://…`."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            fast = self.url.set(drivername="sqlite+aiosqlite_onehop")
            self._engine = _sqlite_engine(fast, begin="BEGIN IMMEDIATE", size=1)
            self._readers = _sqlite_engine(fast, begin="BEGIN", size=READERS)
            self._writer: _GroupWriter | None = _GroupWriter(self._engine)
            self._glances: Glances | None = Glances(self.url)
        else:
            self._engine = self._readers = create_async_engine(
                self.url, pool_size=16, max_overflow=8, pool_pre_ping=True
            )
            self._writer = None
            self._glances = None

    async def close(self) -> None:
        if self._writer:
            await self._writer.close()
        await self._engine.dispose()
        await self._readers.dispose()
        if self._glances:
            await self._glances.close()

    @asynccontextmanager
    async def transaction(
        self, update_id: int | None = None, now: datetime | None = None
    ) -> AsyncIterator[AsyncSession]:
        """One transaction, committed when the block ends well and rolled back when it raises.

        With `update_id` (and `now`), the id of the Telegram update that causes it is recorded with its effect.

        Raises:
            AlreadyHandled: that update's effect is in the database already.
        """
        scope = self._writer.transaction() if self._writer else self._plain_transaction()
        async with scope as session:
            if update_id is not None:
                await self._record_update(session, update_id, now)
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One consistent view of the database, for looking only."""
        async with AsyncSession(self._readers, expire_on_commit=False, autoflush=False) as session:
            yield session

    def glance(self) -> AbstractAsyncContextManager[AsyncSession]:
        """As `reading`, for a few rows that an index finds: on SQLite they are read in the event loop itself.

        Nothing that looks at many rows belongs here: everybody would wait for it.
        """
        return self._glances.open() if self._glances else self.reading()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """As `reading`, and every statement sees the database as the first one saw it, whatever happens meanwhile."""
        async with self.reading() as session:
            if not self.is_sqlite:  # there, every reading is one
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @asynccontextmanager
    async def _plain_transaction(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def connect(self, *, foreign_keys: bool = True) -> AsyncIterator[AsyncConnection]:
        """A connection apart from the pools, in a transaction that the caller commits: for migrations.

        Without `foreign_keys`, SQLite does not watch them meanwhile; PostgreSQL always does.
        """
        engine = self._engine
        if self.is_sqlite:
            engine = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", size=1, foreign_keys=foreign_keys)
        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            if engine is not self._engine:
                await engine.dispose()

    async def _record_update(self, session: AsyncSession, update_id: int, now: datetime | None) -> None:
        insert = insert_for(session, handled_updates).on_conflict_do_nothing()
        if (await run(session, insert, {"update_id": update_id, "at": now})).rowcount == 0:
            raise AlreadyHandled(update_id)


def _sqlite_engine(url: Any, *, begin: str, size: int, foreign_keys: bool = True) -> AsyncEngine:
    # isolation_level None: sqlite3 opens no transactions of its own accord, we do.
    engine = create_async_engine(url, pool_size=size, max_overflow=0, connect_args={"isolation_level": None})

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",  # a committed purchase survives a power cut
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin, execution_options={"deferred": True})

    return engine


class _Group:
    """Transactions that reach the disk with one commit."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closing: asyncio.Task[None] | None = None


class _GroupWriter:
    """Runs transactions one after another on a connection that it keeps."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()  # first come, first served
        self._connection: AsyncConnection | None = None
        self._open: _Group | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        async with self._turn:
            group = self._open or await self._begin()
            try:
                async with (
                    AsyncSession(
                        group.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
                    ) as session,
                    session.begin(),
                ):
                    yield session
            finally:
                # Queues for the turn behind all who wait already: they go into the same commit.
                if group.closing is None:
                    group.closing = asyncio.create_task(self._commit(group))
        await asyncio.shield(group.committed)

    async def _begin(self) -> _Group:
        if self._connection is None:
            self._connection = await self._engine.connect()
        try:
            await self._connection.begin()
        except BaseException:
            await self._drop_connection()
            raise
        self._open = _Group(self._connection)
        return self._open

    async def _commit(self, group: _Group) -> None:
        async with self._turn:
            self._open = None
            try:
                await group.connection.commit()
            except BaseException as error:
                await self._drop_connection()
                group.committed.set_exception(error)
                group.committed.exception()  # a group of failed members has nobody waiting
            else:
                group.committed.set_result(None)

    async def close(self) -> None:
        """Waits for what is under way, then lets the connection go."""
        while self._open and self._open.closing:
            await self._open.closing
        async with self._turn:
            await self._drop_connection()

    async def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
