"""Finding complaints: for their customer, for the team, and under a lock for those who change one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from loyalty.actor import PERMISSIONS, Actor, Permission
from loyalty.complaints.model import (
    About,
    Category,
    ComplaintUnknown,
    ComplaintView,
    MessageView,
    OwnComplaint,
    PurchaseAbout,
)
from loyalty.purchases.model import PurchaseUnknown
from storage import Reading, Transaction
from storage.models import ComplaintState
from storage.tables import complaint_messages, complaints, entries, people, purchases, ratings, shops

#: Roles that work on complaints.
DESK_ROLES = tuple(role for role, permissions in PERMISSIONS.items() if Permission.WORK_DESK in permissions)

takers = people.alias("taker")
#: Whoever no longer works here has given up what they had taken.
has_taker = and_(takers.c.id == complaints.c.taken_by, takers.c.role.in_(DESK_ROLES))
_SELECT = (
    select(
        complaints,
        people.c.first_name,
        people.c.blocked_at,
        takers.c.first_name.label("taker"),
        purchases.c.amount_minor,
        purchases.c.at.label("bought_at"),
        shops.c.name.label("shop"),
        entries.c.points.label("entry_points"),
        entries.c.at.label("entry_at"),
        ratings.c.score,
    )
    .outerjoin(people, people.c.id == complaints.c.person_id)
    .outerjoin(takers, has_taker)
    .outerjoin(purchases, purchases.c.id == complaints.c.purchase_id)
    .outerjoin(shops, shops.c.id == purchases.c.shop_id)
    .outerjoin(entries, entries.c.id == complaints.c.entry_id)
    .outerjoin(ratings, ratings.c.id == complaints.c.rating_id)
)


_MESSAGES = select(
    complaint_messages.c.id,
    people.c.first_name,
    *(complaint_messages.c[name] for name in ("from_staff", "text", "media", "file_id", "at", "edited_at")),
).outerjoin(people, people.c.id == complaint_messages.c.author_id)


async def find(reading: Reading, actor: Actor, number: int) -> ComplaintView:
    """A complaint of one's own, or for the team any other.

    Raises:
        ComplaintUnknown: there is none of this number that they may see.
    """
    actor.require(Permission.USE_OWN_CARD)
    view = await _one(reading, complaints.c.id == number)
    if view is None or not (view.customer_id == actor.person_id or actor.may(Permission.WORK_DESK)):
        raise ComplaintUnknown
    return view


async def opened_with(reading: Reading, actor: Actor, key: str) -> ComplaintView | None:
    """The actor's complaint that was sent under this key."""
    actor.require(Permission.USE_OWN_CARD)
    return await _one(reading, and_(complaints.c.key == key, complaints.c.person_id == actor.person_id))


async def mine(reading: Reading, actor: Actor, offset: int = 0, limit: int = 6) -> list[ComplaintView]:
    """One's own complaints, newest first."""
    actor.require(Permission.USE_OWN_CARD)
    own = complaints.c.person_id == actor.person_id
    return await views(reading, own, order=[complaints.c.id.desc()], offset=offset, limit=limit)


async def to_confirm(reading: Reading, actor: Actor) -> ComplaintView | None:
    """One's own newest complaint that the team has answered: is it solved?"""
    actor.require(Permission.USE_OWN_CARD)
    answered = complaints.c.state.in_([ComplaintState.ANSWERED, ComplaintState.SOLVED])
    own = and_(complaints.c.person_id == actor.person_id, answered)
    return next(iter(await views(reading, own, order=[complaints.c.id.desc()], limit=1)), None)


async def under_way_of(reading: Reading, actor: Actor, person_id: int) -> list[int]:
    """Numbers of a customer's complaints that are not closed.

    Raises:
        Forbidden: not of the team.
    """
    actor.require(Permission.WORK_DESK)
    of = (complaints.c.person_id == person_id, complaints.c.state != ComplaintState.CLOSED)
    return list((await reading.run(select(complaints.c.id).where(*of).order_by(complaints.c.id))).scalars())


async def thread(reading: Reading, actor: Actor, number: int) -> tuple[ComplaintView, list[MessageView]]:
    """A complaint with everything said in it, oldest first.

    Raises:
        ComplaintUnknown: there is none of this number that they may see.
    """
    view = await find(reading, actor, number)
    of = complaint_messages.c.complaint_id == number
    statement = _MESSAGES.where(of).order_by(complaint_messages.c.id)
    rows = (await reading.run(statement)).all()
    return view, [_message(row) for row in rows]


async def own_thread(reading: Reading, actor: Actor, number: int) -> tuple[ComplaintView, list[MessageView]]:
    """As `thread`, of one's own complaints alone, whatever the role.

    Raises:
        ComplaintUnknown: not theirs.
    """
    found = await thread(reading, actor, number)
    if found[0].customer_id != actor.person_id:
        raise ComplaintUnknown
    return found


