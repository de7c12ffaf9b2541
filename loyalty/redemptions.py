"""Taking points for a purchase in two steps: staff ask and the points are set aside, the customer says yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from loyalty import audit, ledger, notices, purchases, rules
from loyalty.actor import Actor, Permission
from loyalty.errors import (
    AboveLargestShare,
    BelowSmallestRedemption,
    HoldExpired,
    HoldResolved,
    HoldUnknown,
    NotEnoughPoints,
)
from loyalty.ledger import LockedAccount
from loyalty.purchases import Receipt
from loyalty.purchases.recording import Sale, book, check_sale, refuse_used_number, serving_shop
from storage.models import HoldState
from storage.statements import later, run
from storage.tables import HOLD_ACTIVE, accounts, holds, people, shops


@dataclass(frozen=True, slots=True)
class Held:
    """A redemption under way, or how it ended. Money in minor units of `currency`."""

    hold_id: int
    account_id: int
    staff_id: int
    #: The customer's first name; empty once they have asked to be forgotten.
    customer: str
    shop: str
    bill_minor: int
    points: int
    worth_minor: int
    currency: str
    state: HoldState
    #: Until when the customer can say yes.
    expires_at: datetime
    receipt_number: str | None
    #: False: the same request had been booked before, and this is what became of it.
    is_new: bool = True


_SELECT = (
    select(holds, shops.c.name.label("shop"), people.c.first_name)
    .join(shops, shops.c.id == holds.c.shop_id)
    .join(accounts, accounts.c.id == holds.c.account_id)
    .outerjoin(people, people.c.id == accounts.c.person_id)
)


async def hold(
    session: AsyncSession,
    actor: Actor,
    account_id: int,
    bill_minor: int,
    points: int | None,
    *,
    key: str,
    now: datetime,
    receipt_number: str | None = None,
) -> Held:
    """Sets points aside for a bill, or as many as allowed (`points` None), and asks the customer.

    The same key again changes nothing.

    Raises:
        Forbidden, CardUnknown, OwnCard, AmountTooSmall, AmountTooLarge, ReceiptAlreadyUsed: as for a purchase.
        BelowSmallestRedemption, AboveLargestShare, NotEnoughPoints: not so many points for this bill.
    """
    actor.require(Permission.REDEEM)
    account = await ledger.lock(session, account_id, now)
    check_sale(account.programme, actor, account.person_id, bill_minor)
    before = (await run(session, _SELECT.where(holds.c.key == key))).one_or_none()
    if before is not None:
        return _held(before, account, is_new=False)
    await _expire_timed_out(session, account, now)
    await refuse_used_number(session, serving_shop(actor), receipt_number)
    points = _allowed_points(account, bill_minor, points)
    portions = await ledger.portions_to_spend(session, account, points)
    row = {
        "key": key,
        "account_id": account.id,
        "shop_id": serving_shop(actor),
        "staff_id": actor.person_id,
        "points": points,
        "bill_minor": bill_minor,
        "worth_minor": account.programme.worth_minor(points),
        "receipt_number": receipt_number,
        "state": HoldState.ACTIVE,
        "created_at": now,
        "expires_at": now + timedelta(seconds=account.programme.redemption_hold_seconds),
    }
    hold_id = (await run(session, insert(holds).returning(holds.c.id), row)).scalar_one()
    await ledger.set_aside(session, account, portions, hold_id)
    await ledger.save(session, account)
    held = _held((await run(session, _SELECT.where(holds.c.id == hold_id))).one(), account)
    await _record(session, actor, held, "redemption_asked", now, tell=[account.person_id])
    return held


def _allowed_points(account: LockedAccount, bill_minor: int, wanted: int | None) -> int:
    programme = account.programme
    smallest = programme.smallest_redemption_points
    largest = rules.largest_redemption(bill_minor, programme.largest_share_percent, programme.point_value_minor)
    points = min(account.available, largest) if wanted is None else wanted
    if account.available < smallest:
        raise NotEnoughPoints(balance=account.available, price=max(smallest, wanted or 0))
    if largest < smallest:
        raise AboveLargestShare(largest_points=largest, points=wanted or smallest)
    if points < smallest:
        raise BelowSmallestRedemption(smallest=smallest, points=points)
    if points > largest:
        raise AboveLargestShare(largest_points=largest, points=points)
    return points


async def capture(session: AsyncSession, actor: Actor, hold_id: int, now: datetime) -> Receipt:
    """The customer says yes: the points are taken and the whole bill is booked; what was paid in money earns.

    A second yes returns the first receipt.

    Raises:
        HoldUnknown: no such redemption of this customer's.
        HoldExpired: too late.
        HoldResolved: somebody said no.
        ReceiptAlreadyUsed: the shop has entered the receipt number meanwhile.
    """
    actor.require(Permission.USE_OWN_CARD)
    account, row = await _lock(session, hold_id, now)
    if row.account_id != actor.account_id:
        raise HoldUnknown
    if row.state == HoldState.CAPTURED and (first := await purchases.find(session, f"hold:{hold_id}")):
        return first
    _require_active(row, now)
    sale = Sale(
        f"hold:{hold_id}", row.shop_id, row.staff_id, row.bill_minor, row.receipt_number, row.points, row.worth_minor
    )
    receipt = await book(session, account, sale, now)
    cause = {"purchase_id": receipt.purchase_id, "staff_id": row.staff_id}
    await ledger.capture(session, account, row.points, hold_id=hold_id, key=f"redemption:{hold_id}", now=now, **cause)
    await _resolve(session, hold_id, HoldState.CAPTURED, now)
    await ledger.save(session, account)
    held = _held(row, account, HoldState.CAPTURED)
    await _record(session, actor, held, "redemption_captured", now, tell=[row.staff_id])
    return receipt


async def release(session: AsyncSession, actor: Actor, hold_id: int, now: datetime) -> Held:
    """The customer says no, or staff take the question back; the other one is told. A second no changes nothing.

    Raises:
        HoldUnknown: no such redemption of this customer's, or asked by this member of staff.
        HoldExpired, HoldResolved: it has ended otherwise.
    """
    actor.require(Permission.USE_OWN_CARD)
    account, row = await _lock(session, hold_id, now)
    if actor.account_id != row.account_id and actor.person_id != row.staff_id:
        raise HoldUnknown
    if row.state == HoldState.RELEASED:
        return _held(row, account, is_new=False)
    _require_active(row, now)
    held = await _end(session, account, row, HoldState.RELEASED, now)
    other = row.staff_id if actor.account_id == row.account_id else account.person_id
    await _record(session, actor, held, "redemption_released", now, tell=[other])
    return held


async def expire_holds(session: AsyncSession, now: datetime, limit: int = 100) -> list[Held]:
    """Ends what nobody confirmed in time and tells both sides. Safe to run twice and on several replicas."""
    timed_out = select(holds.c.account_id).where(HOLD_ACTIVE, holds.c.expires_at <= now).limit(limit)
    due = select(accounts.c.id).where(accounts.c.id.in_(timed_out)).with_for_update(skip_locked=True)
    ended: list[Held] = []
    for account_id in (await run(session, due)).scalars().all():
        account = await ledger.lock(session, account_id, now)
        ended += await _expire_timed_out(session, account, now)
    return ended


async def _expire_timed_out(session: AsyncSession, account: LockedAccount, now: datetime) -> list[Held]:
    statement = _SELECT.where(HOLD_ACTIVE, holds.c.account_id == account.id, holds.c.expires_at <= now)
    ended = []
    for row in (await run(session, statement.order_by(holds.c.id))).all():
        held = await _end(session, account, row, HoldState.EXPIRED, now)
        await _record(session, None, held, "redemption_expired", now, tell=[account.person_id, row.staff_id])
        ended.append(held)
    return ended


async def _lock(session: AsyncSession, hold_id: int, now: datetime) -> tuple[LockedAccount, Row[*tuple[Any, ...]]]:
    statement = _SELECT.where(holds.c.id == hold_id)
    found = (await run(session, statement)).one_or_none()
    if found is None:
        raise HoldUnknown
    account = await ledger.lock(session, found.account_id, now)
    # Read again: before the lock somebody else may have resolved it.
    return account, (await run(session, statement)).one()


def _require_active(row: Row[*tuple[Any, ...]], now: datetime) -> None:
    if row.state == HoldState.EXPIRED or (row.state == HoldState.ACTIVE and row.expires_at <= now):
        raise HoldExpired
    if row.state != HoldState.ACTIVE:
        raise HoldResolved(row.state)


async def _end(
    session: AsyncSession, account: LockedAccount, row: Row[*tuple[Any, ...]], state: HoldState, now: datetime
) -> Held:
    await ledger.release(session, account, row.id, now)
    await _resolve(session, row.id, state, now)
    await ledger.save(session, account)
    return _held(row, account, state)


async def _resolve(session: AsyncSession, hold_id: int, state: HoldState, now: datetime) -> None:
    await later(session, update(holds).where(holds.c.id == hold_id).values(state=state, resolved_at=now))


def _held(
    row: Row[*tuple[Any, ...]], account: LockedAccount, state: HoldState | None = None, is_new: bool = True
) -> Held:
    return Held(
        hold_id=row.id,
        account_id=row.account_id,
        staff_id=row.staff_id,
        customer=row.first_name or "",
        shop=row.shop,
        bill_minor=row.bill_minor,
        points=row.points,
        worth_minor=row.worth_minor,
        currency=account.programme.currency,
        state=state or HoldState(row.state),
        expires_at=row.expires_at,
        receipt_number=row.receipt_number,
        is_new=is_new,
    )


async def _record(
    session: AsyncSession, actor: Actor | None, held: Held, kind: str, now: datetime, tell: Sequence[int | None]
) -> None:
    details = {"points": held.points, "bill_minor": held.bill_minor}
    await audit.record(session, actor, kind, f"hold:{held.hold_id}", now, details)
    facts = notices.facts_of(held)
    for person_id in tell:
        key = f"{kind}:{held.hold_id}:{person_id}"
        await notices.notify(session, person_id, kind, facts, key=key, now=now)
