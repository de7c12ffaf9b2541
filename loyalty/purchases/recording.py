"""Entering a purchase: the busiest thing staff do, so its statements are few."""

from datetime import datetime, timedelta
from typing import Any

from loyalty import audit, ledger, notices
from loyalty.actor import Actor, Forbidden, Permission
from loyalty.cards.model import OwnCard
from loyalty.identity import acting
from loyalty.ledger import LockedAccount
from loyalty.ledger.model import AccountUnknown
from loyalty.programme import Programme, of
from loyalty.purchases import followers, queries, rules
from loyalty.purchases.model import (
    AmountTooLarge,
    AmountTooSmall,
    Bought,
    Customer,
    Preview,
    Receipt,
    ReceiptAlreadyUsed,
    Sale,
)
from loyalty.purchases.notices import Receipted
from loyalty.purchases.thanks import thanks
from storage import Reading, Transaction
from storage.models import EntryKind


async def preview(
    reading: Reading,
    actor: Actor,
    account_id: int,
    amount_minor: int,
    now: datetime,
    receipt_number: str | None = None,
) -> Preview:
    """What `record` would answer now.

    Raises:
        Forbidden, AccountUnknown, OwnCard, AmountTooSmall, AmountTooLarge, ReceiptAlreadyUsed: as `record` would.
    """
    actor.require(Permission.SERVE)
    customer, programme = await customer_of(reading, account_id, now)
    check_sale(programme, actor, customer.person_id, amount_minor)
    await refuse_used_number(reading, serving_shop(actor), receipt_number)
    points = _points_for(programme, amount_minor, amount_minor)
    waits = programme.earning.hold_days > 0
    return Preview(amount_minor, points, _balance_after(customer.available, customer.shortfall, 0 if waits else points))


async def customer_of(reading: Reading, account_id: int, now: datetime) -> tuple[Customer, Programme]:
    """The account at the till, with the settings in force, in one indexed read.

    Raises:
        AccountUnknown: there is no such account.
    """
    customer = await queries.customer(reading, account_id, now)
    if customer is None:
        raise AccountUnknown
    return customer, await of(reading, customer.programme)


async def record(
    transaction: Transaction,
    actor: Actor,
    account_id: int,
    amount_minor: int,
    *,
    key: str,
    now: datetime,
    receipt_number: str | None = None,
) -> Receipt:
    """Books a purchase and what it earns, and owes the customer a receipt. The same key again changes nothing.

    Raises:
        Forbidden: not staff.
        AccountUnknown: there is no such account, or its owner has asked to be forgotten.
        OwnCard: staff do not serve themselves.
        AmountTooSmall, AmountTooLarge: outside of what a purchase may cost.
        ReceiptAlreadyUsed: the shop has entered this receipt number before.
    """
    actor = await acting(transaction, actor, Permission.SERVE)
    receipt_number = rules.receipt_number(receipt_number)
    account = await ledger.lock(transaction, account_id, now)
    check_sale(account.programme, actor, account.person_id, amount_minor)
    sale = Sale(key, serving_shop(actor), actor.person_id, amount_minor, receipt_number)
    receipt = await book(transaction, account, sale, now)
    if receipt.is_new:
        details = {"amount_minor": amount_minor, "points": receipt.points, "receipt_number": receipt_number}
        await audit.record(transaction, actor, "purchase", f"purchase:{receipt.purchase_id}", now, details)
        await ledger.save(transaction, account)
    return receipt


def check_sale(programme: Programme, actor: Actor, customer_id: int | None, amount_minor: int) -> None:
    """Raises what stands against this actor entering this bill for this customer."""
    check_customer(actor, customer_id)
    if amount_minor < 1:
        raise AmountTooSmall(minimum=1)
    if amount_minor > programme.till.largest_purchase_minor:
        raise AmountTooLarge(programme.till.largest_purchase_minor)


def check_customer(actor: Actor, customer_id: int | None) -> None:
    """Raises what stands against this actor serving this customer."""
    if customer_id is None:  # forgotten while staff had the card open
        raise AccountUnknown
    if customer_id == actor.person_id:
        raise OwnCard


