"""Taking a purchase back, wholly or part by part."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from loyalty import audit, ledger, notices
from loyalty.actor import Actor, Permission
from loyalty.cards.model import OwnCard
from loyalty.ledger import LockedAccount
from loyalty.purchases import followers, rules
from loyalty.purchases.model import (
    AlreadyRefunded,
    AmountTooSmall,
    NothingToUndo,
    RefundTooLarge,
    Reversed,
    UndoTooLate,
)
from loyalty.purchases.notices import TakenBack, Undone
from storage import Reading, Transaction
from storage.models import EntryKind
from storage.tables import entries, purchases, refunds, shops


@dataclass(frozen=True, slots=True)
class Refunded:
    """What a refund came to. Money in minor units of `currency`."""

    purchase_id: int
    #: Of the money, what this refund returns.
    amount_minor: int
    currency: str
    shop: str
    #: Points taken back; of them, those that were not there any more and are owed.
    taken_points: int
    uncovered_points: int
    #: Points that had paid part of the bill and are the customer's again.
    returned_points: int
    #: What could be spent right after it.
    balance_after: int
    at: datetime
    #: False: the same request had been booked before, and this is what came of it then.
    is_new: bool = True


_PURCHASE = select(purchases, shops.c.name.label("shop")).join(shops, shops.c.id == purchases.c.shop_id)
_REFUND = (
    select(
        refunds.c.purchase_id,
        refunds.c.amount_minor,
        purchases.c.currency,
        shops.c.name,
        refunds.c.taken_points,
        refunds.c.uncovered_points,
        refunds.c.returned_points,
        refunds.c.balance_after,
        refunds.c.at,
    )
    .join(purchases, purchases.c.id == refunds.c.purchase_id)
    .join(shops, shops.c.id == purchases.c.shop_id)
)


async def undo(transaction: Transaction, actor: Actor, purchase_id: int, now: datetime) -> Refunded:
    """Takes back one's own purchase, whole, and frees its receipt number. A second press changes nothing.

    Raises:
        Forbidden: not staff.
        NothingToUndo: no such purchase, or somebody else entered it.
        UndoTooLate: it was entered too long ago.
        AlreadyRefunded: nothing of it is left.
    """
    actor.require(Permission.SERVE)
    key = f"undo:{purchase_id}"
    account, purchase = await _lock(transaction, purchase_id, now)
    if purchase.staff_id != actor.person_id:
        raise NothingToUndo
    if (before := await _find(transaction, key)) is not None:
        return before
    minutes = account.programme.till.undo_minutes
    if now - purchase.at > timedelta(minutes=minutes):
        raise UndoTooLate(minutes)
    await followers.taken_back(transaction, account, Reversed(purchase_id, 0, undone=True), now)
    undone = await _book(transaction, account, purchase, _left(purchase), actor, key=key, now=now)
    await transaction.later(update(purchases).where(purchases.c.id == purchase_id).values(receipt_number=None))
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
    actor.require(Permission.REFUND)
    account, purchase = await _lock(transaction, purchase_id, now)
    if account.person_id == actor.person_id:
        raise OwnCard
    if (before := await _find(transaction, key)) is not None:
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


async def _lock(
    transaction: Transaction, purchase_id: int, now: datetime
) -> tuple[LockedAccount, Row[*tuple[Any, ...]]]:
    statement = _PURCHASE.where(purchases.c.id == purchase_id)
    found = (await transaction.run(statement)).one_or_none()
    if found is None:
        raise NothingToUndo
    account = await ledger.lock(transaction, found.account_id, now)
    # Read again: before the lock somebody else may have refunded a part.
    return account, (await transaction.run(statement)).one()


async def _find(reading: Reading, key: str) -> Refunded | None:
    row = (await reading.run(_REFUND.where(refunds.c.key == key))).one_or_none()
    return replace(Refunded(*row), is_new=False) if row else None


def _left(purchase: Row[*tuple[Any, ...]]) -> int:
    left: int = purchase.amount_minor - purchase.refunded_minor
    if left == 0:
        raise AlreadyRefunded
    return left


async def _book(
    transaction: Transaction,
    account: LockedAccount,
    purchase: Row[*tuple[Any, ...]],
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
    cause = {"now": now, "purchase_id": purchase.id, "staff_id": actor.person_id}
    if returned:
        redemption_id = await _entry_id(transaction, purchase.id, EntryKind.REDEMPTION)
        await ledger.give_back(transaction, account, returned, key=f"return:{key}", debit_id=redemption_id, **cause)
    uncovered = 0
    if taken:
        earning_id = await _entry_id(transaction, purchase.id, EntryKind.PURCHASE)
        await ledger.revive(transaction, account, taken, credit_id=earning_id, key=f"revival:{key}", now=now)
        uncovered = await ledger.take_back(
            transaction, account, taken, key=f"refund:{key}", reverses_id=earning_id, **cause
        )
        account.lifetime_earned -= taken
    row = {
        "key": key,
        "purchase_id": purchase.id,
        "staff_id": actor.person_id,
        "amount_minor": amount_minor,
        "taken_points": taken,
        "uncovered_points": uncovered,
        "returned_points": returned,
        "balance_after": account.available,
        "at": now,
    }
    await transaction.later(insert(refunds).inline(), row)
    await transaction.later(
        update(purchases).where(purchases.c.id == purchase.id).values(refunded_minor=refunded_minor)
    )
    await ledger.save(transaction, account)
    return Refunded(
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


async def _entry_id(reading: Reading, purchase_id: int, kind: EntryKind) -> int:
    statement = select(entries.c.id).where(entries.c.purchase_id == purchase_id, entries.c.kind == kind)
    entry_id: int = (await reading.run(statement)).scalar_one()
    return entry_id


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
