"""What the calendar brings: birthdays, and warnings before points expire."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loyalty import preferences, sweeps
from loyalty.birthdays import celebrated_on
from loyalty.expiry.rules import ExpiryPolicy
from loyalty.preferences import Birthday
from storage import Database
from storage.models import Role
from storage.tables import entries, outbox_messages
from tests.loyalty.people import Person, World

#: In the café it is two hours later.
MORNING = datetime(2026, 11, 28, 7, tzinfo=UTC)


async def told(world: World, kind: str) -> list[Any]:
    """Notices of this kind, oldest first."""
    columns = outbox_messages.c.person_id, outbox_messages.c.facts, outbox_messages.c.due_at
    return await world.rows(select(*columns).where(outbox_messages.c.kind == kind).order_by(outbox_messages.c.id))


async def gifts(world: World) -> list[int]:
    return [row.points for row in await world.rows(select(entries.c.points).where(entries.c.kind == "birthday"))]


async def born(anna: Person, month: int, day: int, told_at: datetime) -> None:
    anna.world.now = told_at
    await anna.do(preferences.set_birthday, Birthday(month, day), told_at)


async def sweep_at(world: World, moment: datetime) -> None:
    world.now = moment
    await world.sweep()


async def test_a_birthday_brings_a_greeting_in_the_morning_and_points(
    world: World, owner: Person, anna: Person
) -> None:
    """Once, however often one looks, and again the next year."""
    await owner.sets({"birthdays.points": 200})
    await born(anna, 11, 28, MORNING - timedelta(days=30))
    await sweep_at(world, MORNING - timedelta(hours=10))  # still the 27th in the café
    assert await told(world, "birthday") == []
    await sweep_at(world, MORNING - timedelta(hours=8))
    await sweep_at(world, MORNING + timedelta(hours=8))
    (greeting,) = await told(world, "birthday")
    assert (greeting.person_id, greeting.due_at) == (anna.person_id, MORNING)
    assert greeting.facts == {"points": 200, "late": False}
    assert await anna.figures() == (200, 0, 0, 0)
    await sweep_at(world, MORNING + timedelta(days=365))
    assert await gifts(world) == [200, 200]


async def test_replicas_greet_once(world: World, owner: Person, anna: Person) -> None:
    """Two processes that look at the same moment."""
    await owner.sets({"birthdays.points": 200})
    await born(anna, 11, 28, MORNING - timedelta(days=30))
    other = Database(world.database.url.render_as_string(False))
    await asyncio.gather(*(sweeps.sweep(database, MORNING) for database in (world.database, other)))
    await other.close()
    assert len(await told(world, "birthday")) == 1
    assert await gifts(world) == [200]


async def test_a_birthday_told_at_the_last_moment_brings_no_points(world: World, owner: Person, anna: Person) -> None:
    """Or it would always be today; the greeting comes all the same."""
    await owner.sets({"birthdays.points": 200})
    await born(anna, 11, 28, MORNING - timedelta(days=6))
    await sweep_at(world, MORNING)
    assert [greeting.facts["points"] for greeting in await told(world, "birthday")] == [0]
    assert await gifts(world) == []


async def test_a_greeting_waits_for_ones_own_morning(world: World, owner: Person, anna: Person) -> None:
    """Whoever sleeps until eleven is greeted at eleven."""
    await anna.do(preferences.set_quiet_hours, (23, 11))
    await born(anna, 11, 28, MORNING - timedelta(days=30))
    await sweep_at(world, MORNING - timedelta(hours=8))
    assert [greeting.due_at for greeting in await told(world, "birthday")] == [MORNING + timedelta(hours=2)]


@pytest.mark.parametrize(("days", "greeted"), [(3, True), (4, False)])
async def test_after_an_outage_a_greeting_is_late_or_left(
    world: World, owner: Person, anna: Person, days: int, greeted: bool
) -> None:
    """Some days late it says so; later it would be strange."""
    await owner.sets({"birthdays.points": 200})
    await born(anna, 11, 28, MORNING - timedelta(days=30))
    await sweep_at(world, MORNING + timedelta(days=days))
    expected = [{"points": 200, "late": True}] if greeted else []
    assert [greeting.facts for greeting in await told(world, "birthday")] == expected


async def test_yesterdays_birthday_told_today_is_not_greeted(world: World, owner: Person, anna: Person) -> None:
    """Nobody was late."""
    await born(anna, 11, 27, MORNING)
    await world.sweep()
    assert await told(world, "birthday") == []


async def test_a_birthday_taken_back_is_not_greeted(world: World, owner: Person, anna: Person) -> None:
    """That is how one ends it."""
    await born(anna, 11, 28, MORNING - timedelta(days=30))
    await anna.do(preferences.remove_birthday)
    await sweep_at(world, MORNING)
    assert await told(world, "birthday") == []


def test_29_february_is_celebrated_every_year() -> None:
    """In common years a day earlier."""
    assert celebrated_on(date(2027, 2, 28)) == [Birthday(2, 28), Birthday(2, 29)]
    assert celebrated_on(date(2028, 2, 28)) == [Birthday(2, 28)]
    assert celebrated_on(date(2028, 2, 29)) == [Birthday(2, 29)]


@pytest.fixture
async def rolling(world: World, owner: Person) -> Person:
    """Points live for twelve months; who has set it."""
    await owner.sets({"expiry.policy": ExpiryPolicy.ROLLING, "expiry.after_months": 12})
    return owner


async def earns(till: Person, anna: Person, rands: int, at: datetime) -> None:
    till.world.now = at
    await till.sells(anna, rands * 2000)  # 5 % of it, a cent each: a hundred times as many points


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00+00:00")


#: The points of 10 March 2026 are gone as 11 March 2027 begins in the café.
EARNED = noon("2026-03-10")
GONE = datetime(2027, 3, 10, 22, tzinfo=UTC)


async def test_a_warning_30_and_7_days_before_each_once(
    world: World, rolling: Person, till: Person, anna: Person
) -> None:
    """What was earned on one day is warned of together, and other days apart."""
    await earns(till, anna, 1, EARNED)
    await earns(till, anna, 2, EARNED + timedelta(hours=1))
    await earns(till, anna, 4, EARNED + timedelta(days=100))
    await sweep_at(world, GONE - timedelta(days=30, hours=1))
    assert await told(world, "points_expiring") == []
    for moment in (GONE - timedelta(days=29, hours=13), GONE - timedelta(days=20), GONE - timedelta(days=6, hours=13)):
        await sweep_at(world, moment)
        await sweep_at(world, moment)
    warnings = await told(world, "points_expiring")
    assert [(w.person_id, w.facts["points"], w.facts["days"]) for w in warnings] == [
        (anna.person_id, 300, 30),
        (anna.person_id, 300, 7),
    ]
    assert {w.facts["expires_at"] for w in warnings} == {GONE.isoformat()}


async def test_a_warning_counts_what_is_still_there(world: World, rolling: Person, till: Person, anna: Person) -> None:
    """Spent points are not warned of, and nobody is who has spent all."""
    await earns(till, anna, 5, EARNED)
    await rolling.gives(anna, -200)
    await sweep_at(world, GONE - timedelta(days=29))
    assert [w.facts["points"] for w in await told(world, "points_expiring")] == [300]
    await rolling.gives(anna, -300)
    await sweep_at(world, GONE - timedelta(days=6))
    assert len(await told(world, "points_expiring")) == 1


async def test_no_warning_comes_at_night(world: World, rolling: Person, till: Person, anna: Person) -> None:
    """It waits for the end of the quiet hours: the programme's, or one's own."""
    await earns(till, anna, 1, EARNED)
    await sweep_at(world, GONE - timedelta(days=30))  # midnight in the café
    await anna.do(preferences.set_quiet_hours, (22, 7))
    await sweep_at(world, GONE - timedelta(days=7))
    due = [w.due_at for w in await told(world, "points_expiring")]
    assert due == [GONE - timedelta(days=30) + timedelta(hours=9), GONE - timedelta(days=7) + timedelta(hours=7)]


async def test_after_an_outage_only_the_last_warning_comes(
    world: World, rolling: Person, till: Person, anna: Person
) -> None:
    """Three days before there is one warning, not two; and of what is gone there is none."""
    boris = await world.newcomer("Boris")
    await earns(till, boris, 1, EARNED - timedelta(days=10))
    await earns(till, anna, 1, EARNED)
    await sweep_at(world, GONE - timedelta(days=3))
    assert [(w.person_id, w.facts["days"]) for w in await told(world, "points_expiring")] == [(anna.person_id, 7)]
    assert await boris.figures() == (0, 0, 0, 0)


async def test_what_would_be_gone_by_morning_is_not_warned_of(
    world: World, rolling: Person, till: Person, anna: Person
) -> None:
    """Better no warning than one that is too late."""
    await earns(till, anna, 1, EARNED)
    await sweep_at(world, GONE - timedelta(hours=2))
    assert await told(world, "points_expiring") == []


async def test_everybody_is_warned_in_small_portions(world: World, rolling: Person, till: Person) -> None:
    """More people than fit into one transaction."""
    people = [await world.newcomer(f"Customer {number}") for number in range(5)]
    for person in people:
        await earns(till, person, 1, EARNED)
    world.now = GONE - timedelta(days=29)
    swept = await sweeps.sweep(world.database, world.now, batch=2)
    assert swept.warned == 5
    assert {w.person_id for w in await told(world, "points_expiring")} == {person.person_id for person in people}


async def test_expiry_switched_off_and_on_warns_anew(world: World, rolling: Person, till: Person, anna: Person) -> None:
    """The points have a new end, so there is something new to tell."""
    await earns(till, anna, 1, EARNED)
    await sweep_at(world, GONE - timedelta(days=6))
    await rolling.sets({"expiry.policy": ExpiryPolicy.NONE})
    await rolling.sets({"expiry.policy": ExpiryPolicy.ROLLING, "expiry.after_months": 1})
    await sweep_at(world, world.now + timedelta(days=2))
    assert [w.facts["days"] for w in await told(world, "points_expiring")] == [7, 30]


async def test_staff_are_warned_and_greeted_as_well(world: World, rolling: Person) -> None:
    """They have a card of their own."""
    thandi = await world.newcomer("Thandi", Role.STAFF, invited_by=rolling)
    await born(thandi, 11, 28, MORNING - timedelta(days=30))
    await sweep_at(world, MORNING)
    assert [greeting.person_id for greeting in await told(world, "birthday")] == [thandi.person_id]
