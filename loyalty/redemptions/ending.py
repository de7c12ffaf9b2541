"""How a redemption ends: the customer says yes or no, staff take it back, or time runs out. Each ends once."""

from dataclasses import replace
from datetime import datetime

from loyalty import ledger, purchases
from loyalty.actor import Actor, Permission
from loyalty.identity import acting
from loyalty.ledger import LockedAccount
from loyalty.purchases import Receipt
from loyalty.purchases.model import Sale
from loyalty.purchases.recording import book
from loyalty.redemptions import queries
from loyalty.redemptions.held import held_now, record
from loyalty.redemptions.model import Held, HoldExpired, HoldResolved, HoldUnknown
from loyalty.redemptions.notices import (
    RedemptionCaptured,
    RedemptionExpired,
    RedemptionReleased,
    RedemptionUnreachable,
)
from storage import Reading, Transaction
from storage.models import HoldState


async def answer(transaction: Transaction, actor: Actor, hold_id: int, *, yes: bool, now: datetime) -> Held:
    """The answer of a button, whenever it is pressed and however often: how the redemption stands after it.

    Only the customer's yes takes points; staff take their question back with no. When time has run out, that is what
    ends it, and when it has ended before, nothing changes.

    Raises:
        HoldUnknown: no such redemption of this customer's, or asked by this member of staff.
        ReceiptAlreadyUsed: the shop has entered the receipt number meanwhile.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    account, held = await _lock(transaction, hold_id, now)
    if actor.account_id != held.account_id and (yes or actor.person_id != held.staff_id):
        raise HoldUnknown
    if held.state == HoldState.ACTIVE and held.expires_at <= now:
        await expire_timed_out(transaction, account, now)
    elif held.state == HoldState.ACTIVE and yes:
        await capture(transaction, actor, hold_id, now)
    elif held.state == HoldState.ACTIVE:
        await release(transaction, actor, hold_id, now)
    return await held_now(transaction, hold_id)


async def capture(transaction: Transaction, actor: Actor, hold_id: int, now: datetime) -> Receipt:
    """The customer says yes: the points are taken and the whole bill is booked; what was paid in money earns.

    A second yes returns the first receipt.

    Raises:
        HoldUnknown: no such redemption of this customer's.
        HoldExpired: too late.
        HoldResolved: somebody said no.
        ReceiptAlreadyUsed: the shop has entered the receipt number meanwhile.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    account, held = await _lock(transaction, hold_id, now)
    if held.account_id != actor.account_id:
        raise HoldUnknown
    if held.state == HoldState.CAPTURED and (first := await purchases.find(transaction, f"hold:{hold_id}")):
        return first
    _require_active(held, now)
    sale = Sale(
        key=f"hold:{hold_id}",
        shop_id=held.shop_id,
        staff_id=held.staff_id,
        amount_minor=held.bill_minor,
        receipt_number=held.receipt_number,
        redeemed_points=held.points,
        redeemed_minor=held.worth_minor,
    )
    receipt = await book(transaction, account, sale, now)
    cause = {"purchase_id": receipt.purchase_id, "staff_id": held.staff_id}
    await ledger.capture(
        transaction, account, held.points, hold_id=hold_id, key=f"redemption:{hold_id}", now=now, **cause
    )
    await queries.resolve(transaction, hold_id, HoldState.CAPTURED, now)
    await ledger.save(transaction, account)
    captured = replace(held, state=HoldState.CAPTURED)
    bought = {"purchase_id": receipt.purchase_id}
    await record(transaction, actor, captured, RedemptionCaptured, now, tell=[held.staff_id], **bought)
    return receipt


async def release(transaction: Transaction, actor: Actor, hold_id: int, now: datetime) -> Held:
    """The customer says no, or staff take the question back; the other one is told. A second no changes nothing.

    Raises:
        HoldUnknown: no such redemption of this customer's, or asked by this member of staff.
        HoldExpired, HoldResolved: it has ended otherwise.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    account, held = await _lock(transaction, hold_id, now)
    if actor.account_id != held.account_id and actor.person_id != held.staff_id:
        raise HoldUnknown
    if held.state == HoldState.RELEASED:
        return replace(held, is_new=False)
    _require_active(held, now)
    released = await _end(transaction, account, held, HoldState.RELEASED, now)
    other = held.staff_id if actor.account_id == held.account_id else account.person_id
    await record(transaction, actor, released, RedemptionReleased, now, tell=[other])
    return released


async def expire_holds(transaction: Transaction, now: datetime, limit: int = 100) -> list[Held]:
    """Ends what nobody confirmed in time and tells both sides. Safe to run twice and on several replicas."""
    ended: list[Held] = []
    for account_id in await queries.lock_timed_out(transaction, now, limit):
        account = await ledger.lock(transaction, account_id, now)
        ended += await expire_timed_out(transaction, account, now)
    return ended


async def expire_timed_out(transaction: Transaction, account: LockedAccount, now: datetime) -> list[Held]:
    """The same for one locked account."""
    ended = []
    for held in await queries.timed_out(transaction, account.id, now):
        expired = await _end(transaction, account, held, HoldState.EXPIRED, now)
        await record(transaction, None, expired, RedemptionExpired, now, tell=[account.person_id, held.staff_id])
        ended.append(expired)
    return ended


async def waiting_for(reading: Reading, actor: Actor, now: datetime) -> Held | None:
    """The newest question to this customer that can still be answered."""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.newest_waiting(reading, actor.account_id, now)


async def was_not_asked(transaction: Transaction, hold_id: int, now: datetime) -> None:
    """The question could not be brought to the customer: the points are free again, and staff are told."""
    account, held = await _lock(transaction, hold_id, now)
    if held.state == HoldState.ACTIVE:
        released = await _end(transaction, account, held, HoldState.RELEASED, now)
        await record(transaction, None, released, RedemptionUnreachable, now, tell=[held.staff_id])


async def _lock(transaction: Transaction, hold_id: int, now: datetime) -> tuple[LockedAccount, Held]:
    found = await held_now(transaction, hold_id)
    account = await ledger.lock(transaction, found.account_id, now)
    # Read again: before the lock somebody else may have resolved it.
    return account, await held_now(transaction, hold_id)


def _require_active(held: Held, now: datetime) -> None:
    if held.state == HoldState.EXPIRED or (held.state == HoldState.ACTIVE and held.expires_at <= now):
        raise HoldExpired
    if held.state != HoldState.ACTIVE:
        raise HoldResolved(held.state)


async def _end(transaction: Transaction, account: LockedAccount, held: Held, state: HoldState, now: datetime) -> Held:
    await ledger.release(transaction, account, held.hold_id, now)
    await queries.resolve(transaction, held.hold_id, state, now)
    await ledger.save(transaction, account)
    return replace(held, state=state)
