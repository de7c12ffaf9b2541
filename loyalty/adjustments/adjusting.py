"""Points added or taken by hand, with a reason."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from loyalty import audit, ledger, notices
from loyalty.actor import Actor, Permission
from loyalty.adjustments import queries
from loyalty.adjustments.model import AboveLimit, Adjusted, ReasonMissing
from loyalty.adjustments.notices import BalancePutRight
from loyalty.cards.model import OwnCard
from loyalty.identity import acting
from loyalty.ledger.model import AccountUnknown
from loyalty.purchases.model import AmountTooSmall
from storage import Transaction
from storage.models import EntryKind


async def adjust(
    transaction: Transaction, actor: Actor, account_id: int, points: int, reason: str, *, key: str, now: datetime
) -> Adjusted:
    """Adds points, or takes them when negative. The same key again changes nothing.

    Raises:
        Forbidden: not staff.
        ReasonMissing: an adjustment needs one.
        AmountTooSmall: nothing to adjust.
        AboveLimit: too many for somebody who does not manage the programme.
        AccountUnknown, OwnCard: no such account, one of somebody forgotten, or one's own.
        NotEnoughPoints: more is to be taken than can be spent.
    """
    actor = await acting(transaction, actor, Permission.ADJUST)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if points == 0:
        raise AmountTooSmall(minimum=1)
    account = await ledger.lock(transaction, account_id, now)
    if account.person_id is None:
        raise AccountUnknown
    if account.person_id == actor.person_id:
        raise OwnCard
    limit = account.programme.team.adjustment_limit_points
    if abs(points) > limit and not actor.may(Permission.MANAGE_PROGRAMME):
        raise AboveLimit(limit)
    entry_key = f"adjustment:{key}"
    if (first := await queries.find(transaction, entry_key)) is not None:
        return replace(first, balance=account.available)
    await _book(transaction, account, points, entry_key, now, actor, reason)
    adjusted = Adjusted(account_id, points, reason, now, account.available)
    await audit.record(
        transaction, actor, "adjustment", f"account:{account_id}", now, {"points": points, "reason": reason}
    )
    entry_id = await queries.entry_of(transaction, entry_key)
    told = BalancePutRight(entry_id, points, account.available)
    await notices.notify(transaction, account.person_id, told, key=entry_key, now=now)
    return adjusted


async def _book(
    transaction: Transaction,
    account: ledger.LockedAccount,
    points: int,
    key: str,
    now: datetime,
    actor: Actor,
    reason: str,
) -> None:
    move, size = (ledger.credit, points) if points > 0 else (ledger.debit, -points)
    cause: dict[str, Any] = {"staff_id": actor.person_id, "reason": reason}
    await move(transaction, account, EntryKind.ADJUSTMENT, size, key=key, now=now, **cause)
    await ledger.save(transaction, account)
