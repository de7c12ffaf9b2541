"""All SQL of expiry: the ends of points."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage import Reading, Transaction
from storage.tables import LOT_PENDING, lots

_ENDLESS = lots.c.expires_at.is_(None)
_END_ALL = (
    update(lots).where(_ENDLESS).values(warned_days=None, expires_at=bindparam("ends", type_=lots.c.expires_at.type))
)
_WAITING = select(lots.c.id, lots.c.matures_at).where(
    LOT_PENDING, lots.c.matures_at >= bindparam("ends", type_=lots.c.matures_at.type), _ENDLESS
)
_END_LATER = (
    update(lots)
    .where(lots.c.id == bindparam("lot_id"))
    .values(expires_at=bindparam("ends", type_=lots.c.expires_at.type))
)
_STILL_THERE = (lots.c.expires_at > bindparam("now", type_=lots.c.expires_at.type)) | (lots.c.remaining > 0)
_END_NONE = update(lots).where(_STILL_THERE).values(warned_days=None, expires_at=None)


async def waiting_until(reading: Reading, ends: datetime | None) -> list[tuple[int, datetime]]:
    """Endless lots that will mature at that moment or after it: (lot, when)."""
    return [(lot_id, matures_at) for lot_id, matures_at in await reading.run(_WAITING, {"ends": ends})]


async def end_all(transaction: Transaction, ends: datetime | None) -> None:
    """Gives every endless lot that end."""
    await transaction.run(_END_ALL, {"ends": ends})


async def end_later(transaction: Transaction, ends: Mapping[int, datetime | None]) -> None:
    """Gives each of these lots an end of its own."""
    if ends:
        await transaction.run(_END_LATER, [{"lot_id": lot_id, "ends": end} for lot_id, end in ends.items()])


async def end_none(transaction: Transaction, now: datetime) -> None:
    """Takes the end from every point still there."""
    await transaction.run(_END_NONE, {"now": now})
