"""Connections and transactions, alike on SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import URL, Connection, Executable, event, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.contract import Parameters, Reading, Transaction
from storage.glance import Glances
from storage.line import PREPARING, Readers
from storage.statements import insert_for
from storage.tables import handled_updates
from storage.updates import UpdateKey
from storage.writer import Writer

READERS = 4


__all__ = ["AlreadyHandled", "Database", "insert_for"]


class AlreadyHandled(Exception):
    """The update's effect was committed before; this is Telegram delivering it again."""


class Database:
    """A database by its URL: `sqlite+aiosqlite:///file` or `postgresql+asyncpg://…`."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._ways: _SQLite | _PostgreSQL = _SQLite(self.url) if self.is_sqlite else _PostgreSQL(self.url)

    async def close(self) -> None:
        await self._ways.close()

    @asynccontextmanager
    async def transaction(
        self, update: UpdateKey | None = None, now: datetime | None = None
    ) -> AsyncIterator[Transaction]:
        """One transaction, committed when the block ends well and rolled back when it raises.

        With `update` (and `now`), the Telegram update that causes it is recorded with its effect.

        Raises:
            AlreadyHandled: that update's effect is in the database already.
        """
        async with self._ways.transaction() as session:
            if update is not None:
                await self._record_update(session, update, now)
            yield session

    def reading(self) -> AbstractAsyncContextManager[Reading]:
        """For looking only; on SQLite one consistent view."""
        return self._ways.reading()

    def glance(self) -> AbstractAsyncContextManager[Reading]:
        """As `reading`, for a few rows that an index finds: on SQLite they are read in the event loop itself.

        Nothing that looks at many rows belongs here: everybody would wait for it.
        """
        return self._ways.glance()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reading]:
        """As `reading`, and every statement sees the database as the first one saw it, whatever happens meanwhile."""
        async with self.reading() as session:
            if isinstance(session, _Session):  # on SQLite, every reading is one
                await session.repeat()
            yield session

    def connect(self, *, foreign_keys: bool = True) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection apart from the others, in a transaction that the caller commits: for migrations.

        Without `foreign_keys`, SQLite does not watch them meanwhile; PostgreSQL always does.
        """
        return self._ways.connect(foreign_keys)

    async def _record_update(self, session: Transaction, update: UpdateKey, now: datetime | None) -> None:
        insert = insert_for(session, handled_updates).on_conflict_do_nothing()
        if (await session.run(insert, update._asdict() | {"at": now})).rowcount == 0:
            raise AlreadyHandled(update)


class _SQLite:
    """A file: one line to write, some to look at much, and a shorter way to look at a few rows."""

    def __init__(self, url: URL) -> None:
        path = url.database or ""
        self._url = url
        self._writer, self._readers, self._glances = Writer(path), Readers(path, READERS), Glances(path)
        self.transaction, self.reading, self.glance = self._writer.transaction, self._readers.open, self._glances.open

    async def close(self) -> None:
        await self._writer.close()
        await self._readers.close()
        await self._glances.close()

    @asynccontextmanager
    async def connect(self, foreign_keys: bool) -> AsyncIterator[AsyncConnection]:
        engine = create_async_engine(self._url, connect_args={"isolation_level": None})

        @event.listens_for(engine.sync_engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            for _many, text, _values in PREPARING:
                connection.execute(text).close()
            connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}").close()

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            await engine.dispose()


class _Session(Transaction):
    """Over SQLAlchemy's session."""

    dialect = "postgresql"

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def repeat(self) -> None:
        await self._session.connection(execution_options={"isolation_level": "REPEATABLE READ"})

    async def run(self, statement: Executable, parameters: Parameters = None) -> Any:
        return await self._session.run_sync(_execute, statement, parameters)

    async def later(self, statement: Executable, parameters: Parameters = None) -> None:
        await self.run(statement, parameters)


def _execute(session: Session, statement: Executable, parameters: Parameters) -> Any:
    return session.connection().execute(statement, parameters)


class _PostgreSQL:
    """A pool of connections for everything."""

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(url, pool_size=16, max_overflow=8, pool_pre_ping=True)
        self.glance = self.reading

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield _Session(session)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        async with AsyncSession(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield _Session(session)

    @asynccontextmanager
    async def connect(self, foreign_keys: bool) -> AsyncIterator[AsyncConnection]:
        async with self._engine.connect() as connection:
            yield connection
