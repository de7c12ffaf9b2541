"""Complaints as both sides see them, and the desk's piles."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, or_, select, update

from loyalty.complaints.model import About, Category, ComplaintView, PurchaseAbout, Section
from loyalty.complaints.rules import DESK_ROLES
from storage import Reading, Transaction
from storage.contract import AnyRow
from storage.models import ComplaintState
from storage.statements import insert_for
from storage.tables import complaints, entries, people, purchases, ratings, shops

_TAKERS = people.alias("taker")
#: Whoever no longer works here has given up what they had taken.
_HAS_TAKER = and_(_TAKERS.c.id == complaints.c.taken_by, _TAKERS.c.role.in_(DESK_ROLES))
_VIEWS = (
    select(
        complaints,
        people.c.first_name,
        people.c.blocked_at,
        _TAKERS.c.first_name.label("taker"),
        purchases.c.amount_minor,
        purchases.c.at.label("bought_at"),
        shops.c.name.label("shop"),
        entries.c.points.label("entry_points"),
        entries.c.at.label("entry_at"),
        ratings.c.score,
    )
    .outerjoin(people, people.c.id == complaints.c.person_id)
    .outerjoin(_TAKERS, _HAS_TAKER)
    .outerjoin(purchases, purchases.c.id == complaints.c.purchase_id)
    .outerjoin(shops, shops.c.id == purchases.c.shop_id)
    .outerjoin(entries, entries.c.id == complaints.c.entry_id)
    .outerjoin(ratings, ratings.c.id == complaints.c.rating_id)
)
_NUMBER, _ME, _SKIP, _MOST = (bindparam(name, type_=Integer()) for name in ("number", "me", "skip", "most"))
_NOW = bindparam("now", type_=complaints.c.answer_due_at.type)
_ONE = _VIEWS.where(complaints.c.id == _NUMBER)
_LOCK = select(complaints.c.id).where(complaints.c.id == _NUMBER).with_for_update()
_SAVE = update(complaints).where(complaints.c.id == _NUMBER)

_MINE = complaints.c.person_id == _ME
_NOT_CLOSED = complaints.c.state != ComplaintState.CLOSED
_ANSWERED = complaints.c.state.in_([ComplaintState.ANSWERED, ComplaintState.SOLVED])
_NEWEST_FIRST = complaints.c.id.desc()
_OPENED_WITH = _VIEWS.where(_MINE, complaints.c.key == bindparam("key"))
_OF_CUSTOMER = _VIEWS.where(_MINE).order_by(_NEWEST_FIRST).offset(_SKIP).limit(_MOST)
_NEWEST_ANSWERED = _VIEWS.where(_MINE, _ANSWERED).order_by(_NEWEST_FIRST).limit(1)
_ABOUT_PURCHASE = (
    _VIEWS.where(_MINE, _NOT_CLOSED, complaints.c.purchase_id == bindparam("purchase_id"))
    .order_by(complaints.c.id)
    .limit(1)
)
_RATED = ratings.alias("rated")
_RATER = select(_RATED.c.person_id).where(_RATED.c.id == bindparam("rating_id")).scalar_subquery()
_ABOUT_RATING = (
    _VIEWS.where(
        or_(
            complaints.c.key == bindparam("key"),
            and_(complaints.c.person_id == _RATER, complaints.c.rating_id == bindparam("rating_id")),
        )
    )
    .order_by(complaints.c.id)
    .limit(1)
)
_UNDER_WAY = select(complaints.c.id).where(_MINE, _NOT_CLOSED).order_by(complaints.c.id)

#: Nobody works on their own complaint; one whose customer is forgotten is nobody's own.
_NOT_OWN = or_(complaints.c.person_id.is_(None), complaints.c.person_id != _ME)
_WAITS_FOR_US = complaints.c.state.in_([ComplaintState.OPEN, ComplaintState.TAKEN])
_PILES = {
    Section.OPEN: and_(
        _WAITS_FOR_US,
        or_(_TAKERS.c.id.is_(None), and_(_TAKERS.c.id != _ME, complaints.c.answer_due_at <= _NOW)),
    ),
    Section.MINE: and_(_WAITS_FOR_US, _TAKERS.c.id == _ME),
    Section.WAITING: _ANSWERED,
    Section.COLLEAGUES: and_(_WAITS_FOR_US, _TAKERS.c.id != _ME, complaints.c.answer_due_at > _NOW),
}
_ON_PILE = {
    section: _VIEWS.where(pile, _NOT_OWN)
    .order_by(complaints.c.answer_due_at, complaints.c.id)
    .offset(_SKIP)
    .limit(_MOST)
    for section, pile in _PILES.items()
}
_HEIGHTS = (
    select(*(func.count().filter(pile) for pile in _PILES.values()))
    .select_from(complaints)
    .outerjoin(_TAKERS, _HAS_TAKER)
    .where(_NOT_CLOSED, _NOT_OWN)
)
_REMINDED_BEFORE = bindparam("reminded_before", type_=complaints.c.reminded_at.type)
_LOCK_LATE = (
    select(complaints.c.id)
    .where(
        complaints.c.answer_due_at <= _NOW,
        or_(complaints.c.reminded_at.is_(None), complaints.c.reminded_at <= _REMINDED_BEFORE),
    )
    .order_by(complaints.c.id)
    .limit(_MOST)
    .with_for_update(skip_locked=True)
)


async def find(reading: Reading, number: int) -> ComplaintView | None:
    return await _first(reading, _ONE, {"number": number})


async def lock(transaction: Transaction, number: int) -> ComplaintView | None:
    """The complaint as it is now, and no one else changes it before this transaction ends."""
    await transaction.run(_LOCK, {"number": number})
    return await find(transaction, number)


async def opened_with(reading: Reading, person_id: int, key: str) -> ComplaintView | None:
    """A person's complaint that was sent under this key."""
    return await _first(reading, _OPENED_WITH, {"me": person_id, "key": key})


