"""Whether the tables are those that this code knows: at most starts they are, and Alembic need not be loaded."""

from importlib.resources import files

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database

_VERSIONS = files("storage") / "migrations" / "versions"


async def bring_up_to_date(database: Database) -> None:
    """Applies every migration that the database has not seen."""
    if await _revision(database) != _newest():
        from storage import migrate

        await migrate.upgrade(database)


async def _revision(database: Database) -> str | None:
    try:
        async with database.reading() as reading:
            found: str | None = (await reading.run(text("SELECT version_num FROM alembic_version"))).scalar()
    except DBAPIError:  # a new database; what else there is against it, Alembic will find too
        return None
    return found


def _newest() -> str:
    """Files are named for their revision: 0001_first_tables.py."""
    return max(file.name for file in _VERSIONS.iterdir() if file.name.endswith(".py")).partition("_")[0]