async def message(reading: Reading, said_id: int) -> MessageView:
    """One message of a complaint, for whoever it is addressed to.

    Raises:
        ComplaintUnknown: there is none of this number.
    """
    row = (await reading.run(_MESSAGES.where(complaint_messages.c.id == said_id))).one_or_none()
    if row is None:
        raise ComplaintUnknown
    return _message(row)


async def name_of(reading: Reading, person_id: int | None) -> str:
    """The first name of somebody of the team; empty once they have asked to be forgotten."""
    found = await reading.run(select(people.c.first_name).where(people.c.id == person_id))
    return found.scalar_one_or_none() or ""


async def about_purchase(
    reading: Reading, actor: Actor, purchase_id: int
) -> tuple[PurchaseAbout, ComplaintView | None]:
    """A purchase on the actor's own card, and their complaint about it that is not closed, if there is one.

    Raises:
        PurchaseUnknown: no such purchase on their card.
    """
    actor.require(Permission.USE_OWN_CARD)
    statement = (
        select(purchases.c.id, purchases.c.amount_minor, shops.c.name, purchases.c.at)
        .join(shops, shops.c.id == purchases.c.shop_id)
        .where(purchases.c.id == purchase_id, purchases.c.account_id == actor.account_id)
    )
    row = (await reading.run(statement)).one_or_none()
    if row is None:
        raise PurchaseUnknown
    same = and_(
        complaints.c.purchase_id == purchase_id,
        complaints.c.person_id == actor.person_id,
        complaints.c.state != ComplaintState.CLOSED,
    )
    return PurchaseAbout(*row), next(iter(await views(reading, same, order=[complaints.c.id], limit=1)), None)


async def views(
    reading: Reading,
    condition: ColumnElement[bool],
    *,
    order: Sequence[ColumnElement[Any]],
    offset: int = 0,
    limit: int,
) -> list[ComplaintView]:
    statement = _SELECT.where(condition).order_by(*order).offset(offset).limit(limit)
    return [_view(row) for row in (await reading.run(statement)).all()]


async def _one(reading: Reading, condition: ColumnElement[bool]) -> ComplaintView | None:
    row = (await reading.run(_SELECT.where(condition))).one_or_none()
    return _view(row) if row else None


async def lock(transaction: Transaction, number: int) -> ComplaintView:
    """The complaint as it is now, and no one else changes it before this transaction ends.

    Raises:
        ComplaintUnknown: there is none of this number.
    """
    await transaction.run(select(complaints.c.id).where(complaints.c.id == number).with_for_update())
    view = await _one(transaction, complaints.c.id == number)
    if view is None:
        raise ComplaintUnknown
    return view


async def lock_for_customer(transaction: Transaction, actor: Actor, number: int) -> ComplaintView:
    """Raises ComplaintUnknown unless it is the actor's own."""
    actor.require(Permission.USE_OWN_CARD)
    view = await lock(transaction, number)
    if view.customer_id != actor.person_id:
        raise ComplaintUnknown
    return view


async def lock_for_desk(transaction: Transaction, actor: Actor, number: int) -> ComplaintView:
    """Raises Forbidden, ComplaintUnknown, OwnComplaint."""
    actor.require(Permission.WORK_DESK)
    view = await lock(transaction, number)
    if view.customer_id == actor.person_id:
        raise OwnComplaint
    return view


def not_own(actor: Actor) -> ColumnElement[bool]:
    """Nobody works on their own complaint; one whose customer is forgotten is nobody's own."""
    return or_(complaints.c.person_id.is_(None), complaints.c.person_id != actor.person_id)


def _message(row: Row[*tuple[Any, ...]]) -> MessageView:
    return MessageView(row.id, row.first_name or "", *row[2:])


def _view(row: Row[*tuple[Any, ...]]) -> ComplaintView:
    purchase = None
    if row.purchase_id is not None:
        purchase = PurchaseAbout(row.purchase_id, row.amount_minor, row.shop, row.bought_at)
    return ComplaintView(
        number=row.id,
        category=Category(row.category),
        state=ComplaintState(row.state),
        created_at=row.created_at,
        answer_due_at=row.answer_due_at,
        reminded_at=row.reminded_at,
        closed_at=row.closed_at,
        handling_score=row.handling_score,
        customer_id=row.person_id,
        customer=row.first_name or "",
        unreachable=row.person_id is None or row.blocked_at is not None,
        taken_by=row.taken_by if row.taker is not None else None,
        taker=row.taker,
        about=About(purchase, row.entry_points, row.entry_at, row.score),
    )
