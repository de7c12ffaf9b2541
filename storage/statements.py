"""Running explicit statements in a session."""

from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.direct import Found, Parameters
from storage.glance import Glance
from storage.line import Remote

Rows = CursorResult[*tuple[Any, ...]] | Found


async def run(session: AsyncSession, statement: Executable, parameters: Parameters = None) -> Rows:
    """Runs one statement over tables and columns."""
    if isinstance(session, Glance):
        return session.execute_here(statement, parameters)
    if isinstance(session, Remote):
        return await session.execute_there(statement, parameters)
    return await session.run_sync(_execute, statement, parameters)


async def later(session: AsyncSession, statement: Executable, parameters: Parameters = None) -> None:
    """Runs a write whose outcome nobody asks for, at the latest before the next statement that is not of this kind.

    On SQLite such writes travel to the database's thread together with that statement, or with the transaction's end.
    An error of theirs appears there.
    """
    if isinstance(session, Remote):
        session.execute_later(statement, parameters)
    else:
        await session.run_sync(_execute, statement, parameters)


def _execute(session: Session, statement: Executable, parameters: Parameters) -> CursorResult[*tuple[Any, ...]]:
    return session.connection().execute(statement, parameters)


def is_sqlite(session: AsyncSession) -> bool:
    return isinstance(session, Remote | Glance)


def insert_for(session: AsyncSession, table: Any) -> Any:
    """An INSERT that knows ON CONFLICT, in the dialect of the session's database."""
    return sqlite_insert(table) if is_sqlite(session) else postgresql_insert(table)
