"""Who of the team hears of a rating, and when.

Of somebody unhappy all of them do, once the customer has finished: by a word, by *Done*, or when the time for words is
over. What is changed later follows in the place of that message. Of everybody else's words they hear once a day.
"""

from datetime import UTC, datetime, time, timedelta

from loyalty import programme
from loyalty.notices import notify
from loyalty.preferences.quiet import quiet_hours
from loyalty.programme import Programme
from loyalty.ratings import queries
from loyalty.ratings.model import WHY_WAITS, Rating
from loyalty.ratings.notices import RatingHeard, RatingsOfDay, day_key, heard_key
from storage import Transaction

#: Local hour of the day's message, unless it is quiet then. Answers of the hour before may still get words.
EVENING = time(18)
CLOSING = time(17)


async def expect(transaction: Transaction, rating: Rating, person_id: int, was: int | None, now: datetime) -> None:
    """The score is new, or corrected from `was`; words may follow."""
    if rating.detractor:
        for member in await queries.team(transaction, person_id):
            told, key = RatingHeard(rating.rating_id, None), heard_key(rating.rating_id, member.person_id)
            await notify(transaction, member.person_id, told, key=key, now=now, due_at=now + WHY_WAITS)
    if was is not None:
        await follow(transaction, rating.rating_id, person_id, f"{was}-{rating.score}", now, was=was)
        await of_day(transaction, rating, person_id, now)


async def finished(transaction: Transaction, rating: Rating, person_id: int, now: datetime) -> None:
    """The customer has said all: those who wait for it need not wait longer."""
    keys = [heard_key(rating.rating_id, member.person_id) for member in await queries.team(transaction, person_id)]
    await queries.hasten(transaction, keys, now)


async def follow(
    transaction: Transaction,
    rating_id: int,
    person_id: int,
    what: str,
    now: datetime,
    *,
    was: int | None = None,
    but: int | None = None,
) -> None:
    """In the chats of those who have been told: the rating as it is after `what`. `but`: who sees it already."""
    team = [member.person_id for member in await queries.team(transaction, person_id) if member.person_id != but]
    readers = {heard_key(rating_id, reader_id): reader_id for reader_id in team}
    for key in await queries.told(transaction, list(readers), now):
        told, again = RatingHeard(rating_id, was), f"{key}:{what}:{now.isoformat()}"
        await notify(transaction, readers[key], told, key=again, now=now)


async def of_day(transaction: Transaction, rating: Rating, person_id: int, now: datetime) -> None:
    """Words that nobody has to answer: they come with the day's others."""
    if rating.detractor or not rating.comment:
        return
    rules = await programme.load(transaction, now)
    told = _day(rules, rating.changed_at)
    day = told.until.astimezone(rules.zone).date()
    evening = max(now, datetime.combine(day, EVENING, tzinfo=rules.zone))
    for member in await queries.team(transaction, person_id):
        due_at = quiet_hours(rules, member.quiet_from, member.quiet_until).next_waking(evening)
        key = day_key(told.until, member.person_id)
        await notify(transaction, member.person_id, told, key=key, now=now, due_at=due_at)


def _day(rules: Programme, moment: datetime) -> RatingsOfDay:
    """The day from closing to closing in which a moment lies."""
    local = moment.astimezone(rules.zone)
    day = local.date() + timedelta(days=local.time() >= CLOSING)
    since, until = (
        datetime.combine(one, CLOSING, tzinfo=rules.zone).astimezone(UTC) for one in (day - timedelta(days=1), day)
    )
    return RatingsOfDay(since, until)


async def forgotten(transaction: Transaction, person_id: int, now: datetime) -> None:
    """Somebody's words go: they go in the team's chats too."""
    rules = await programme.load(transaction, now)
    for rating in await queries.of_person(transaction, person_id):
        await follow(transaction, rating.rating_id, person_id, "forgotten", now)
        if rating.comment and not rating.detractor:
            await _anew(transaction, _day(rules, rating.changed_at), person_id, now)


async def _anew(transaction: Transaction, told: RatingsOfDay, but: int, now: datetime) -> None:
    members = {day_key(told.until, member.person_id): member for member in await queries.team(transaction, but)}
    for key in await queries.told(transaction, list(members), now):
        await notify(transaction, members[key].person_id, told, key=f"{key}:{now.isoformat()}", now=now)
