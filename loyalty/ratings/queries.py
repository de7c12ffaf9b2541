"""All SQL of ratings."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, insert, not_, or_, select, update

from loyalty.complaints import Category
from loyalty.complaints.rules import DESK_ROLES
from loyalty.ratings.model import DETRACTOR_TO, Heard, Member, Question, Rating
from storage import Reading, Transaction
from storage.contract import AnyRow
from storage.models import DeliveryState
from storage.tables import outbox_messages, people, ratings

_RATINGS = select(*(ratings.c[name] for name in ("id", "score", "reasons", "comment", "at", "corrected_at")))
_NEWEST = (
    _RATINGS.where(
        ratings.c.person_id == bindparam("person_id"), ratings.c.at > bindparam("since", type_=ratings.c.at.type)
    )
    .order_by(ratings.c.id.desc())
    .limit(1)
)
_ADD = insert(ratings).inline()
_SAVE = update(ratings).where(ratings.c.id == bindparam("rating_id"))
_OF_PERSON = _RATINGS.where(ratings.c.person_id == bindparam("person_id")).order_by(ratings.c.id)

_HEARD = select(*(ratings.c[name] for name in ("id", "person_id", "score", "reasons", "comment")))
_FIND = _HEARD.where(ratings.c.id == bindparam("rating_id", type_=Integer()))
_CHANGED_AT = func.coalesce(ratings.c.corrected_at, ratings.c.at)
_BETWEEN = _HEARD.where(
    ratings.c.score > DETRACTOR_TO,
    ratings.c.comment.is_not(None),
    bindparam("since", type_=ratings.c.at.type) <= _CHANGED_AT,
    bindparam("until", type_=ratings.c.at.type) > _CHANGED_AT,
).order_by(ratings.c.score.desc(), ratings.c.id)
_TEAM = (
    select(people.c.id, people.c.quiet_from, people.c.quiet_until)
    .where(people.c.role.in_(DESK_ROLES), people.c.id != bindparam("but"))
    .order_by(people.c.id)
)
_THESE = outbox_messages.c.key.in_(bindparam("keys", expanding=True))
_NOW = bindparam("now", type_=outbox_messages.c.due_at.type)
_LATER = and_(outbox_messages.c.state == DeliveryState.PENDING, outbox_messages.c.due_at > _NOW)
_TOLD = (
    select(outbox_messages.c.key)
    .where(_THESE, or_(outbox_messages.c.due_at.is_(None), not_(_LATER)))
    .order_by(outbox_messages.c.id)
)
_HASTEN = update(outbox_messages).where(_THESE, _LATER).values(due_at=_NOW)


async def newest(reading: Reading, person_id: int, cooldown: timedelta, now: datetime) -> Rating | None:
    """The last answer of a person, if it is younger than `cooldown`."""
    row = (await reading.run(_NEWEST, {"person_id": person_id, "since": now - cooldown})).one_or_none()
    return _rating(row, cooldown) if row else None


async def of_person(reading: Reading, person_id: int) -> list[Rating]:
    """All answers of a person, as if none could be corrected any more."""
    return [_rating(row, timedelta()) for row in await reading.run(_OF_PERSON, {"person_id": person_id})]


def _rating(row: AnyRow, cooldown: timedelta) -> Rating:
    return Rating(row.id, row.score, _reasons(row), row.comment, row.at, row.corrected_at, row.at + cooldown)


def _reasons(row: AnyRow) -> tuple[Category, ...]:
    return tuple(Category(reason) for reason in row.reasons)


async def add(transaction: Transaction, person_id: int, score: int, question: Question, now: datetime) -> None:
    """An answer without reasons as yet."""
    row: dict[str, Any] = {
        "person_id": person_id,
        "score": score,
        "reasons": [],
        "cause": question.cause,
        "language": question.language,
        "wording": question.wording,
        "at": now,
    }
    await transaction.later(_ADD, row)


async def save(transaction: Transaction, rating: Rating) -> None:
    """What can be corrected of an answer."""
    row: dict[str, Any] = {
        "rating_id": rating.rating_id,
        "score": rating.score,
        "reasons": list(rating.reasons),
        "comment": rating.comment,
        "corrected_at": rating.corrected_at,
    }
    await transaction.later(_SAVE, row)


async def find(reading: Reading, rating_id: int) -> Heard | None:
    """Anybody's answer."""
    row = (await reading.run(_FIND, {"rating_id": rating_id})).one_or_none()
    return _heard(row) if row else None


async def raters(reading: Reading, rating_id: int) -> list[int]:
    """Whose answer it is; nobody's when there is none, or they have asked to be forgotten."""
    rating = await find(reading, rating_id)
    return [rating.person_id] if rating and rating.person_id is not None else []


async def between(reading: Reading, since: datetime, until: datetime) -> list[Heard]:
    """Words of those who are not unhappy, whose answers are as they are since a moment between; the best first."""
    return [_heard(row) for row in await reading.run(_BETWEEN, {"since": since, "until": until})]


def _heard(row: AnyRow) -> Heard:
    return Heard(row.id, row.person_id, row.score, _reasons(row), row.comment)


async def team(reading: Reading, but: int | None) -> list[Member]:
    """All who work on complaints, apart from one person."""
    return [Member(*row) for row in await reading.run(_TEAM, {"but": but or 0})]


async def told(reading: Reading, keys: Collection[str], now: datetime) -> list[str]:
    """Those of the keys under which a message has gone out, or goes out now; what goes later reads as it is then."""
    return list((await reading.run(_TOLD, {"keys": list(keys), "now": now})).scalars())


async def hasten(transaction: Transaction, keys: Collection[str], now: datetime) -> None:
    """Those of the messages that are to be sent later are due now."""
    await transaction.run(_HASTEN, {"keys": list(keys), "now": now})
