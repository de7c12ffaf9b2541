"""Those we write to of our own accord."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Role
from storage.statements import run
from storage.tables import people


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the team: where a message to them goes, and in which language."""

    telegram_id: int
    language: str
    role: Role


async def colleagues(session: AsyncSession) -> list[Colleague]:
    """Everybody with more rights than a customer."""
    columns = select(people.c.telegram_id, people.c.language, people.c.role)
    rows = await run(session, columns.where(people.c.role != Role.CUSTOMER).order_by(people.c.id))
    return [Colleague(telegram_id, language, Role(role)) for telegram_id, language, role in rows if telegram_id]
