"""PostgreSQL: a pool of connections for everything.

SQLAlchemy words the statements and opens the connections; values and rows go straight to and from asyncpg.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, Executable
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.compiled import CompiledStatement, Found, compiled, looking
from storage.contract import Parameters, Reading
from storage.postgresql.errors import translating
from storage.postgresql.pool import Pool
from storage.timeouts import Timeouts
from storage.wholeness import WholeTransaction

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
        with translating(text, self._driver):
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


class _Writing(WholeTransaction):
    dialect = "postgresql"

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    async def run(self, statement: Executable, parameters: Parameters = None) -> Found:
        prepared = compiled(_DIALECT, statement, parameters)
        text, values = prepared.bound(parameters)
        with self.watched(), translating(text, self._driver):
            return await _ask(self._driver, prepared, text, values)

    async def later(self, statement: Executable, parameters: Parameters = None) -> None:
        await self.run(statement, parameters)

    async def require(self, statement: Executable, parameters: Parameters, otherwise: Exception) -> None:
        if (await self.run(statement, parameters)).rowcount == 0:
            raise otherwise


class PostgreSQL:
    def __init__(self, url: URL, timeouts: Timeouts) -> None:
        self._url = url
        self._pool = Pool(url, timeouts)
        self.glance = self.reading

    async def leave_nothing_behind(self) -> bool:
        """What is erased goes with the server's own vacuum, and its log with the server's own checkpoints."""
        return True

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[WholeTransaction]:
        async with self._pool.driver() as driver:
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
        async with self._pool.driver() as driver:
            yield _Look(driver)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reading]:
        async with self._pool.driver() as driver:
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


async def _tell(driver: Any, text: str) -> str:
    with translating(text, driver):
        status: str = await driver.execute(text)
    return status