async def of_customer(reading: Reading, person_id: int, offset: int, limit: int) -> list[ComplaintView]:
    """A person's own, newest first."""
    return await _views(reading, _OF_CUSTOMER, {"me": person_id, "skip": offset, "most": limit})


async def newest_answered(reading: Reading, person_id: int) -> ComplaintView | None:
    """A person's last complaint that the team has answered, or thinks is solved."""
    return await _first(reading, _NEWEST_ANSWERED, {"me": person_id})


async def about_purchase(reading: Reading, person_id: int, purchase_id: int) -> ComplaintView | None:
    """A person's complaint about a purchase that is not closed."""
    return await _first(reading, _ABOUT_PURCHASE, {"me": person_id, "purchase_id": purchase_id})


async def about_rating(reading: Reading, rating_id: int, key: str) -> ComplaintView | None:
    """The first complaint that came from a rating: its customer's own, or the one with this key."""
    return await _first(reading, _ABOUT_RATING, {"rating_id": rating_id, "key": key})


async def under_way(reading: Reading, person_id: int) -> list[int]:
    """Numbers of a person's complaints that are not closed."""
    return list((await reading.run(_UNDER_WAY, {"me": person_id})).scalars())


async def on_pile(
    reading: Reading, section: Section, person_id: int, now: datetime, offset: int, limit: int
) -> list[ComplaintView]:
    """What lies on a pile in the eyes of this member of the team, whoever waits longest first."""
    asked = {"me": person_id, "now": now, "skip": offset, "most": limit}
    return await _views(reading, _ON_PILE[section], asked)


async def heights(reading: Reading, person_id: int, now: datetime) -> dict[Section, int]:
    """How much lies on each pile in the eyes of this member of the team."""
    row = (await reading.run(_HEIGHTS, {"me": person_id, "now": now})).one()
    return dict(zip(_PILES, row, strict=True))


async def lock_late(transaction: Transaction, now: datetime, reminded_before: datetime, limit: int) -> list[int]:
    """Numbers of those whose promised time has passed, and of which nobody was told since `reminded_before`.

    Those locked elsewhere wait for next time.
    """
    asked = {"now": now, "reminded_before": reminded_before, "most": limit}
    return list((await transaction.run(_LOCK_LATE, asked)).scalars())


async def add(transaction: Transaction, row: dict[str, Any]) -> int | None:
    """Writes a complaint and returns its number; None: one with its key is there already."""
    adding = (
        insert_for(transaction, complaints).on_conflict_do_nothing(index_elements=["key"]).returning(complaints.c.id)
    )
    number: int | None = (await transaction.run(adding, row)).scalar_one_or_none()
    return number


async def save(transaction: Transaction, number: int, **values: Any) -> None:
    """Writes these columns of a complaint."""
    await transaction.later(_SAVE, {"number": number, **values})


async def _first(reading: Reading, statement: Any, wanted: dict[str, Any]) -> ComplaintView | None:
    row = (await reading.run(statement, wanted)).one_or_none()
    return _view(row) if row else None


async def _views(reading: Reading, statement: Any, wanted: dict[str, Any]) -> list[ComplaintView]:
    return [_view(row) for row in (await reading.run(statement, wanted)).all()]


def _view(row: AnyRow) -> ComplaintView:
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
