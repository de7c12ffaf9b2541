"""How likely customers are to recommend us, 0 to 10, and why: one answer per cooldown, which can be corrected."""

from dataclasses import replace
from datetime import datetime, timedelta

from loyalty import programme
from loyalty.actor import Actor, Permission
from loyalty.complaints import Category, about_purchase
from loyalty.complaints.model import NothingSaid
from loyalty.identity import acting
from loyalty.ratings import queries, telling
from loyalty.ratings.model import ASKED, HIGHEST, LOWEST, REASONS, WHY_WAITS, Question, Rating, RatingUnknown
from storage import Reading, Transaction


async def latest(reading: Reading, actor: Actor, now: datetime) -> Rating | None:
    """The actor's answer within the cooldown."""
    actor.require(Permission.USE_OWN_CARD)
    cooldown = timedelta(days=(await programme.load(reading, now)).ratings.cooldown_days)
    return await queries.newest(reading, actor.person_id, cooldown, now)


async def rate(
    transaction: Transaction, actor: Actor, score: int, *, cause: str, language: str, wording: str, now: datetime
) -> Rating:
    """Answers the question, or within the cooldown corrects the answer given.

    `cause` is what the question came from, `wording` the version of its sentence.

    Raises:
        RatingUnknown: no such score or cause.
        PurchaseUnknown: the cause is a purchase that is not the actor's.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    if not LOWEST <= score <= HIGHEST:
        raise RatingUnknown
    await _check_cause(transaction, actor, cause)
    before = await latest(transaction, actor, now)
    if before is not None:
        if score == before.score:
            return before
        # The reasons answered what was asked about the earlier score, which may have been the opposite.
        corrected = await _save(transaction, replace(before, score=score, reasons=(), corrected_at=now))
        await telling.expect(transaction, corrected, actor.person_id, before.score, now)
        return corrected
    question = Question(cause, language, wording)
    await queries.add(transaction, actor.person_id, score, question, now)
    rating = await _latest(transaction, actor, now)
    await telling.expect(transaction, rating, actor.person_id, None, now)
    return rating


async def give_reason(
    transaction: Transaction, actor: Actor, rating_id: int, reason: Category, given: bool, now: datetime
) -> Rating:
    """Adds a reason to the answer, or takes it away. A second time changes nothing.

    Raises:
        RatingUnknown: not the actor's answer of this cooldown.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    rating = await find(transaction, actor, rating_id, now)
    reasons = tuple(one for one in REASONS if (given if one is reason else one in rating.reasons))
    if reasons == rating.reasons:
        return rating
    changed = await _save(transaction, replace(rating, reasons=reasons))
    if changed.detractor:
        what = f"{reason}-{int(given)}"
        await telling.follow(transaction, rating_id, actor.person_id, what, now)
    return changed


async def comment(transaction: Transaction, actor: Actor, rating_id: int, text: str, now: datetime) -> Rating:
    """Says why in one's own words; they take the place of earlier ones.

    Raises:
        RatingUnknown: not the actor's answer of this cooldown.
        NothingSaid: no words.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    words = text.strip()
    if not words:
        raise NothingSaid
    rating = await find(transaction, actor, rating_id, now)
    corrected = rating.comment not in (None, words) or now > rating.changed_at + WHY_WAITS
    said = replace(rating, comment=words, corrected_at=now if corrected else rating.corrected_at)
    await _save(transaction, said)
    if said.detractor:
        await telling.follow(transaction, rating_id, actor.person_id, "words", now)
        await telling.finished(transaction, said, actor.person_id, now)
    else:
        await telling.of_day(transaction, said, actor.person_id, now)
    return said


async def finish(transaction: Transaction, actor: Actor, rating_id: int, now: datetime) -> Rating:
    """Has no more to say; words may come all the same. A second time changes nothing.

    Raises:
        RatingUnknown: not the actor's answer of this cooldown.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    rating = await find(transaction, actor, rating_id, now)
    await telling.finished(transaction, rating, actor.person_id, now)
    return rating


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


async def _latest(reading: Reading, actor: Actor, now: datetime) -> Rating:
    rating = await latest(reading, actor, now)
    if rating is None:
        raise RatingUnknown
    return rating


async def _save(transaction: Transaction, rating: Rating) -> Rating:
    await queries.save(transaction, rating)
    return rating
