"""Those we write to of our own accord."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.statements import run
from storage.tables import people


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a message to a person goes, and in which language."""

    telegram_id: int
    language: str


async def reader(session: AsyncSession, person_id: int) -> Reader | None:
    """None: they have asked to be forgotten."""
    statement = select(people.c.telegram_id, people.c.language).where(people.c.id == person_id)
    row = (await run(session, statement)).one_or_none()
    return Reader(*row) if row and row.telegram_id is not None else None
