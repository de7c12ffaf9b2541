"""All SQL of expiry: the ends of points, and who was warned of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Executable, Integer, and_, bindparam, or_, select, update

from loyalty.expiry.model import Ending, Owner
from loyalty.expiry.rules import WARNED_BEFORE
from storage import Reading, Transaction
from storage.tables import LOT_EXPIRING, LOT_PENDING, accounts, lots, people

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

_NOW, _UNTIL = (bindparam(name, type_=lots.c.expires_at.type) for name in ("now", "until"))
_ENDING = (lots.c.expires_at > _NOW, lots.c.expires_at <= _UNTIL)


def _unwarned(days: int) -> ColumnElement[bool]:
    """Lots of which these are the days to warn, and nobody has."""
    # One equality and one range each, as the index has them.
    earlier = [lots.c.warned_days == before for before in WARNED_BEFORE if before > days]
    return or_(*(and_(LOT_EXPIRING, once, *_ENDING) for once in (lots.c.warned_days.is_(None), *earlier)))


def _lock_unwarned(days: int) -> Executable:
    found = select(lots.c.account_id).where(_unwarned(days)).limit(bindparam("most", type_=Integer()))
    return (
        select(accounts.c.id, accounts.c.person_id, people.c.quiet_from, people.c.quiet_until)
        .outerjoin(people, people.c.id == accounts.c.person_id)
        .where(accounts.c.id.in_(found))
        .with_for_update(of=accounts, skip_locked=True)
    )


_OF_THESE = lots.c.account_id.in_(bindparam("account_ids", expanding=True))
_LOCK_UNWARNED = {days: _lock_unwarned(days) for days in WARNED_BEFORE}
_WARNED = {days: update(lots).where(_unwarned(days), _OF_THESE).values(warned_days=days) for days in WARNED_BEFORE}
_ENDINGS = (
    select(lots.c.account_id, lots.c.expires_at, lots.c.remaining, lots.c.warned_days)
    .where(_OF_THESE, LOT_EXPIRING, *_ENDING)
    .order_by(lots.c.account_id, lots.c.expires_at)
)


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


async def lock_unwarned(transaction: Transaction, days: int, now: datetime, limit: int) -> list[Owner]:
    """Owners of points that end within so many days and of which they were not warned; those locked wait."""
    asked = {"now": now, "until": now + timedelta(days=days), "most": limit}
    return [Owner(*row) for row in (await transaction.run(_LOCK_UNWARNED[days], asked)).all()]


async def endings(reading: Reading, account_ids: Sequence[int], now: datetime, until: datetime) -> list[Ending]:
    """All that ends of these accounts until then, by account and the soonest first."""
    asked = {"account_ids": list(account_ids), "now": now, "until": until}
    return [Ending(*row) for row in (await reading.run(_ENDINGS, asked)).all()]


async def save_warned(transaction: Transaction, days: int, account_ids: Sequence[int], now: datetime) -> None:
    """The customers of these accounts were warned so many days before."""
    asked = {"account_ids": list(account_ids), "now": now, "until": now + timedelta(days=days)}
    await transaction.later(_WARNED[days], asked)
