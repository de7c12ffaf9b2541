"""How a redemption ends: the customer says yes or no, staff take it back, or time runs out. Each ends once."""

from datetime import datetime

from sqlalchemy import func, select, update

from loyalty import ledger, purchases
from loyalty.actor import Actor, Permission
from loyalty.ledger import LockedAccount
from loyalty.purchases import Receipt
from loyalty.purchases.recording import Sale, book
from loyalty.redemptions.held import HOLDS, Held, HoldRow, held_of, record
from loyalty.redemptions.model import HoldExpired, HoldResolved, HoldUnknown
from loyalty.redemptions.notices import (
    RedemptionCaptured,
    RedemptionExpired,
    RedemptionReleased,
    RedemptionUnreachable,
)
from storage import Reading, Transaction
from storage.models import HoldState
from storage.tables import HOLD_ACTIVE, accounts, holds


async def answer(transaction: Transaction, actor: Actor, hold_id: int, *, yes: bool, now: datetime) -> Held:
    """The answer of a button, whenever it is pressed and however often: how the redemption stands after it.

    Only the customer's yes takes points; staff take their question back with no. When time has run out, that is what
    ends it, and when it has ended before, nothing changes.

    Raises:
        HoldUnknown: no such redemption of this customer's, or asked by this member of staff.
        ReceiptAlreadyUsed: the shop has entered the receipt number meanwhile.
    """
    actor.require(Permission.USE_OWN_CARD)
    account, row = await _lock(transaction, hold_id, now)
    if actor.account_id != row.account_id and (yes or actor.person_id != row.staff_id):
        raise HoldUnknown
    if row.state == HoldState.ACTIVE and row.expires_at <= now:
        await expire_timed_out(transaction, account, now)
    elif row.state == HoldState.ACTIVE and yes:
        await capture(transaction, actor, hold_id, now)
    elif row.state == HoldState.ACTIVE:
        await release(transaction, actor, hold_id, now)
    return held_of((await transaction.run(HOLDS.where(holds.c.id == hold_id))).one())


async def capture(transaction: Transaction, actor: Actor, hold_id: int, now: datetime) -> Receipt:
    """The customer says yes: the points are taken and the whole bill is booked; what was paid in money earns.

    A second yes returns the first receipt.

    Raises:
        HoldUnknown: no such redemption of this customer's.
        HoldExpired: too late.
        HoldResolved: somebody said no.
        ReceiptAlreadyUsed: the shop has entered the receipt number meanwhile.
    """
    actor.require(Permission.USE_OWN_CARD)
    account, row = await _lock(transaction, hold_id, now)
    if row.account_id != actor.account_id:
        raise HoldUnknown
    if row.state == HoldState.CAPTURED and (first := await purchases.find(transaction, f"hold:{hold_id}")):
        return first
    _require_active(row, now)
    sale = Sale(
        f"hold:{hold_id}", row.shop_id, row.staff_id, row.bill_minor, row.receipt_number, row.points, row.worth_minor
    )
    receipt = await book(transaction, account, sale, now)
    cause = {"purchase_id": receipt.purchase_id, "staff_id": row.staff_id}
    await ledger.capture(
        transaction, account, row.points, hold_id=hold_id, key=f"redemption:{hold_id}", now=now, **cause
    )
    await _resolve(transaction, hold_id, HoldState.CAPTURED, now)
    await ledger.save(transaction, account)
    held = held_of(row, HoldState.CAPTURED)
    bought = {"purchase_id": receipt.purchase_id}
    await record(transaction, actor, held, RedemptionCaptured, now, tell=[row.staff_id], **bought)
    return receipt


async def release(transaction: Transaction, actor: Actor, hold_id: int, now: datetime) -> Held:
    """The customer says no, or staff take the question back; the other one is told. A second no changes nothing.

    Raises:
        HoldUnknown: no such redemption of this customer's, or asked by this member of staff.
        HoldExpired, HoldResolved: it has ended otherwise.
    """
    actor.require(Permission.USE_OWN_CARD)
    account, row = await _lock(transaction, hold_id, now)
    if actor.account_id != row.account_id and actor.person_id != row.staff_id:
        raise HoldUnknown
    if row.state == HoldState.RELEASED:
        return held_of(row, is_new=False)
    _require_active(row, now)
    held = await _end(transaction, account, row, HoldState.RELEASED, now)
    other = row.staff_id if actor.account_id == row.account_id else account.person_id
    await record(transaction, actor, held, RedemptionReleased, now, tell=[other])
    return held