def serving_shop(actor: Actor) -> int:
    """Where the actor serves."""
    if actor.shop_id is None:
        raise Forbidden(Permission.SERVE)
    return actor.shop_id


def _points_for(programme: Programme, bill_minor: int, paid_minor: int) -> int:
    if bill_minor < programme.earning.minimum_purchase_minor:
        return 0
    return rules.points_for(paid_minor, programme.earning.rate_basis_points, programme.earning.point_value_minor)


async def book(transaction: Transaction, account: LockedAccount, sale: Sale, now: datetime) -> Receipt:
    """Books the purchase, its points and its receipt on a locked account; the caller saves that."""
    programme = account.programme
    paid_minor = sale.amount_minor - sale.redeemed_minor
    points = _points_for(programme, sale.amount_minor, paid_minor)
    hold = timedelta(days=programme.earning.hold_days)
    matures_at = now + hold if hold and points else None
    balance_after = _balance_after(account.available, account.shortfall, 0 if matures_at else points)
    row: dict[str, Any] = {
        "key": sale.key,
        "account_id": account.id,
        "shop_id": sale.shop_id,
        "staff_id": sale.staff_id,
        "receipt_number": sale.receipt_number,
        "amount_minor": sale.amount_minor,
        "paid_minor": paid_minor,
        "currency": programme.currency,
        "earn_rate_basis_points": programme.earning.rate_basis_points,
        "earned_points": points,
        "redeemed_points": sale.redeemed_points,
        "refunded_minor": 0,
        "balance_after": balance_after,
        "at": now,
    }
    along = [column for follower in followers.FOLLOWERS for column in follower.along]
    inserted = await queries.add(transaction, row, along)
    if inserted is None:
        return await _booked_before(transaction, sale)
    receipt = Receipt(
        inserted.id,
        account.id,
        sale.amount_minor,
        programme.currency,
        inserted.shop,
        now,
        points,
        matures_at,
        balance_after,
        programme.earning.rate_basis_points,
        sale.redeemed_points,
        sale.receipt_number,
    )
    await _earn(transaction, account, receipt, sale, now)
    occasion = await thanks(transaction, account, receipt.purchase_id, now)
    told = Receipted(receipt.purchase_id, occasion.milestone, occasion.anniversary_years)
    await notices.notify(transaction, account.person_id, told, key=f"receipt:{receipt.purchase_id}", now=now)
    await followers.bought(transaction, account, Bought(receipt.purchase_id, paid_minor, inserted), now)
    return receipt


def _balance_after(available: int, shortfall: int, points: int) -> int:
    return available + max(points - shortfall, 0)


async def _earn(transaction: Transaction, account: LockedAccount, receipt: Receipt, sale: Sale, now: datetime) -> None:
    if receipt.points:
        await ledger.credit(
            transaction,
            account,
            EntryKind.PURCHASE,
            receipt.points,
            key=f"purchase:{receipt.purchase_id}",
            now=now,
            matures_at=receipt.matures_at,
            purchase_id=receipt.purchase_id,
            staff_id=sale.staff_id,
        )
        account.lifetime_earned += receipt.points


async def _booked_before(reading: Reading, sale: Sale) -> Receipt:
    first = await queries.by_key(reading, sale.key)
    if first is not None:
        return first
    await refuse_used_number(reading, sale.shop_id, sale.receipt_number)
    raise AssertionError("a purchase can only clash with its key or its receipt number")


async def refuse_used_number(reading: Reading, shop_id: int, receipt_number: str | None) -> None:
    """Raises ReceiptAlreadyUsed when the shop has entered this number before, or one that looks like it."""
    receipt_number = rules.receipt_number(receipt_number)
    if receipt_number is None:
        return
    other = await queries.with_number(reading, shop_id, receipt_number)
    if other is not None:
        raise ReceiptAlreadyUsed(receipt_number, other.purchase_id, other.at)
