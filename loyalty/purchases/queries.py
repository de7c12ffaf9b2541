"""All SQL of purchases: receipts, refunds, and what there was before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from loyalty.cards.rules import format_number
from loyalty.programme import IN_FORCE
from loyalty.purchases.model import Before, Buyer, Customer, Purchase, Receipt, Refunded
from storage import Reading, Transaction
from storage.contract import AnyColumn, AnyRow
from storage.models import EntryKind
from storage.statements import insert_for
from storage.tables import accounts, cards, entries, lots, people, purchases, refunds, shops

_CUSTOMER = select(accounts.c.person_id, accounts.c.available, accounts.c.shortfall, IN_FORCE).where(
    accounts.c.id == bindparam("account_id")
)
_SHOP_NAME = select(shops.c.name).where(shops.c.id == bindparam("serving_shop")).scalar_subquery().label("shop")
_RECEIPT = (
    select(
        purchases.c.id,
        purchases.c.account_id,
        purchases.c.amount_minor,
        purchases.c.currency,
        shops.c.name,
        purchases.c.at,
        purchases.c.earned_points,
        lots.c.matures_at,
        purchases.c.balance_after,
        purchases.c.earn_rate_basis_points,
        purchases.c.redeemed_points,
        purchases.c.receipt_number,
    )
    .join(shops, shops.c.id == purchases.c.shop_id)
    .outerjoin(entries, (entries.c.purchase_id == purchases.c.id) & (entries.c.kind == EntryKind.PURCHASE))
    .outerjoin(lots, lots.c.entry_id == entries.c.id)
    .order_by(purchases.c.id.desc())
    .limit(1)
)
_BY_KEY = _RECEIPT.where(purchases.c.key == bindparam("key"))
_BY_ID = _RECEIPT.where(purchases.c.id == bindparam("purchase_id"))
_LAST_OF_STAFF = _RECEIPT.where(purchases.c.staff_id == bindparam("staff_id"), purchases.c.refunded_minor == 0)
_WITH_NUMBER = _RECEIPT.where(
    purchases.c.shop_id == bindparam("shop_id"), purchases.c.receipt_number == bindparam("receipt_number")
)
_PURCHASE = (
    select(
        purchases.c.id,
        purchases.c.account_id,
        purchases.c.staff_id,
        shops.c.name,
        purchases.c.currency,
        purchases.c.amount_minor,
        purchases.c.paid_minor,
        purchases.c.refunded_minor,
        purchases.c.earned_points,
        purchases.c.redeemed_points,
        purchases.c.receipt_number,
        purchases.c.at,
    )
    .join(shops, shops.c.id == purchases.c.shop_id)
    .where(purchases.c.id == bindparam("purchase_id"))
)
_BUYER = (
    select(people.c.first_name, people.c.last_name, cards.c.number, people.c.blocked_at, purchases.c.amount_minor)
    .join(accounts, accounts.c.id == purchases.c.account_id)
    .join(people, people.c.id == accounts.c.person_id)
    .join(cards, (cards.c.account_id == accounts.c.id) & cards.c.revoked_at.is_(None))
    .where(purchases.c.id == bindparam("purchase_id"))
)
_CHANGE = update(purchases).where(purchases.c.id == bindparam("purchase_id"))
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
    .where(refunds.c.key == bindparam("key"))
)
_ADD_REFUND = insert(refunds).inline()
_ENTRY = select(entries.c.id).where(
    entries.c.purchase_id == bindparam("purchase_id"), entries.c.kind == bindparam("kind")
)
_EARLIER = (purchases.c.account_id == bindparam("account_id"), purchases.c.id < bindparam("purchase_id"))
_BEFORE = select(
    select(func.count())
    .select_from(purchases)
    .where(*_EARLIER, purchases.c.refunded_minor < purchases.c.amount_minor)
    .scalar_subquery()
    .label("purchases"),
    select(purchases.c.at)
    .where(*_EARLIER)
    .order_by(purchases.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("previous_at"),
    select(people.c.joined_at)
    .join(accounts, accounts.c.person_id == people.c.id)
    .where(accounts.c.id == bindparam("account_id"))
    .scalar_subquery()
    .label("joined_at"),
)


async def customer(reading: Reading, account_id: int, now: datetime) -> Customer | None:
    row = (await reading.run(_CUSTOMER, {"account_id": account_id, "now": now})).one_or_none()
    return Customer(*row) if row else None


async def add(transaction: Transaction, row: Mapping[str, Any], along: Sequence[AnyColumn]) -> AnyRow | None:
    """Writes a purchase; returns its `id`, its `shop` and what is looked up along with it, by the account as
    `:of_account`. None: its key or its receipt number is there already."""
    adding = insert_for(transaction, purchases).on_conflict_do_nothing().returning(purchases.c.id, _SHOP_NAME, *along)
    asked = {"serving_shop": row["shop_id"], "of_account": row["account_id"]}
    return (await transaction.run(adding, {**row, **asked})).one_or_none()


async def by_key(reading: Reading, key: str) -> Receipt | None:
    return await _receipt(reading, _BY_KEY, {"key": key})


async def by_id(reading: Reading, purchase_id: int) -> Receipt | None:
    return await _receipt(reading, _BY_ID, {"purchase_id": purchase_id})


async def last_of_staff(reading: Reading, staff_id: int) -> Receipt | None:
    """The newest they entered and nobody has refunded."""
    return await _receipt(reading, _LAST_OF_STAFF, {"staff_id": staff_id})


async def with_number(reading: Reading, shop_id: int, receipt_number: str) -> Receipt | None:
    """The one this shop entered with the receipt number."""
    return await _receipt(reading, _WITH_NUMBER, {"shop_id": shop_id, "receipt_number": receipt_number})


async def purchase(reading: Reading, purchase_id: int) -> Purchase | None:
    row = (await reading.run(_PURCHASE, {"purchase_id": purchase_id})).one_or_none()
    return Purchase(*row) if row else None


async def buyer(reading: Reading, purchase_id: int) -> Buyer | None:
    row = (await reading.run(_BUYER, {"purchase_id": purchase_id})).one_or_none()
    if row is None:
        return None
    name = " ".join(filter(None, (row.first_name, row.last_name))) or format_number(row.number)
    return Buyer(name, row.number, row.blocked_at is not None, row.amount_minor)


async def entry_of(reading: Reading, purchase_id: int, kind: EntryKind) -> int:
    """The number of the entry of this kind that a purchase made."""
    entry_id: int = (await reading.run(_ENTRY, {"purchase_id": purchase_id, "kind": kind})).scalar_one()
    return entry_id


async def refund_by_key(reading: Reading, key: str) -> Refunded | None:
    row = (await reading.run(_REFUND, {"key": key})).one_or_none()
    return replace(Refunded(*row), is_new=False) if row else None


async def add_refund(transaction: Transaction, refunded: Refunded, *, key: str, staff_id: int) -> None:
    row = {
        "key": key,
        "purchase_id": refunded.purchase_id,
        "staff_id": staff_id,
        "amount_minor": refunded.amount_minor,
        "taken_points": refunded.taken_points,
        "uncovered_points": refunded.uncovered_points,
        "returned_points": refunded.returned_points,
        "balance_after": refunded.balance_after,
        "at": refunded.at,
    }
    await transaction.later(_ADD_REFUND, row)


async def save_refunded(transaction: Transaction, purchase_id: int, refunded_minor: int) -> None:
    """So much of the bill is taken back by now, in minor units."""
    await transaction.later(_CHANGE, {"purchase_id": purchase_id, "refunded_minor": refunded_minor})


async def free_number(transaction: Transaction, purchase_id: int) -> None:
    """The purchase's receipt number may be used by another."""
    await transaction.later(_CHANGE, {"purchase_id": purchase_id, "receipt_number": None})


async def before(reading: Reading, account_id: int, purchase_id: int) -> Before:
    """What the account had bought before this purchase."""
    return Before(*(await reading.run(_BEFORE, {"account_id": account_id, "purchase_id": purchase_id})).one())


async def _receipt(reading: Reading, statement: Any, wanted: Mapping[str, Any]) -> Receipt | None:
    row = (await reading.run(statement, dict(wanted))).first()
    return replace(Receipt(*row), is_new=False) if row else None
