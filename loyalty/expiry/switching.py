"""Expiry switched on or off, for the points that are there already."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from loyalty.expiry.rules import ExpiryPolicy
from loyalty.programme.settings import Programme
from storage import Transaction
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


async def switch(transaction: Transaction, before: Programme, after: Programme, now: datetime) -> None:
    """Gives points an end, or takes it from them, where a change of the settings switches expiry."""
    was_on, is_on = (settings.expiry.policy is not ExpiryPolicy.NONE for settings in (before, after))
    if is_on and not was_on:
        await _end_all(transaction, after, now)
    elif was_on and not is_on:
        await transaction.run(_END_NONE, {"now": now})


async def _end_all(transaction: Transaction, after: Programme, now: datetime) -> None:
    ends = after.expires_at(now)
    waiting = (await transaction.run(_WAITING, {"ends": ends})).all()
    later = [{"lot_id": lot_id, "ends": after.expires_at(matures_at)} for lot_id, matures_at in waiting]
    await transaction.run(_END_ALL, {"ends": ends})
    if later:
        await transaction.run(_END_LATER, later)
