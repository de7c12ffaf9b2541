"""A redemption under way, or how it ended, and who is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select

from loyalty import audit, notices
from loyalty.actor import Actor
from storage import Transaction
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
    row: HoldRow,
    held: Held,
    kind: str,
    now: datetime,
    *,
    tell: Sequence[int | None],
    **more: Any,
) -> None:
    """Writes down what happened and tells those of `tell`: each finds it in the place of their waiting screen."""
    details = {"points": held.points, "bill_minor": held.bill_minor}
    await audit.record(transaction, actor, kind, f"hold:{held.hold_id}", now, details)
    for person_id in tell:
        facts = notices.facts_of(held) | more | _place(row, kind, person_id)
        await notices.notify(transaction, person_id, kind, facts, key=_key(kind, row.id, person_id), now=now)


def _place(row: HoldRow, kind: str, person_id: int | None) -> dict[str, Any]:
    """Which of the two screens it is, and what stands there now."""
    if person_id == row.staff_id:
        return {"for_staff": True, "edit_message_id": row.staff_message_id}
    if kind == "redemption_asked":
        return {"for_staff": False}
    return {"for_staff": False, "edit_notice_key": _key("redemption_asked", row.id, person_id)}


def _key(kind: str, hold_id: int, person_id: int | None) -> str:
    return f"{kind}:{hold_id}:{person_id}"
