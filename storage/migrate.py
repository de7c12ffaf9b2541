"""Bringing a database to the tables this code knows.

Safe when several processes start at once: on PostgreSQL an advisory lock, on SQLite the write lock lets one go first,
and the others find the work done. All migrations run in one transaction: a database is never left half-way.
"""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

import storage.models  # noqa: F401  registers the tables
from storage.database import Database

#: Any number will do, as long as it is always the same: "loyalty" on a telephone's keys.
_ADVISORY_LOCK = 5_692_589


async def upgrade(database: Database, revision: str = "head") -> None:
    """Applies every migration up to `revision` that the database has not seen."""
    await _run(database, lambda config: command.upgrade(config, revision))


async def downgrade(database: Database, revision: str) -> None:
    """Takes migrations back to `revision` (`base`: all of them), with the data in what they had added."""
    await _run(database, lambda config: command.downgrade(config, revision))


async def check(database: Database) -> list[Any]:
    """What separates the database's tables from the models, as Alembic's operations; nothing, when they agree."""
    async with database.connect() as connection:
        return await connection.run_sync(_differences)


def revisions() -> list[str]:
    """Every migration, the first one first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


async def _run(database: Database, task: Callable[[Config], None]) -> None:
    async with database.connect(foreign_keys=False) as connection:
        await connection.run_sync(_migrate, task)


def _migrate(connection: Connection, task: Callable[[Config], None]) -> None:
    # The first statement takes the lock. It also begins the transaction before Alembic looks: Alembic would otherwise
    # commit on SQLite after each step, and another process would see the tables half made.
    on_sqlite = connection.dialect.name == "sqlite"
    connection.execute(text("SELECT 1" if on_sqlite else f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
    config = _config()
    config.attributes["connection"] = connection
    task(config)
    if on_sqlite:
        _check_references(connection)
    connection.commit()


def _check_references(connection: Connection) -> None:
    """Copying a table, as SQLite's migrations do, goes with foreign keys off; so they are proven before the commit."""
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise RuntimeError(f"the migration broke references: {broken}")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations"))
    return config


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    differences: list[Any] = compare_metadata(context, SQLModel.metadata)
    return differences
