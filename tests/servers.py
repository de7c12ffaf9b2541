"""The databases tests run on: a file, and a PostgreSQL server where there is one."""

import asyncio
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import pytest
from sqlalchemy import URL, make_url

SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@contextmanager
def postgresql_database() -> Iterator[URL]:
    """A fresh database of its own on the server, dropped at the end.

    Without a server the tests are skipped; with CI=true they fail, because there it belongs to the machine.
    """
    server = make_url(SERVER).set(drivername="postgresql+asyncpg")
    name = f"test_{uuid.uuid4().hex}"

    async def tell(statement: str) -> None:
        connection = await asyncpg.connect(server.set(drivername="postgresql").render_as_string(False), timeout=5)
        await connection.execute(statement)
        await connection.close()

    try:
        asyncio.run(tell(f"CREATE DATABASE {name}"))
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL at {server.host}:{server.port} ({type(error).__name__})")
    try:
        yield server.set(database=name)
    finally:
        asyncio.run(tell(f"DROP DATABASE {name} WITH (FORCE)"))
