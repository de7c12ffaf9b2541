"""Connections to PostgreSQL that are kept open and lent.

SQLAlchemy opens them, with its codecs and its reading of the URL; after that nothing of it stands between us and
asyncpg: its own pool costs a fifth of a purchase.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, NullPool
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.postgresql.errors import translating
from storage.timeouts import Timeouts
from storage.unavailable import Unavailable

#: Connections of one process: of the hundred that a server allows by default, with room for other replicas.
MOST = 24


@dataclass(frozen=True, slots=True)
class _Open:
    connection: AsyncConnection
    #: asyncpg's.
    driver: Any


class Pool:
    def __init__(self, url: URL, timeouts: Timeouts) -> None:
        self._timeouts = timeouts
        settings = timeouts.of_a_connection()
        self._engine = create_async_engine(url, poolclass=NullPool, connect_args=settings, hide_parameters=True)
        self._free = asyncio.Semaphore(MOST)
        self._idle: list[_Open] = []

    @asynccontextmanager
    async def driver(self) -> AsyncIterator[Any]:
        """asyncpg's connection; it is given back with no transaction open."""
        await self._take_turn()
        try:
            one = await self._taken()
            try:
                yield one.driver
            except Exception:
                await self._roll_back(one.driver)
                raise
            except BaseException:  # stopped, perhaps in the middle of a statement
                if one.driver.is_in_transaction():
                    await self._roll_back(one.driver)
                else:
                    one.driver.terminate()
                raise
            finally:
                if one.driver.is_closed():
                    await one.connection.invalidate()
                else:
                    self._idle.append(one)
        finally:
            self._free.release()

    async def close(self) -> None:
        while self._idle:
            one = self._idle.pop()
            try:
                async with asyncio.timeout(self._timeouts.rollback):
                    await one.connection.close()
            except Exception:  # the server does not say goodbye
                one.driver.terminate()
        await self._engine.dispose()

    async def _take_turn(self) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        try:
            async with asyncio.timeout(self._timeouts.pool):
                await self._free.acquire()
        except TimeoutError:
            raise Unavailable("no connection is free") from None

    async def _taken(self) -> _Open:
        """The one used last, or a new one; those whose end came while they lay here are passed over."""
        while self._idle:
            one = self._idle.pop()
            if not one.driver.is_closed():
                return one
            await one.connection.invalidate()
        with translating():
            connection = await self._engine.connect()
            return _Open(connection, (await connection.get_raw_connection()).driver_connection)

    async def _roll_back(self, driver: Any) -> None:
        """If that does not go well at once, the connection goes instead, and the server rolls back."""
        if driver.is_closed() or not driver.is_in_transaction():
            return
        try:
            async with asyncio.timeout(self._timeouts.rollback):
                await driver.execute("ROLLBACK")
        except BaseException as error:
            driver.terminate()
            if not isinstance(error, Exception):
                raise
