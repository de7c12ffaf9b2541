"""Undoing what was booked: earned points are taken back or reversed, spent ones given back, expired ones revived.

Used inside loyalty only, on a locked account, as `booking`.
"""

from datetime import datetime
from typing import Any

from loyalty.ledger import rules
from loyalty.ledger.booking import cover_shortfall, enter, take
from loyalty.ledger.model import LockedAccount, OpenLot
from loyalty.ledger.queries import lots as lot_rows
from storage import Transaction
from storage.models import EntryKind


async def take_back(
    transaction: Transaction,
    account: LockedAccount,
    points: int,
    *,
    key: str,
    now: datetime,
    purchase_id: int,
    **cause: Any,
) -> int:
    """Books the end of points a purchase had earned, pending ones first. Returns how many could not be covered."""
    order = rules.take_back_order(await lot_rows.open_lots(transaction, account.id), purchase_id)
    cause |= {"now": now, "purchase_id": purchase_id}
    return await _take_away(transaction, account, EntryKind.REFUND, points, order, key=key, **cause)


async def reverse(
    transaction: Transaction, account: LockedAccount, points: int, *, key: str, now: datetime, reverses_id: int
) -> None:
    """Books the end of a credit that is no longer due, out of its own lot first; what has been spent of it is owed."""
    order = rules.reversal_order(await lot_rows.open_lots(transaction, account.id), reverses_id)
    cause: dict[str, Any] = {"now": now, "reverses_id": reverses_id}
    await _take_away(transaction, account, EntryKind.REVERSAL, points, order, key=key, **cause)


async def _take_away(
    transaction: Transaction,
    account: LockedAccount,
    kind: EntryKind,
    points: int,
    order: list[OpenLot],
    *,
    key: str,
    now: datetime,
    **cause: Any,
) -> int:
    """Takes points out of the lots in this order. Returns how many could not be covered, and are owed."""
    portions = rules.eat(order, points)
    entry_id = await enter(transaction, account, kind, -points, key=key, now=now, **cause)
    await take(transaction, account, portions, entry_id=entry_id)
    uncovered = points - sum(portion.points for portion in portions)
    account.shortfall += uncovered
    return uncovered


async def give_back(
    transaction: Transaction,
    account: LockedAccount,
    points: int,
    *,
    key: str,
    now: datetime,
    debit_id: int,
    **cause: Any,
) -> None:
    """Books the return of points that a debit took, into their own lots.

    A lot that has expired meanwhile lives again for the programme's period of grace.
    """
    spent = await lot_rows.spent_portions(transaction, debit_id)
    portions = rules.eat(spent, points)
    entry_id = await enter(
        transaction, account, EntryKind.RETURN, points, key=key, now=now, reverses_id=debit_id, **cause
    )
    await lot_rows.put_back(transaction, portions, entry_id=entry_id)
    ended = [part.lot.id for part in portions if rules.has_ended(part.lot, now)]
    await lot_rows.renew(transaction, ended, rules.end_when_returned(account.programme, now))
    account.available += points
    await cover_shortfall(transaction, account)


async def revive(
    transaction: Transaction, account: LockedAccount, points: int, *, credit_id: int, key: str, now: datetime
) -> None:
    """Books the return of at most `points` that have expired of a credit: to be taken back, not to be owed as well."""
    for expiry_id in await lot_rows.expiries_of(transaction, credit_id):
        part = min(points, sum(lot.remaining for lot in await lot_rows.spent_portions(transaction, expiry_id)))
        if part:
            await give_back(transaction, account, part, key=f"{key}:{expiry_id}", now=now, debit_id=expiry_id)
            points -= part
