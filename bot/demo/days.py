"""The demo's months, day by day: who does what, and when."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from bot.demo.cafe import Cafe, Happens
from bot.demo.cast import COMMENTS, FRIENDS, NAMES, TROUBLES, Trouble
from loyalty.membership import Profile
from loyalty.preferences import Birthday
from storage.models import Purpose

FIRST_TELEGRAM_ID = 7_100_001
DAYS = 200
#: When customers who pay with points do so.
EVERY = 5
#: The share of those who say how likely they are to recommend the café, and what they say.
RATERS = 0.6
SCORES = (10, 10, 9, 9, 9, 8, 8, 7, 7, 6, 4, 2)

Event = tuple[datetime, Happens]
_TELEGRAM_IDS = {name: FIRST_TELEGRAM_ID + number for number, name in enumerate(", ".join(NAMES.values()).split(", "))}


def profiles() -> Iterator[Profile]:
    people = [(name, language) for language, names in NAMES.items() for name in names.split(", ")]
    for number, (name, language) in enumerate(people):
        first_name, last_name = name.split(" ")
        yield Profile(FIRST_TELEGRAM_ID + number, first_name, last_name, None, language)


def days(now: datetime) -> list[Event]:
    """Everything that happens until now, in its order. The same every time but for the dates."""
    events = [event for profile in profiles() for event in _life(profile, now)]
    events += [(now - timedelta(days=ago), Cafe.look_around) for ago in range(1, DAYS)]
    events.append((now - timedelta(hours=1), Cafe.look_around))
    return sorted((event for event in events if event[0] < now), key=lambda event: event[0])


def _life(profile: Profile, now: datetime) -> Iterator[Event]:
    """One customer's months: joined some time ago, comes as often and spends as much as is their way."""
    who, name, chance = profile.telegram_id, f"{profile.first_name} {profile.last_name}", Random(profile.telegram_id)
    invited = FRIENDS.get(name)
    joined_at = now - timedelta(days=invited.days_ago if invited else chance.uniform(DAYS / 2, DAYS))
    by = _TELEGRAM_IDS[invited.by] if invited else None
    yield joined_at, partial(Cafe.join, profile=profile, by=by, offers=chance.random() < 0.6)
    yield joined_at + timedelta(minutes=5), _told(who, chance)
    visits = [] if invited and not invited.buys else list(_visits(joined_at, now, chance))
    for number, (at, amount_minor) in enumerate(visits, 1):
        yield at, partial(Cafe.buy, who=who, amount_minor=amount_minor, with_points=number % EVERY == 0)
    if visits and chance.random() < RATERS:
        yield visits[-1][0] + timedelta(hours=1), _rated(profile, chance)
    if trouble := TROUBLES.get(name):
        yield from _troubled(who, trouble, now)


def _told(who: int, chance: Random) -> Happens:
    """A birthday, and what they would like to hear of."""
    birthday = Birthday(chance.randint(1, 12), chance.randint(1, 28))
    allowed = {purpose: chance.random() < 0.5 for purpose in (Purpose.NEWS, Purpose.SURVEYS)}
    return partial(Cafe.tell_about_themselves, who=who, birthday=birthday, allowed=allowed)


def _rated(profile: Profile, chance: Random) -> Happens:
    """A score, and from most of them a reason or some words."""
    score = chance.choice(SCORES)
    reason, words = next((reason, words) for least, reason, words in COMMENTS if score >= least)
    return partial(
        Cafe.rate,
        who=profile.telegram_id,
        score=score,
        reason=reason if chance.random() < 0.7 else None,
        words=words[profile.language] if chance.random() < 0.6 else None,
    )


def _troubled(who: int, trouble: Trouble, now: datetime) -> Iterator[Event]:
    at = now - trouble.ago
    yield at, partial(Cafe.complain, who=who, trouble=trouble)
    if trouble.taken:
        yield at + timedelta(minutes=40), partial(Cafe.take, who=who)
    if trouble.answer:
        yield at + timedelta(minutes=55), partial(Cafe.answer, who=who, words=trouble.answer)
    if trouble.mark:
        yield at + timedelta(days=1), partial(Cafe.say_solved, who=who)
        yield at + timedelta(days=1, hours=3), partial(Cafe.close, who=who, mark=trouble.mark)


def _visits(joined_at: datetime, now: datetime, chance: Random) -> Iterator[tuple[datetime, int]]:
    """(when, the bill in minor units); the first one on the next day."""
    pause_days, bill = chance.uniform(3, 25), chance.uniform(60, 240)
    at = _by_day(joined_at + timedelta(days=1), chance)
    while at < now:
        yield at, round(100 * max(50.0, chance.gauss(bill, bill / 3)))
        at = _by_day(at + timedelta(days=max(1.0, chance.expovariate(1 / pause_days))), chance)


def _by_day(at: datetime, chance: Random) -> datetime:
    """Some minute while a café is open."""
    return at.replace(hour=chance.randint(6, 16), minute=chance.randint(0, 59))
