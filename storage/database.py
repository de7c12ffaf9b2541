"""Connections and transactions, alike on SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from sqlalchemy import URL, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.contract import Reading, Transaction
from storage.occupancy import Occupancy
from storage.statements import insert_for
from storage.tables import handled_updates
from storage.timeouts import Timeouts
from storage.unavailable import told
from storage.updates import UpdateKey
from storage.wholeness import WholeTransaction

__all__ = ["AlreadyHandled", "Database", "insert_for"]


#: A real write that changes nothing: to the table that is there before all others, and in every version.
_SAME_REVISION = text("UPDATE alembic_version SET version_num = version_num")


class AlreadyHandled(Exception):
    """The update's effect was committed before; this is Telegram delivering it again."""


class _Ways(Protocol):
    """What a kind of database implements."""

    async def close(self) -> None: ...
    async def leave_nothing_behind(self) -> bool: ...
    def transaction(self) -> AbstractAsyncContextManager[WholeTransaction]: ...
    def reading(self) -> AbstractAsyncContextManager[Reading]: ...
    def glance(self) -> AbstractAsyncContextManager[Reading]: ...
    def snapshot(self) -> AbstractAsyncContextManager[Reading]: ...
    def connect(self, foreign_keys: bool) -> AbstractAsyncContextManager[AsyncConnection]: ...


class Database:
    """A database by its URL: `sqlite+aiosqlite:///file` or `postgresql+asyncpg://…`.

    Everything here raises `Unavailable` when the database cannot answer now, or is being closed.
    """

    def __init__(self, url: str, timeouts: Timeouts | None = None) -> None:
        """`timeouts`: SQLite knows that for a lock alone."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._ways: _Ways = _ways(self.url, timeouts or Timeouts())
        self._occupancy = Occupancy()

    async def close(self) -> None:
        """Waits for those inside and for those who queue, and closes all connections; nobody is let in meanwhile.

        Whoever asks afterwards opens new ones.
        """
        async with self._occupancy.closing():
            await self._ways.close()

    @asynccontextmanager
    async def transaction(
        self, update: UpdateKey | None = None, now: datetime | None = None
    ) -> AsyncIterator[Transaction]:
        """One transaction, committed when the block ends well and rolled back when it raises.

        With `update` (and `now`), the Telegram update that causes it is recorded with its effect. A
        statement that failed is raised again at the end, should the block have caught it: nothing is kept.

        Raises:
            AlreadyHandled: that update's effect is in the database already; by the first statement, or the end.
            TransactionInTransaction: this task is inside a transaction of this database.
        """
        with self._occupancy.transaction():
            async with self._ways.transaction() as transaction:
                if update is not None:
                    recorded = update._asdict() | {"at": now}
                    await transaction.require(_record_update(transaction.dialect), recorded, AlreadyHandled(update))
                yield transaction

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        """For looking only; on SQLite one consistent view."""
        with self._occupancy.inside():
            async with self._ways.reading() as reading:
                yield reading

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Reading]:
        """As `reading`, for a few rows that an index finds: on SQLite they are read in the event loop itself.

        Nothing that looks at many rows belongs here: everybody would wait for it.
        """
        with self._occupancy.inside():
            async with self._ways.glance() as reading:
                yield reading

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reading]:
        """As `reading`, and every statement sees the database as the first one saw it, whatever happens meanwhile."""
        with self._occupancy.inside():
            async with self._ways.snapshot() as reading:
                yield reading

    @asynccontextmanager
    async def connect(self, *, foreign_keys: bool = True) -> AsyncIterator[AsyncConnection]:
        """A connection apart from the others, in a transaction that the caller commits: for migrations.

        Without `foreign_keys`, SQLite does not watch them meanwhile; PostgreSQL always does. It may take its time.
        """
        with self._occupancy.inside():
            try:
                async with self._ways.connect(foreign_keys) as connection:
                    yield connection
            except (DBAPIError, ConnectionError, TimeoutError) as error:
                raise told(error) or error from None

    async def leave_nothing_behind(self) -> bool:
        """What was erased is in no file of ours any more; outside of any transaction, after its commit.

        False: not now, because somebody is looking; to be asked again.
        """
        with self._occupancy.transaction():
            return await self._ways.leave_nothing_behind()

    async def prove_writable(self) -> None:
        """Writes and commits, in its turn, and leaves nothing behind: that it can be read says nothing about that.

        Raises:
            Unavailable: it cannot be written now.
        """
        async with self.transaction() as transaction:
            await transaction.run(_SAME_REVISION)


@cache
def _record_update(dialect: str) -> Any:
    insert = sqlite_insert if dialect == "sqlite" else postgresql_insert
    return insert(handled_updates).on_conflict_do_nothing()


def _ways(url: URL, timeouts: Timeouts) -> Any:
    """Each is loaded where it is used: a start on SQLite does not wait for asyncpg."""
    if url.get_backend_name() == "sqlite":
        from storage.sqlite import SQLite

        return SQLite(url, timeouts.lock)
    from storage.postgresql import PostgreSQL

    return PostgreSQL(url, timeouts)
