"""Rows of lots and of what ate them. For the ledger's use cases alone: they keep the account's figures in step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from loyalty.ledger.model import OpenLot, Portion
from storage import Reading, Transaction
from storage.models import EntryKind
from storage.statements import total
from storage.tables import LOT_OPEN, entries, lot_uses, lots

_ENTRY_BY_KEY = select(entries.c.id).where(entries.c.key == bindparam("entry_key")).scalar_subquery()
_INSERT = insert(lots).inline().values(entry_id=_ENTRY_BY_KEY)
_OPEN = (
    select(lots.c.id, lots.c.remaining, lots.c.mature, lots.c.expires_at, entries.c.purchase_id, entries.c.id)
    .join(entries, entries.c.id == lots.c.entry_id)
    .where(lots.c.account_id == bindparam("account_id"), LOT_OPEN)
)
_INSERT_USE = insert(lot_uses).inline()
_TAKE = (
    update(lots)
    .where(lots.c.id == bindparam("lot_id"))
    .values(remaining=lots.c.remaining - bindparam("points_taken", type_=lots.c.points.type))
)
_HELD = (
    select(lots.c.id, total(lot_uses.c.points).label("points"), lots.c.mature, lots.c.expires_at)
    .join(lot_uses, lot_uses.c.lot_id == lots.c.id)
    .where(lot_uses.c.hold_id == bindparam("hold_id"))
    .group_by(lots.c.id)
    .having(total(lot_uses.c.points) > 0)
    .order_by(lots.c.id)
)
_OF_DEBIT = select(entries.c.id).where(
    (entries.c.id == bindparam("entry_id")) | (entries.c.reverses_id == bindparam("entry_id"))
)
_SPENT = (
    select(lots.c.id, total(lot_uses.c.points).label("points"), lots.c.mature, lots.c.expires_at)
    .join(lot_uses, lot_uses.c.lot_id == lots.c.id)
    .where(lot_uses.c.entry_id.in_(_OF_DEBIT))
    .group_by(lots.c.id)
    .having(total(lot_uses.c.points) > 0)
    .order_by(func.min(lot_uses.c.id).desc())
)
_EXPIRIES = (
    select(entries.c.id)
    .where(
        entries.c.kind == EntryKind.EXPIRY,
        entries.c.id.in_(
            select(lot_uses.c.entry_id)
            .join(lots, lots.c.id == lot_uses.c.lot_id)
            .where(lots.c.entry_id == bindparam("credit_id"))
        ),
    )
    .order_by(entries.c.id)
)
_COVERED = func.coalesce(total(lot_uses.c.points), 0)
_UNCOVERED = (
    select(entries.c.id, (-entries.c.points - _COVERED).label("owed"))
    .outerjoin(lot_uses, lot_uses.c.entry_id == entries.c.id)
    .where(entries.c.account_id == bindparam("account_id"), entries.c.points < 0)
    .group_by(entries.c.id, entries.c.points)
    .having(-entries.c.points - _COVERED > 0)
    .order_by(entries.c.id)
)


_RENEW = (
    update(lots)
    .where(lots.c.id.in_(bindparam("lot_ids", expanding=True)))
    .values(expires_at=bindparam("until", type_=lots.c.expires_at.type), warned_days=None)
)
_ASSIGN = update(lot_uses).where(lot_uses.c.hold_id == bindparam("of_hold"))


async def add(
    transaction: Transaction,
    account_id: int,
    entry_key: str,
    points: int,
    *,
    matures_at: datetime | None,
    expires_at: datetime | None,
) -> None:
    """Opens the lot of a credit."""
    row = {
        "account_id": account_id,
        "entry_key": entry_key,
        "points": points,
        "remaining": points,
        "mature": matures_at is None,
        "matures_at": matures_at,
        "expires_at": expires_at,
    }
    await transaction.later(_INSERT, row)


async def open_lots(reading: Reading, account_id: int) -> list[OpenLot]:
    """The account's lots with points left, in no order."""
    return [OpenLot(*row) for row in await reading.run(_OPEN, {"account_id": account_id})]


async def take(
    transaction: Transaction, portions: Sequence[Portion], *, entry_id: int | None = None, hold_id: int | None = None
) -> None:
    """Takes the portions out of their lots, for an entry or a hold."""
    if portions:
        await transaction.later(_INSERT_USE, _uses(portions, 1, entry_id, hold_id))
        await transaction.later(_TAKE, [{"lot_id": p.lot.id, "points_taken": p.points} for p in portions])


async def put_back(
    transaction: Transaction, portions: Sequence[Portion], *, entry_id: int | None = None, hold_id: int | None = None
) -> None:
    """Gives the portions back to their lots."""
    if portions:
        await transaction.later(_INSERT_USE, _uses(portions, -1, entry_id, hold_id))
        await transaction.later(_TAKE, [{"lot_id": p.lot.id, "points_taken": -p.points} for p in portions])


def _uses(portions: Sequence[Portion], sign: int, entry_id: int | None, hold_id: int | None) -> list[dict[str, Any]]:
    cause = {"entry_id": entry_id, "hold_id": hold_id}
    return [{"lot_id": portion.lot.id, "points": sign * portion.points, **cause} for portion in portions]


async def assign_hold(transaction: Transaction, hold_id: int, entry_id: int) -> None:
    """What the hold had set aside is now eaten by the entry."""
    await transaction.later(_ASSIGN, {"of_hold": hold_id, "entry_id": entry_id})


async def held_portions(reading: Reading, hold_id: int) -> list[Portion]:
    """What the hold has set aside of each lot."""
    rows = (await reading.run(_HELD, {"hold_id": hold_id})).all()
    return [Portion(lot, lot.remaining) for lot in (OpenLot(*row) for row in rows)]


async def spent_portions(reading: Reading, debit_id: int) -> list[OpenLot]:
    """The lots a debit ate, with what has not been returned of it as `remaining`; eaten last comes first."""
    return [OpenLot(*row) for row in await reading.run(_SPENT, {"entry_id": debit_id})]


async def expiries_of(reading: Reading, credit_id: int) -> list[int]:
    """The entries with which a credit's points have expired, oldest first."""
    return list((await reading.run(_EXPIRIES, {"credit_id": credit_id})).scalars())


async def uncovered_debits(reading: Reading, account_id: int) -> list[tuple[int, int]]:
    """(entry, points owed), oldest first."""
    return [(entry_id, owed) for entry_id, owed in await reading.run(_UNCOVERED, {"account_id": account_id})]


async def renew(transaction: Transaction, lot_ids: Sequence[int], expires_at: datetime | None) -> None:
    """The lots live on until then, and their customers are warned anew; None: for ever."""
    if lot_ids:
        await transaction.later(_RENEW, {"lot_ids": lot_ids, "until": expires_at})
