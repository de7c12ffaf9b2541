"""Those we write to of our own accord."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.statements import run
from storage.tables import people


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a message to a person goes, and in which language."""

    telegram_id: int
    language: str


_READER = select(people.c.telegram_id, people.c.language).where(people.c.id == bindparam("person_id"))


async def reader(session: AsyncSession, person_id: int) -> Reader | None:
    """None: they have asked to be forgotten."""
    row = (await run(session, _READER, {"person_id": person_id})).one_or_none()
    return Reader(*row) if row and row.telegram_id is not None else None
