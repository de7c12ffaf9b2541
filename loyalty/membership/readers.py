"""Those we write to of our own accord."""

from dataclasses import dataclass

from sqlalchemy import select

from storage import Reading
from storage.models import Role
from storage.tables import people


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the team: where a message to them goes, and in which language."""

    telegram_id: int
    language: str
    role: Role


async def colleagues(reading: Reading) -> list[Colleague]:
    """Everybody with more rights than a customer."""
    columns = select(people.c.telegram_id, people.c.language, people.c.role)
    rows = await reading.run(columns.where(people.c.role != Role.CUSTOMER).order_by(people.c.id))
    return [Colleague(telegram_id, language, Role(role)) for telegram_id, language, role in rows if telegram_id]
