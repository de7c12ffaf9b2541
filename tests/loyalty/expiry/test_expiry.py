"""Points that end: by lot, at local midnight, as the settings say."""

from datetime import UTC, datetime

from sqlalchemy import select

from loyalty.programme import change
from loyalty.programme.model import Rule, SettingInvalid
from storage.tables import entries
from tests.loyalty.people import Person, World


async def test_expiry_is_an_entry_per_lot_and_happens_once(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """Each lot ends on its own day; running the sweep again books nothing."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 1})
    await till.gives(anna, 100)
    world.wait(days=10)
    await till.gives(anna, 200)
    assert [points for _, points in (await anna.overview()).expiring] == [100, 200]
    world.wait(days=25)
    await world.sweep()
    await world.sweep()
    assert await anna.figures() == (200, 0, 0, 0)
    query = select(entries.c.points).where(entries.c.account_id == anna.account_id, entries.c.kind == "expiry")
    assert [row.points for row in await world.rows(query)] == [-100]


async def test_points_are_good_until_the_last_moment_of_their_day(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """Earned on 10 March with one month, in Johannesburg: gone as 11 April begins there."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 1})
    await till.gives(anna, 500)
    world.now = datetime(2026, 4, 10, 21, 59, tzinfo=UTC)
    await anna.says_no(await till.asks(anna, 10_000, 500))
    world.now = datetime(2026, 4, 10, 22, 0, tzinfo=UTC)
    await till.sells(anna, 100)
    assert await anna.figures() == (5, 0, 0, 0)


async def test_switching_expiry_on_gives_everybody_one_full_period(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """Also to points that were spent then and come back later."""
    await till.gives(anna, 500)
    receipt = await anna.says_yes(await till.asks(anna, 1_000, 500))
    await till.refunds(receipt, 500)
    world.wait(days=1_000)
    await owner.sets({"expiry.policy": "month_end", "expiry.after_months": 12})
    await till.refunds(receipt, 500)
    [(ends, points)] = (await anna.overview()).expiring
    assert points == 500
    assert ends == datetime(2029, 12, 31, 22, tzinfo=UTC)


async def test_switching_expiry_off_takes_every_end_away(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """A promise of nothing ever lost holds for the points of before, set aside or spent ones too."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 1, "earning.rate_basis_points": 0})
    await till.gives(anna, 1_000)
    held = await till.asks(anna, 10_000, 300)
    receipt = await anna.says_yes(await till.asks(anna, 10_000, 200))
    await owner.sets({"expiry.policy": "none"})
    await anna.says_no(held)
    world.wait(days=400)
    await world.sweep()
    await till.refunds(receipt, 10_000)
    assert await anna.figures() == (1_000, 0, 0, 0)
    assert (await anna.overview()).expiring == []


async def test_points_that_ended_before_the_switch_come_back_without_an_end(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """Spent, their day passed, expiry switched off, then refunded."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 1, "earning.rate_basis_points": 0})
    await till.gives(anna, 200)
    receipt = await anna.says_yes(await till.asks(anna, 10_000, 200))
    world.wait(days=60)
    await owner.sets({"expiry.policy": "none"})
    await till.refunds(receipt, 10_000)
    world.wait(days=400)
    await world.sweep()
    assert await anna.figures() == (200, 0, 0, 0)


async def test_another_period_holds_for_points_earned_from_now_on(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """What was promised for the others stays."""
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 12})
    await till.gives(anna, 100)
    [before] = (await anna.overview()).expiring
    await owner.sets({"expiry.after_months": 6})
    await till.gives(anna, 100)
    after = (await anna.overview()).expiring
    assert before in after
    assert len(after) == 2


async def test_points_that_wait_longer_than_the_new_period_can_still_be_spent(
    anna: Person, till: Person, owner: Person, world: World
) -> None:
    """Switching expiry on gives them a full period from the day they mature: they never end before it."""
    await owner.sets({"earning.hold_days": 100})
    await till.sells(anna, 10_000)
    await owner.sets({"earning.hold_days": 0, "expiry.policy": "rolling", "expiry.after_months": 1})
    await till.sells(anna, 2_000)
    assert await anna.figures() == (100, 0, 500, 0)
    world.wait(days=100)
    await world.sweep()
    assert await anna.figures() == (500, 0, 0, 0)
    world.wait(days=32)
    await world.sweep()
    assert await anna.figures() == (0, 0, 0, 0)


async def test_points_mature_before_they_expire(owner: Person, world: World) -> None:
    """Settings under which points would end unspent are refused."""
    changes = {"expiry.policy": "rolling", "expiry.after_months": 1, "earning.hold_days": 28}
    error = await owner.refused(change, changes, world.now)
    assert isinstance(error, SettingInvalid)
    assert error.rule is Rule.MATURE_BEFORE_EXPIRY


async def test_a_debit_eats_what_ends_soonest(anna: Person, till: Person, owner: Person, world: World) -> None:
    """Soonest end first, then the oldest, and what never ends last."""
    await till.gives(anna, 100)
    world.wait(days=1)
    await owner.sets({"expiry.policy": "rolling", "expiry.after_months": 12})
    await owner.sets({"expiry.after_months": 3})
    await till.gives(anna, 100)
    await owner.sets({"expiry.after_months": 1})
    await till.gives(anna, 100)
    await till.gives(anna, -150)
    assert [points for _, points in (await anna.overview()).expiring] == [50, 100]
