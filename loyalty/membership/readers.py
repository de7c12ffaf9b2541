"""Those we write to of our own accord."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Role
from storage.statements import run
from storage.tables import people


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a message to a person goes, and in which language."""

    telegram_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Colleague(Reader):
    """One of the team."""

    role: Role


_READER = select(people.c.telegram_id, people.c.language).where(people.c.id == bindparam("person_id"))


async def reader(session: AsyncSession, person_id: int) -> Reader | None:
    """None: they have asked to be forgotten."""
    row = (await run(session, _READER, {"person_id": person_id})).one_or_none()
    return Reader(*row) if row and row.telegram_id is not None else None


async def colleagues(session: AsyncSession) -> list[Colleague]:
    """Everybody with more rights than a customer."""
    columns = select(people.c.telegram_id, people.c.language, people.c.role)
    rows = await run(session, columns.where(people.c.role != Role.CUSTOMER).order_by(people.c.id))
    return [Colleague(telegram_id, language, Role(role)) for telegram_id, language, role in rows if telegram_id]
