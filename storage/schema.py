"""Whether the tables are those that this code knows: at most starts they are, and Alembic need not be loaded."""

from sqlalchemy.exc import DBAPIError

from storage import fitness
from storage.database import Database
from storage.unavailable import Unavailable


async def bring_up_to_date(database: Database) -> None:
    """Applies every migration that the database has not seen, and proves that it can be written.

    Raises:
        Unfit: a person has to look at something first (`storage.fitness`).
        Unavailable: it is locked or away; the same goes well later.
    """
    try:
        if await pending(database):
            from storage import migrate

            await migrate.upgrade(database)
        await database.prove_writable()
    except (Unavailable, DBAPIError) as error:
        raise fitness.judged(error) or error from error


async def pending(database: Database) -> bool:
    """Whether the database lacks a migration. Raises as `bring_up_to_date` does."""
    return await fitness.revision(database) != max(fitness.revisions())
