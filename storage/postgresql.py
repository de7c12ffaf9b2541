"""PostgreSQL: a pool of connections for everything.

SQLAlchemy words the statements and keeps the connections; values and rows go straight to and from asyncpg.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, Executable
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.compiled import CompiledStatement, Found, compiled, looking
from storage.contract import Parameters, Reading, Transaction
from storage.postgresql_errors import translating
from storage.timeouts import Timeouts
from storage.wholeness import Wholeness

_dialect_of: Any = asyncpg.dialect
_DIALECT = _dialect_of(dbapi=_dialect_of.import_dbapi())


class _Look(Reading):
    """Each statement sees what is committed when it begins."""

    dialect = "postgresql"

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    async def run(self, statement: Executable, parameters: Parameters = None) -> Found:
        prepared = looking(_DIALECT, statement, parameters)
        text, values = prepared.bound(parameters)
        with translating(text):
            return await _ask(self._driver, prepared, text, values)


async def _ask(driver: Any, prepared: CompiledStatement, text: str, values: Any) -> Found:
    if prepared.many:
        await driver.executemany(text, values)
        return prepared.found((), -1)
    if prepared.returns_rows:
        rows = await driver.fetch(text, *values)
        return prepared.found([tuple(row) for row in rows], len(rows))
    if prepared.is_text:
        return await _ask_by_hand(driver, prepared, text, values)
    return prepared.found((), _rowcount(await driver.execute(text, *values)))


async def _ask_by_hand(driver: Any, prepared: CompiledStatement, text: str, values: Any) -> Found:
    """SQL of which nobody knows what it brings back."""
    asked = await driver.prepare(text)
    rows = await asked.fetch(*values)
    names = [attribute.name for attribute in asked.get_attributes()]
    return prepared.found([tuple(row) for row in rows], _rowcount(asked.get_statusmsg()), names)


def _rowcount(status: str) -> int:
    """The last word of 'UPDATE 3', 'INSERT 0 1'; -1 of 'LOCK TABLE'."""
    number = status.rpartition(" ")[2]
    return int(number) if number.isdecimal() else -1


class _Writing(Wholeness, _Look, Transaction):
    async def run(self, statement: Executable, parameters: Parameters = None) -> Found:
        prepared = compiled(_DIALECT, statement, parameters)
        text, values = prepared.bound(parameters)
        with self.watched(), translating(text):
            return await _ask(self._driver, prepared, text, values)

    async def later(self, statement: Executable, parameters: Parameters = None) -> None:
        await self.run(statement, parameters)


class PostgreSQL:
    def __init__(self, url: URL, timeouts: Timeouts) -> None:
        self._url, self._timeouts = url, timeouts
        self._engine = create_async_engine(
            url,
            pool_size=16,
            max_overflow=8,
            pool_timeout=timeouts.pool,
            connect_args=timeouts.of_a_connection(),
            hide_parameters=True,
        )
        self.glance = self.reading

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._driver() as driver:
            await _tell(driver, "BEGIN")
            transaction = _Writing(driver)
            yield transaction
            transaction.check()
            await self.commit(driver)

    @staticmethod
    async def commit(driver: Any) -> None:
        """PostgreSQL makes a rollback of the commit of a transaction that failed, and says so in one word only."""
        if await _tell(driver, "COMMIT") != "COMMIT":
            raise RuntimeError("the transaction had failed, and was rolled back")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        async with self._driver() as driver:
            yield _Look(driver)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reading]:
        async with self._driver() as driver:
            await _tell(driver, "BEGIN ISOLATION LEVEL REPEATABLE READ")
            yield _Look(driver)
            await _tell(driver, "COMMIT")

    @asynccontextmanager
    async def connect(self, foreign_keys: bool) -> AsyncIterator[AsyncConnection]:
        engine = create_async_engine(self._url, hide_parameters=True)
        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            await engine.dispose()

    @asynccontextmanager
    async def _driver(self) -> AsyncIterator[Any]:
        """asyncpg's connection, for as long as the pool lends it, and given back with nothing open."""
        connection, driver = await self._taken()
        try:
            try:
                yield driver
            except BaseException:
                await self._roll_back(driver)
                raise
        finally:
            if driver.is_closed():
                await connection.invalidate()
            await connection.close()

    async def _taken(self) -> tuple[AsyncConnection, Any]:
        """One that is open: those whose end came while they lay in the pool are passed over."""
        while True:
            with translating():
                connection = await self._engine.connect()
                driver: Any = (await connection.get_raw_connection()).driver_connection
            if not driver.is_closed():
                return connection, driver
            await connection.invalidate()
            await connection.close()

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


async def _tell(driver: Any, text: str) -> str:
    with translating(text):
        status: str = await driver.execute(text)
    return status
