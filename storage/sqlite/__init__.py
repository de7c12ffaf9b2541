"""SQLite: a file. One writes, some look at much, and there is a shorter way to look at a few rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.sqlite.quick import QuickReaders
from storage.sqlite.readers import Readers
from storage.sqlite.statements import for_writing
from storage.sqlite.writer import Writer


class SQLite:
    def __init__(self, url: URL, lock_seconds: float) -> None:
        path = url.database or ""
        self._url, self._lock_seconds = url, lock_seconds
        self._writer, self._readers = Writer(path, lock_seconds), Readers(path, lock_seconds)
        self._quick = QuickReaders(path)
        self.transaction = self._writer.transaction
        #: Every reading is a snapshot here.
        self.reading = self.snapshot = self._readers.reading
        self.glance = self._quick.reading

    async def leave_nothing_behind(self) -> bool:
        """The log beside the file holds each page as it was before, too, until it is emptied."""
        return await self._writer.empty_log()

    async def close(self) -> None:
        await self._writer.close()
        await self._readers.close()
        self._quick.close()

    @asynccontextmanager
    async def connect(self, foreign_keys: bool) -> AsyncIterator[AsyncConnection]:
        engine = create_async_engine(self._url, connect_args={"isolation_level": None}, hide_parameters=True)

        @event.listens_for(engine.sync_engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            for _many, text, *_ in for_writing(self._lock_seconds):
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
