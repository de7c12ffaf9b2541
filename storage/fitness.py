"""Whether a start can go well with this database, or a person has to look at something first."""

import sqlite3
from importlib.resources import files
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.contract import Reading
from storage.database import Database
from storage.tables import all_names
from storage.unavailable import Unavailable

_VERSIONS = files("storage") / "migrations" / "versions"
_NAMES = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
    "postgresql": text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"),
}
_REVISION = text("SELECT version_num FROM alembic_version")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Unfit(Exception):
    """Waiting does not help: the address, the file or the version of the code is not the right one."""


class Damaged(Unfit):
    """A file that is no database, or no whole one."""


class Foreign(Unfit):
    """Another programme's tables are in it."""


class Newer(Unfit):
    """A later version of this programme has changed the tables."""


class NoFolder(Unfit):
    """The folder of the file does not exist."""


class Refused(Unfit):
    """The server or the file system turns us away; holds the reason."""


async def revision(database: Database) -> str | None:
    """Which migration was the last one; None: it is new and empty.

    Raises:
        Unfit: as above.
        Unavailable: it does not answer now.
    """
    if database.is_sqlite:
        _check_folder(database.url.database or "")
    try:
        async with database.glance() as reading:  # changes nothing of what may be somebody else's file
            return await _revision(reading)
    except (Unavailable, DBAPIError) as error:
        raise judged(error) or error from error


def _check_folder(path: str) -> None:
    if not Path(path).absolute().parent.is_dir():
        raise NoFolder


async def _revision(reading: Reading) -> str | None:
    names = set((await reading.run(_NAMES[reading.dialect])).scalars())
    found = (await reading.run(_REVISION)).scalar() if "alembic_version" in names else None
    if found is None:
        # A server's schema may well be shared, as long as the names do not meet.
        if names - {"alembic_version"} if reading.dialect == "sqlite" else names & all_names():
            raise Foreign
        return None
    if found not in revisions():
        raise Newer if names >= all_names() & {"person", "account", "entry"} else Foreign
    return str(found)


def judged(error: Exception) -> Unfit | None:
    """What an error at the start means for it; None: nothing of this kind."""
    if isinstance(error, Unfit):
        return error
    if isinstance(error, Unavailable):
        return Refused(error.reason) if error.refused else None
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    return Damaged() if code & 0xFF in _DAMAGE else None


def revisions() -> set[str]:
    """Files are named for their revision: 0001_first_tables.py."""
    names = (file.name for file in _VERSIONS.iterdir())
    return {name.partition("_")[0] for name in names if name.endswith(".py")}
