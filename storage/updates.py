"""Queries for the ids of updates whose effect is committed."""

from sqlalchemy import select

from storage.contract import Reading
from storage.tables import handled_updates


async def was_handled(reading: Reading, update_id: int) -> bool:
    """Whether this update's effect has been committed before: Telegram delivers it again."""
    found = select(handled_updates.c.update_id).where(handled_updates.c.update_id == update_id)
    return (await reading.run(found)).first() is not None
