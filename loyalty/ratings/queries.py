"""All SQL of ratings."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from loyalty.complaints import Category
from loyalty.ratings.model import Question, Rating
from storage import Reading, Transaction
from storage.tables import ratings

_NEWEST = (
    select(*(ratings.c[name] for name in ("id", "score", "reasons", "comment", "at", "corrected_at")))
    .where(ratings.c.person_id == bindparam("person_id"), ratings.c.at > bindparam("since", type_=ratings.c.at.type))
    .order_by(ratings.c.id.desc())
    .limit(1)
)
_ADD = insert(ratings).inline()
_SAVE = update(ratings).where(ratings.c.id == bindparam("rating_id"))


async def newest(reading: Reading, person_id: int, cooldown: timedelta, now: datetime) -> Rating | None:
    """The last answer of a person, if it is younger than `cooldown`."""
    row = (await reading.run(_NEWEST, {"person_id": person_id, "since": now - cooldown})).one_or_none()
    if row is None:
        return None
    reasons = tuple(Category(reason) for reason in row.reasons)
    return Rating(row.id, row.score, reasons, row.comment, row.at, row.corrected_at, row.at + cooldown)


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
