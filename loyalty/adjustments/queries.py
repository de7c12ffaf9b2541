"""All SQL of adjustments: they stand in the ledger."""

from sqlalchemy import bindparam, select

from loyalty.adjustments.model import Adjusted
from storage import Reading
from storage.tables import entries

_BY_KEY = entries.c.key == bindparam("entry_key")
_FIND = select(entries.c.account_id, entries.c.points, entries.c.reason, entries.c.at).where(_BY_KEY)
_ENTRY = select(entries.c.id).where(_BY_KEY)
_REASON = select(entries.c.reason).where(entries.c.id == bindparam("entry_id"))


async def find(reading: Reading, entry_key: str) -> Adjusted | None:
    """What was booked under this key; the balance of then is not kept."""
    row = (await reading.run(_FIND, {"entry_key": entry_key})).one_or_none()
    return Adjusted(row.account_id, row.points, row.reason, row.at, balance=0, is_new=False) if row else None


async def entry_of(reading: Reading, entry_key: str) -> int:
    """The number of the entry with this key."""
    entry_id: int = (await reading.run(_ENTRY, {"entry_key": entry_key})).scalar_one()
    return entry_id


async def reason_of(reading: Reading, entry_id: int) -> str | None:
    """Why points were added or taken; None once that is not kept any more."""
    reason: str | None = (await reading.run(_REASON, {"entry_id": entry_id})).scalar()
    return reason
