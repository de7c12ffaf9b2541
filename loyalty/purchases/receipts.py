"""What a purchase came to, as its customer reads it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, select

from loyalty.actor import Actor, Permission
from storage import Reading
from storage.models import EntryKind
from storage.tables import entries, lots, purchases, shops


@dataclass(frozen=True, slots=True)
class Receipt:
    """A purchase as it was entered. Money in minor units of `currency`."""

    purchase_id: int
    account_id: int
    amount_minor: int
    currency: str
    shop: str
    at: datetime
    points: int
    #: When the points can be spent; None: at once.
    matures_at: datetime | None
    #: What could be spent right after it.
    balance_after: int
    rate_basis_points: int
    #: Points that paid part of the bill.
    redeemed_points: int
    receipt_number: str | None
    #: False: the same request had been booked before, and this is what came of it then.
    is_new: bool = True

    @property
    def pending(self) -> bool:
        return self.matures_at is not None


_SELECT = (
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
)


#: Asked for every receipt that goes out, so made once.
_BY_ID = _SELECT.where(purchases.c.id == bindparam("purchase_id"))


async def find(reading: Reading, key: str) -> Receipt | None:
    """The purchase booked under this key."""
    return await _first(reading, purchases.c.key == key)


async def receipt(reading: Reading, purchase_id: int) -> Receipt | None:
    """The purchase of this number."""
    row = (await reading.run(_BY_ID, {"purchase_id": purchase_id})).first()
    return replace(Receipt(*row), is_new=False) if row else None


async def last_of(reading: Reading, actor: Actor) -> Receipt | None:
    """The newest purchase this member of staff entered and nobody has refunded.

    Raises:
        Forbidden: not staff.
    """
    actor.require(Permission.SERVE)
    return await _first(reading, (purchases.c.staff_id == actor.person_id) & (purchases.c.refunded_minor == 0))


async def with_number(reading: Reading, shop_id: int, receipt_number: str) -> Receipt | None:
    """The purchase this shop entered with the receipt number."""
    return await _first(reading, (purchases.c.shop_id == shop_id) & (purchases.c.receipt_number == receipt_number))


async def _first(reading: Reading, condition: ColumnElement[bool]) -> Receipt | None:
    statement = _SELECT.where(condition).order_by(purchases.c.id.desc()).limit(1)
    row = (await reading.run(statement)).first()
    return replace(Receipt(*row), is_new=False) if row else None