async def expire_holds(transaction: Transaction, now: datetime, limit: int = 100) -> list[Held]:
    """Ends what nobody confirmed in time and tells both sides. Safe to run twice and on several replicas."""
    timed_out = select(holds.c.account_id).where(HOLD_ACTIVE, holds.c.expires_at <= now).limit(limit)
    due = select(accounts.c.id).where(accounts.c.id.in_(timed_out)).with_for_update(skip_locked=True)
    ended: list[Held] = []
    for account_id in (await transaction.run(due)).scalars().all():
        account = await ledger.lock(transaction, account_id, now)
        ended += await expire_timed_out(transaction, account, now)
    return ended


async def expire_timed_out(transaction: Transaction, account: LockedAccount, now: datetime) -> list[Held]:
    """The same for one locked account."""
    statement = HOLDS.where(HOLD_ACTIVE, holds.c.account_id == account.id, holds.c.expires_at <= now)
    ended = []
    for row in (await transaction.run(statement.order_by(holds.c.id))).all():
        held = await _end(transaction, account, row, HoldState.EXPIRED, now)
        await record(transaction, None, held, RedemptionExpired, now, tell=[account.person_id, row.staff_id])
        ended.append(held)
    return ended


async def next_end(reading: Reading) -> datetime | None:
    """When the next redemption under way runs out of time; None: there is none."""
    moment: datetime | None = (await reading.run(select(func.min(holds.c.expires_at)).where(HOLD_ACTIVE))).scalar()
    return moment


async def waiting_for(reading: Reading, actor: Actor, now: datetime) -> Held | None:
    """The newest question to this customer that can still be answered."""
    actor.require(Permission.USE_OWN_CARD)
    mine = HOLDS.where(HOLD_ACTIVE, holds.c.account_id == actor.account_id, holds.c.expires_at > now)
    row = (await reading.run(mine.order_by(holds.c.id.desc()).limit(1))).one_or_none()
    return held_of(row) if row else None


async def was_not_asked(transaction: Transaction, hold_id: int, now: datetime) -> None:
    """The question could not be brought to the customer: the points are free again, and staff are told."""
    account, row = await _lock(transaction, hold_id, now)
    if row.state == HoldState.ACTIVE:
        held = await _end(transaction, account, row, HoldState.RELEASED, now)
        await record(transaction, None, held, RedemptionUnreachable, now, tell=[row.staff_id])


async def _lock(transaction: Transaction, hold_id: int, now: datetime) -> tuple[LockedAccount, HoldRow]:
    statement = HOLDS.where(holds.c.id == hold_id)
    found = (await transaction.run(statement)).one_or_none()
    if found is None:
        raise HoldUnknown
    account = await ledger.lock(transaction, found.account_id, now)
    # Read again: before the lock somebody else may have resolved it.
    return account, (await transaction.run(statement)).one()


def _require_active(row: HoldRow, now: datetime) -> None:
    if row.state == HoldState.EXPIRED or (row.state == HoldState.ACTIVE and row.expires_at <= now):
        raise HoldExpired
    if row.state != HoldState.ACTIVE:
        raise HoldResolved(row.state)


async def _end(transaction: Transaction, account: LockedAccount, row: HoldRow, state: HoldState, now: datetime) -> Held:
    await ledger.release(transaction, account, row.id, now)
    await _resolve(transaction, row.id, state, now)
    await ledger.save(transaction, account)
    return held_of(row, state)


async def _resolve(transaction: Transaction, hold_id: int, state: HoldState, now: datetime) -> None:
    await transaction.later(update(holds).where(holds.c.id == hold_id).values(state=state, resolved_at=now))
