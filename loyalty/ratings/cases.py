"""What the team does with a rating: reads it, and opens a case for whoever gave it."""

from datetime import datetime

from loyalty.actor import Actor, Permission
from loyalty.complaints import Category, ComplaintView, about_rating
from loyalty.complaints.cases import open_about_rating
from loyalty.identity import acting
from loyalty.ratings import queries, telling
from loyalty.ratings.model import Heard, OwnRating, RaterGone
from storage import Reading, Transaction


async def open_case(transaction: Transaction, actor: Actor, rating_id: int, now: datetime) -> ComplaintView:
    """Makes a complaint of a rating, taken by the actor, and tells the customer that an answer comes.

    If there is one from this rating already, it is returned as it is, whoever opened it.

    Raises:
        Forbidden: not of the team.
        OwnRating: their own.
        RaterGone: there is no such rating, or its customer has asked to be forgotten.
    """
    actor.require(Permission.WORK_DESK)
    raters = await queries.raters(transaction, rating_id)
    actor = await acting(transaction, actor, Permission.WORK_DESK, *raters)
    rating = await queries.find(transaction, rating_id)
    if rating is not None and rating.person_id == actor.person_id:
        raise OwnRating
    if (existing := await about_rating(transaction, rating_id)) is not None:
        return existing
    if rating is None or rating.person_id is None:
        raise RaterGone
    category = next(iter(rating.reasons), Category.OTHER)
    view = await open_about_rating(transaction, actor, rating.person_id, rating_id, category, rating.comment, now)
    await telling.follow(transaction, rating_id, rating.person_id, "case", now, but=actor.person_id)
    return view


async def heard(reading: Reading, reader_id: int | None, rating_id: int) -> Heard | None:
    """A rating as it is now; None: there is none, or whoever reads is not of the team any more, or gave it."""
    rating = await queries.find(reading, rating_id)
    return rating if rating and await _may_read(reading, reader_id, rating.person_id) else None


async def heard_between(reading: Reading, reader_id: int | None, since: datetime, until: datetime) -> list[Heard]:
    """Words of those who are not unhappy and whose answers are as they are since then, the best first.

    None for whoever is not of the team any more, nor anybody's own.
    """
    if not await _may_read(reading, reader_id, None):
        return []
    return [one for one in await queries.between(reading, since, until) if one.person_id != reader_id]


async def _may_read(reading: Reading, reader_id: int | None, rater_id: int | None) -> bool:
    return any(member.person_id == reader_id for member in await queries.team(reading, rater_id))
