"""Taking a purchase back, wholly or part by part."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from loyalty import audit, ledger, notices
from loyalty.actor import Actor, Permission
from loyalty.cards.model import OwnCard
from loyalty.identity import acting
from loyalty.ledger import LockedAccount
from loyalty.purchases import followers, queries, rules
from loyalty.purchases.model import (
    AlreadyRefunded,
    AmountTooSmall,
    NothingToUndo,
    Purchase,
    Refunded,
    RefundTooLarge,
    Reversed,
    UndoTooLate,
)
from loyalty.purchases.notices import TakenBack, Undone
from storage import Reading, Transaction
from storage.models import EntryKind


async def undo(transaction: Transaction, actor: Actor, purchase_id: int, now: datetime) -> Refunded:
    """Takes back one's own purchase, whole, and frees its receipt number. A second press changes nothing.

    Raises:
        Forbidden: not staff.
        NothingToUndo: no such purchase, or somebody else entered it.
        UndoTooLate: it was entered too long ago.
        AlreadyRefunded: nothing of it is left.
    """
    actor = await acting(transaction, actor, Permission.SERVE)
    key = f"undo:{purchase_id}"
    account, purchase = await _lock(transaction, purchase_id, now)
    if purchase.staff_id != actor.person_id:
        raise NothingToUndo
    if (before := await queries.refund_by_key(transaction, key)) is not None:
        return before
    minutes = account.programme.till.undo_minutes
    if now - purchase.at > timedelta(minutes=minutes):
        raise UndoTooLate(minutes)
    await followers.taken_back(transaction, account, Reversed(purchase_id, 0, undone=True), now)
    undone = await _book(transaction, account, purchase, _left(purchase), actor, key=key, now=now)
    await queries.free_number(transaction, purchase_id)
    await _tell(transaction, account, actor, undone, Undone, key, {"receipt_number": purchase.receipt_number})
    return undone


async def refund(
    transaction: Transaction, actor: Actor, purchase_id: int, amount_minor: int, *, key: str, now: datetime
) -> Refunded:
    """Takes back a part of a purchase, or what is left of it, with its share of the points.

    The same key again changes nothing.

    Raises:
        Forbidden: not staff.
        NothingToUndo: no such purchase.
        OwnCard: staff do not serve themselves.
        AlreadyRefunded: nothing of it is left.
        AmountTooSmall, RefundTooLarge: not a part of what is left.
    """
    actor = await acting(transaction, actor, Permission.REFUND)
    account, purchase = await _lock(transaction, purchase_id, now)
    if account.person_id == actor.person_id:
        raise OwnCard
    if (before := await queries.refund_by_key(transaction, key)) is not None:
        return before
    if amount_minor < 1:
        raise AmountTooSmall(minimum=1)
    if amount_minor > _left(purchase):
        raise RefundTooLarge(_left(purchase))
    left_minor = rules.paid_left(purchase.paid_minor, purchase.amount_minor, purchase.refunded_minor + amount_minor)
    await followers.taken_back(transaction, account, Reversed(purchase_id, left_minor, undone=False), now)
    refunded = await _book(transaction, account, purchase, amount_minor, actor, key=key, now=now)
    await _tell(transaction, account, actor, refunded, TakenBack, f"refund:{key}", {})
    return refunded


async def _lock(transaction: Transaction, purchase_id: int, now: datetime) -> tuple[LockedAccount, Purchase]:
    found = await _purchase(transaction, purchase_id)
    account = await ledger.lock(transaction, found.account_id, now)
    # Read again: before the lock somebody else may have refunded a part.
    return account, await _purchase(transaction, purchase_id)


async def _purchase(reading: Reading, purchase_id: int) -> Purchase:
    purchase = await queries.purchase(reading, purchase_id)
    if purchase is None:
        raise NothingToUndo
    return purchase


def _left(purchase: Purchase) -> int:
    if purchase.left_minor == 0:
        raise AlreadyRefunded
    return purchase.left_minor


async def _book(
    transaction: Transaction,
    account: LockedAccount,
    purchase: Purchase,
    amount_minor: int,
    actor: Actor,
    *,
    key: str,
    now: datetime,
) -> Refunded:
    """Returned points come first, so that they cover what is taken back; so do those that have expired of it."""
    refunded_minor = purchase.refunded_minor + amount_minor
    span = (purchase.amount_minor, purchase.refunded_minor, refunded_minor)
    returned = rules.give_back(purchase.redeemed_points, *span)
    taken = rules.take_back(purchase.earned_points, *span)
    cause: dict[str, Any] = {"now": now, "purchase_id": purchase.id, "staff_id": actor.person_id}
    if returned:
        redemption_id = await queries.entry_of(transaction, purchase.id, EntryKind.REDEMPTION)
        await ledger.give_back(transaction, account, returned, key=f"return:{key}", debit_id=redemption_id, **cause)
    uncovered = 0
    if taken:
        earning_id = await queries.entry_of(transaction, purchase.id, EntryKind.PURCHASE)
        await ledger.revive(transaction, account, taken, credit_id=earning_id, key=f"revival:{key}", now=now)
        uncovered = await ledger.take_back(
            transaction, account, taken, key=f"refund:{key}", reverses_id=earning_id, **cause
        )
        account.lifetime_earned -= taken
    refunded = Refunded(
        purchase.id,
        amount_minor,
        purchase.currency,
        purchase.shop,
        taken,
        uncovered,
        returned,
        account.available,
        now,
    )
    await queries.add_refund(transaction, refunded, key=key, staff_id=actor.person_id)
    await queries.save_refunded(transaction, purchase.id, refunded_minor)
    await ledger.save(transaction, account)
    return refunded


async def _tell(
    transaction: Transaction,
    account: LockedAccount,
    actor: Actor,
    refunded: Refunded,
    notice: type[TakenBack],
    key: str,
    details: dict[str, Any],
) -> None:
    told = notice(
        refunded.purchase_id,
        refunded.amount_minor,
        refunded.taken_points,
        refunded.uncovered_points,
        refunded.returned_points,
        refunded.balance_after,
    )
    figures = asdict(told) | {"currency": refunded.currency, "shop": refunded.shop, **details}
    await audit.record(transaction, actor, told.kind, f"purchase:{told.purchase_id}", refunded.at, figures)
    await notices.notify(transaction, account.person_id, told, key=key, now=refunded.at)
