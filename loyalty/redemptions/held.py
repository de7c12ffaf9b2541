"""A redemption under way, or how it ended, and who is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select

from loyalty import audit, notices
from loyalty.actor import Actor
from loyalty.redemptions.model import HoldUnknown
from loyalty.redemptions.notices import RedemptionNotice
from storage import Reading, Transaction
from storage.models import HoldState
from storage.tables import accounts, cards, holds, people, shops


@dataclass(frozen=True, slots=True)
class Held:
    """A redemption under way, or how it ended. Money in minor units."""

    hold_id: int
    account_id: int
    staff_id: int
    #: The customer's first name; empty once they have asked to be forgotten.
    customer: str
    #: The number of the customer's card, for serving on.
    card_number: str | None
    shop: str
    bill_minor: int
    points: int
    #: How much of the bill the points pay, and what is left to be paid in money.
    worth_minor: int
    left_minor: int
    state: HoldState
    #: Until when the customer can say yes.
    expires_at: datetime
    receipt_number: str | None
    #: False: the same request had been booked before, and this is what became of it.
    is_new: bool = True


HOLDS = (
    select(
        holds,
        accounts.c.person_id.label("customer_id"),
        people.c.first_name,
        cards.c.number.label("card_number"),
        shops.c.name.label("shop"),
    )
    .join(shops, shops.c.id == holds.c.shop_id)
    .join(accounts, accounts.c.id == holds.c.account_id)
    .outerjoin(people, people.c.id == accounts.c.person_id)
    .outerjoin(cards, and_(cards.c.account_id == holds.c.account_id, cards.c.revoked_at.is_(None)))
)
HoldRow = Row[*tuple[Any, ...]]


def held_of(row: HoldRow, state: HoldState | None = None, is_new: bool = True) -> Held:
    """Out of a row of `HOLDS`; `state` when it has just changed."""
    return Held(
        hold_id=row.id,
        account_id=row.account_id,
        staff_id=row.staff_id,
        customer=row.first_name or "",
        card_number=row.card_number,
        shop=row.shop,
        bill_minor=row.bill_minor,
        points=row.points,
        worth_minor=row.worth_minor,
        left_minor=row.bill_minor - row.worth_minor,
        state=state or HoldState(row.state),
        expires_at=row.expires_at,
        receipt_number=row.receipt_number,
        is_new=is_new,
    )


async def record(
    transaction: Transaction,
    actor: Actor | None,
    held: Held,
    notice: type[RedemptionNotice],
    now: datetime,
    *,
    tell: Sequence[int | None],
    **more: int,
) -> None:
    """Writes down what happened and tells those of `tell`: each finds it in the place of their waiting screen."""
    details = {"points": held.points, "bill_minor": held.bill_minor}
    told = notice(held.hold_id, **more)
    await audit.record(transaction, actor, told.kind, f"hold:{held.hold_id}", now, details)
    for person_id in tell:
        key = f"{told.kind}:{held.hold_id}:{person_id}"
        await notices.notify(transaction, person_id, told, key=key, now=now)


async def held_now(reading: Reading, hold_id: int) -> Held:
    """How a redemption stands.

    Raises:
        HoldUnknown: there is none of this number.
    """
    row = (await reading.run(HOLDS.where(holds.c.id == hold_id))).one_or_none()
    if row is None:
        raise HoldUnknown
    return held_of(row)
