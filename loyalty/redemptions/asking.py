"""Staff ask: how many points may pay for this bill, and the points that are asked for are set aside."""

from dataclasses import replace
from datetime import datetime, timedelta

from loyalty import ledger
from loyalty.actor import Actor, Permission
from loyalty.identity import acting
from loyalty.ledger.model import NotEnoughPoints
from loyalty.purchases.recording import check_customer, check_sale, customer_of, refuse_used_number, serving_shop
from loyalty.purchases.rules import receipt_number as kept_number
from loyalty.redemptions import queries, rules
from loyalty.redemptions.ending import expire_timed_out
from loyalty.redemptions.held import held_now, record
from loyalty.redemptions.model import Allowance, CustomerUnreachable, Held, PointsAskedFor, Question, Spendable
from loyalty.redemptions.notices import RedemptionAsked
from storage import Reading, Transaction


async def spendable(reading: Reading, actor: Actor, account_id: int, now: datetime) -> Spendable:
    """What this customer could pay with, before anybody types a bill in vain.

    Raises:
        Forbidden, AccountUnknown, OwnCard: as for a purchase.
        CustomerUnreachable: the customer has blocked the bot and cannot be asked.
        PointsAskedFor: too few are left because others are asked for at the moment.
    """
    actor.require(Permission.REDEEM)
    customer, programme = await customer_of(reading, account_id, now)
    check_customer(actor, customer.person_id)
    await _require_reachable(reading, customer.person_id)
    smallest = programme.redeeming.smallest_points
    if customer.available < smallest:
        await _refuse_if_asked_for(reading, actor, account_id, now)
    return Spendable(customer.available, programme.worth_minor(customer.available), smallest)


async def allowance(
    reading: Reading,
    actor: Actor,
    account_id: int,
    bill_minor: int,
    now: datetime,
    receipt_number: str | None = None,
) -> Allowance:
    """What may be asked of this customer for this bill.

    Raises: as `hold` would for as many points as allowed.
    """
    actor.require(Permission.REDEEM)
    customer, programme = await customer_of(reading, account_id, now)
    check_sale(programme, actor, customer.person_id, bill_minor)
    await _require_reachable(reading, customer.person_id)
    await refuse_used_number(reading, serving_shop(actor), receipt_number)
    try:
        largest = rules.allowed_points(programme, customer.available, bill_minor, None)
    except NotEnoughPoints:
        await _refuse_if_asked_for(reading, actor, account_id, now)
        raise
    smallest = programme.redeeming.smallest_points
    return Allowance(bill_minor, customer.available, smallest, largest, programme.worth_minor(largest))


async def hold(
    transaction: Transaction,
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
        Forbidden, AccountUnknown, OwnCard, AmountTooSmall, AmountTooLarge, ReceiptAlreadyUsed: as for a purchase.
        CustomerUnreachable: the customer has blocked the bot and cannot be asked.
        BillTooSmall, BelowSmallestRedemption, AboveLargestShare, NotEnoughPoints: not so many points for this bill.
        PointsAskedFor: not so many are left, because others are asked for at the moment.
    """
    actor = await acting(transaction, actor, Permission.REDEEM)
    account = await ledger.lock(transaction, account_id, now)
    check_sale(account.programme, actor, account.person_id, bill_minor)
    if (before := await queries.by_key(transaction, key)) is not None:
        return replace(before, is_new=False)
    await _require_reachable(transaction, account.person_id)
    await expire_timed_out(transaction, account, now)
    await refuse_used_number(transaction, serving_shop(actor), receipt_number)
    try:
        points = rules.allowed_points(account.programme, account.available, bill_minor, points)
    except NotEnoughPoints:
        await _refuse_if_asked_for(transaction, actor, account.id, now)
        raise
    portions = await ledger.portions_to_spend(transaction, account, points)
    question = Question(
        key=key,
        account_id=account.id,
        shop_id=serving_shop(actor),
        staff_id=actor.person_id,
        points=points,
        bill_minor=bill_minor,
        worth_minor=account.programme.worth_minor(points),
        receipt_number=kept_number(receipt_number),
        created_at=now,
        expires_at=now + timedelta(seconds=account.programme.redeeming.hold_seconds),
    )
    hold_id = await queries.add(transaction, question)
    await ledger.set_aside(transaction, account, portions, hold_id)
    await ledger.save(transaction, account)
    held = await held_now(transaction, hold_id)
    await record(transaction, actor, held, RedemptionAsked, now, tell=[account.person_id])
    return held


async def asked(reading: Reading, actor: Actor, key: str) -> Held | None:
    """What became of the request with this key, if this member of staff made it."""
    actor.require(Permission.REDEEM)
    held = await queries.by_key(reading, key)
    return replace(held, is_new=False) if held and held.staff_id == actor.person_id else None


async def _require_reachable(reading: Reading, person_id: int | None) -> None:
    name = await queries.blocked_name(reading, person_id)
    if name is not None:
        raise CustomerUnreachable(name)


async def _refuse_if_asked_for(reading: Reading, actor: Actor, account_id: int, now: datetime) -> None:
    """Raises PointsAskedFor where a question under way is what makes the points too few."""
    asking = await queries.under_way(reading, account_id, now)
    if asking is not None:
        raise PointsAskedFor(asking.points, asking.staff, asking.staff_id == actor.person_id, asking.until)
