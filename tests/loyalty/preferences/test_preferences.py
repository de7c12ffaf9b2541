"""What customers tell of themselves, and what they allow."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loyalty import membership, preferences
from loyalty.preferences import Birthday, Preferences
from loyalty.preferences.model import BirthdayInvalid, BirthdayKept, HourInvalid, OthersPhone
from storage.models import Purpose
from storage.tables import consents
from tests.loyalty.people import Person, World


async def answers(anna: Person, purpose: Purpose, granted: bool, wording: str = "1") -> bool:
    new: bool = await anna.do(membership.record_consent, purpose, granted, wording, "settings", anna.world.now)
    return new


async def own(anna: Person) -> Preferences:
    loaded: Preferences = await anna.do(preferences.load)
    return loaded


async def rows(world: World) -> list[Any]:
    return await world.rows(
        select(consents.c.purpose, consents.c.granted, consents.c.wording, consents.c.place).order_by(consents.c.id)
    )


async def test_every_change_of_mind_is_recorded(world: World, anna: Person) -> None:
    """With its wording and its place; the last one holds."""
    for granted in (True, False, True):
        assert await answers(anna, Purpose.NEWS, granted)
    assert [row.granted for row in await rows(world)] == [True, False, True]
    assert (await own(anna)).allowed == {Purpose.NEWS: True}


async def test_the_same_answer_again_is_no_news(world: World, anna: Person) -> None:
    """A second press adds no row; a yes to other words does."""
    assert await answers(anna, Purpose.OFFERS, True)
    assert not await answers(anna, Purpose.OFFERS, True)
    assert await answers(anna, Purpose.OFFERS, True, "2")
    assert await answers(anna, Purpose.OFFERS, False, "2")
    assert not await answers(anna, Purpose.OFFERS, False, "3")
    assert [(row.granted, row.wording) for row in await rows(world)] == [(True, "1"), (True, "2"), (False, "2")]


async def test_stop_says_no_to_all(world: World, anna: Person) -> None:
    """Also to what was never asked about; a second time changes nothing."""
    await answers(anna, Purpose.OFFERS, True)
    assert await anna.do(membership.withdraw_consents, "1", "stop", world.now)
    assert (await own(anna)).allowed == dict.fromkeys(Purpose, False)
    assert not await anna.do(membership.withdraw_consents, "1", "stop", world.now)
    assert len(await rows(world)) == 4


async def test_a_birthday_moves_once_a_year(world: World, anna: Person) -> None:
    """The same day again is no change; another one waits a year."""
    await anna.do(preferences.set_birthday, Birthday(2, 29), world.now)
    told_at = world.now
    world.wait(days=300)
    await anna.do(preferences.set_birthday, Birthday(2, 29), world.now)
    refusal = await anna.refused(preferences.set_birthday, Birthday(3, 1), world.now)
    assert isinstance(refusal, BirthdayKept)
    assert refusal.until == told_at + timedelta(days=365)
    world.wait(days=65)
    await anna.do(preferences.set_birthday, Birthday(3, 1), world.now)
    assert (await own(anna)).birthday == Birthday(3, 1)


async def test_taking_a_birthday_back_does_not_make_it_move(world: World, anna: Person) -> None:
    """It is gone at once, but another one still waits for the year to pass."""
    await anna.do(preferences.set_birthday, Birthday(5, 1), world.now)
    await anna.do(preferences.remove_birthday)
    assert (await own(anna)).birthday is None
    assert isinstance(await anna.refused(preferences.set_birthday, Birthday(5, 2), world.now), BirthdayKept)


@pytest.mark.parametrize(("month", "day"), [(2, 30), (13, 1), (0, 1), (4, 31)])
def test_a_day_no_year_has_is_no_birthday(month: int, day: int) -> None:
    """Not even with a forged button."""
    with pytest.raises(BirthdayInvalid):
        Birthday(month, day)


async def test_only_ones_own_number_is_kept(anna: Person) -> None:
    """A contact of somebody else, or of somebody without Telegram, is refused."""
    for owner in (None, anna.telegram_id + 1):
        assert isinstance(await anna.refused(preferences.set_phone, "27821234567", owner), OthersPhone)
    assert (await own(anna)).phone is None
    assert await anna.do(preferences.set_phone, "27821234567", anna.telegram_id) == "+27821234567"
    assert (await own(anna)).phone == "+27821234567"
    await anna.do(preferences.remove_phone)
    assert (await own(anna)).phone is None


async def test_quiet_hours_are_two_hours_of_a_day(anna: Person) -> None:
    """Anything else is refused; none of one's own are the programme's."""
    for hours in ((9, 9), (-1, 5), (22, 24)):
        assert isinstance(await anna.refused(preferences.set_quiet_hours, hours), HourInvalid)
    await anna.do(preferences.set_quiet_hours, (22, 0))
    assert (await own(anna)).quiet == (22, 0)
    await anna.do(preferences.set_quiet_hours, None)
    assert (await own(anna)).quiet is None
