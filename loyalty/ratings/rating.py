"""How likely customers are to recommend us, 0 to 10, and why: one answer per cooldown, which can be corrected."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from loyalty import programme
from loyalty.actor import Actor, Permission
from loyalty.complaints import Category, about_purchase
from loyalty.complaints.model import NothingSaid
from loyalty.ratings.model import RatingUnknown
from storage import Reading, Transaction
from storage.tables import people, ratings

LOWEST, HIGHEST = 0, 10
#: Promoters answer from here on; detractors up to there.
PROMOTER_FROM, DETRACTOR_TO = 9, 6
#: The customer asked to be asked; the other causes are `purchase:12`.
ASKED = "asked"
#: What can be tapped as a reason.
REASONS = (Category.WAITING, Category.QUALITY, Category.STAFF, Category.PRICE, Category.POINTS, Category.OTHER)


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer. It can be corrected before `open_until`; after that, the question is open anew."""

    rating_id: int
    score: int
    reasons: tuple[Category, ...]
    comment: str | None
    at: datetime
    corrected_at: datetime | None
    open_until: datetime

    @property
    def promoter(self) -> bool:
        return self.score >= PROMOTER_FROM

    @property
    def detractor(self) -> bool:
        return self.score <= DETRACTOR_TO


async def latest(reading: Reading, actor: Actor, now: datetime) -> Rating | None:
    """The actor's answer within the cooldown."""
    actor.require(Permission.USE_OWN_CARD)
    columns = ratings.c
    cooldown = timedelta(days=(await programme.load(reading, now)).ratings.cooldown_days)
    statement = (
        select(columns.id, columns.score, columns.reasons, columns.comment, columns.at, columns.corrected_at)
        .where(columns.person_id == actor.person_id, columns.at > now - cooldown)
        .order_by(columns.id.desc())
        .limit(1)
    )
    row = (await reading.run(statement)).one_or_none()
    if row is None:
        return None
    reasons = tuple(Category(reason) for reason in row.reasons)
    return Rating(row.id, row.score, reasons, row.comment, row.at, row.corrected_at, row.at + cooldown)


async def rate(
    transaction: Transaction, actor: Actor, score: int, *, cause: str, language: str, wording: str, now: datetime
) -> Rating:
    """Answers the question, or within the cooldown corrects the answer given.

    `cause` is what the question came from, `wording` the version of its sentence.

    Raises:
        RatingUnknown: no such score or cause.
        PurchaseUnknown: the cause is a purchase that is not the actor's.
    """
    actor.require(Permission.USE_OWN_CARD)
    if not LOWEST <= score <= HIGHEST:
        raise RatingUnknown
    await _check_cause(transaction, actor, cause)
    await _lock(transaction, actor)
    before = await latest(transaction, actor, now)
    if before is not None:
        if score == before.score:
            return before
        # The reasons answered what was asked about the earlier score, which may have been the opposite.
        return await _save(transaction, replace(before, score=score, reasons=(), corrected_at=now))
    row = {
        "person_id": actor.person_id,
        "score": score,
        "reasons": [],
        "cause": cause,
        "language": language,
        "wording": wording,
        "at": now,
    }
    await transaction.run(insert(ratings), row)
    return await _latest(transaction, actor, now)


async def give_reason(
    transaction: Transaction, actor: Actor, rating_id: int, reason: Category, given: bool, now: datetime
) -> Rating:
    """Adds a reason to the answer, or takes it away. A second time changes nothing.

    Raises:
        RatingUnknown: not the actor's answer of this cooldown.
    """
    rating = await _open(transaction, actor, rating_id, now)
    reasons = tuple(one for one in REASONS if (given if one is reason else one in rating.reasons))
    return await _save(transaction, replace(rating, reasons=reasons))


async def comment(transaction: Transaction, actor: Actor, rating_id: int, text: str, now: datetime) -> Rating:
    """Says why in one's own words; they take the place of earlier ones.

    Raises:
        RatingUnknown: not the actor's answer of this cooldown.
        NothingSaid: no words.
    """
    actor.require(Permission.USE_OWN_CARD)
    words = text.strip()
    if not words:
        raise NothingSaid
    rating = await _open(transaction, actor, rating_id, now)
    replaced = rating.comment not in (None, words)
    return await _save(
        transaction, replace(rating, comment=words, corrected_at=now if replaced else rating.corrected_at)
    )


async def find(reading: Reading, actor: Actor, rating_id: int, now: datetime) -> Rating:
    """The actor's answer of this cooldown.

    Raises:
        RatingUnknown: it is another one, or not the actor's.
    """
    rating = await latest(reading, actor, now)
    if rating is None or rating.rating_id != rating_id:
        raise RatingUnknown
    return rating


async def _check_cause(reading: Reading, actor: Actor, cause: str) -> None:
    kind, _, number = cause.partition(":")
    if kind == "purchase" and number.isdecimal():
        await about_purchase(reading, actor, int(number))
    elif cause != ASKED:
        raise RatingUnknown


async def _lock(transaction: Transaction, actor: Actor) -> None:
    """Two answers of one person at once: the second must see the first."""
    await transaction.run(select(people.c.id).where(people.c.id == actor.person_id).with_for_update())


async def _open(transaction: Transaction, actor: Actor, rating_id: int, now: datetime) -> Rating:
    actor.require(Permission.USE_OWN_CARD)
    await _lock(transaction, actor)
    return await find(transaction, actor, rating_id, now)


async def _latest(reading: Reading, actor: Actor, now: datetime) -> Rating:
    rating = await latest(reading, actor, now)
    if rating is None:
        raise RatingUnknown
    return rating


async def _save(transaction: Transaction, rating: Rating) -> Rating:
    values: dict[str, Any] = {
        "score": rating.score,
        "reasons": list(rating.reasons),
        "comment": rating.comment,
        "corrected_at": rating.corrected_at,
    }
    await transaction.run(update(ratings).where(ratings.c.id == rating.rating_id).values(values))
    return rating
