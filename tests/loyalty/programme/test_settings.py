"""The programme's settings: data, checked, with a history."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from loyalty import ledger, membership, programme
from loyalty.actor import Forbidden
from loyalty.programme import Programme
from loyalty.programme.model import Kind, Rule, Setting, SettingInvalid
from loyalty.programme.settings import Ratings, fingerprint
from storage import Database
from storage.tables import programme_versions, shops
from tests.loyalty.people import FIRST_SETTINGS, Person, World
from tests.storage.test_parallel import all_at_once


async def test_the_first_start_writes_the_first_settings_once(world: World) -> None:
    """A later start with other environment values changes nothing."""
    await world.open()
    async with world.database.transaction() as transaction:
        await programme.ensure(transaction, FIRST_SETTINGS.changed({"brand": "Other"}), world.now)
        assert (await programme.load(transaction, world.now)).brand == "Café Zorg"


async def test_every_change_is_kept_with_who_and_when(owner: Person, world: World) -> None:
    """Newest first, old and new value; what stays the same is no change."""
    changed = await owner.sets({"earning.rate_basis_points": 700})
    assert changed.earning.rate_basis_points == 700
    world.wait(days=1)
    await owner.sets({"earning.welcome_points": 50, "brand": "Zorg & Co"})
    await owner.sets({"earning.welcome_points": 50})
    history = await owner.do(programme.history)
    assert [(change.at, change.who, change.values) for change in history] == [
        (world.now, "Olga", {"brand": ("Café Zorg", "Zorg & Co"), "earning.welcome_points": (0, 50)}),
        (world.now.replace(day=10), "Olga", {"earning.rate_basis_points": (500, 700)}),
    ]


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("earning.rate_basis_points", -1, Rule.LIMITS),
        ("currency", "ZZZ", Rule.KIND),
        ("timezone", "Mars/Olympus", Rule.KIND),
        ("timezone", "../etc", Rule.KIND),
        ("redeeming.largest_share_percent", 101, Rule.LIMITS),
        ("expiry.after_months", 0, Rule.LIMITS),
        ("expiry.policy", "sometimes", Rule.KIND),
        ("ratings.review_links", ("javascript:alert(1)",), Rule.KIND),
        ("ratings.review_links", ("https://",), Rule.KIND),
        ("ratings.review_links", ("https://x y",), Rule.KIND),
        ("ratings.review_links", ("http://localhost",), Rule.KIND),
        ("ratings.review_links", ("https://example.org/zorg", "https://a.example:port/"), Rule.KIND),
        ("ratings.review_links", ("https://exam\u200bple.org",), Rule.KIND),
        ("ratings.review_links", ("https://[::1",), Rule.KIND),
        ("brand", "", Rule.LIMITS),
        ("brand", " \n", Rule.LIMITS),
        ("brand", "\u202e", Rule.LIMITS),
        ("brand", "\u3164\u200b", Rule.LIMITS),
        ("default_language", "de", Rule.KIND),
        ("colour", "blue", Rule.KNOWN),
        ("earning", {}, Rule.KNOWN),
        ("earning.colour", "blue", Rule.KNOWN),
        ("earning.welcome_points", "many", Rule.KIND),
    ],
)
async def test_impossible_values_are_refused_by_name(
    owner: Person, world: World, name: str, value: Any, rule: Rule
) -> None:
    """The error tells which setting, what it has broken, and as data what it may be."""
    error = await owner.refused(programme.change, {name: value}, world.now)
    assert isinstance(error, SettingInvalid)
    assert (error.name, error.value, error.rule) == (name, value, rule)
    assert error.setting == programme.describe().get(name)


async def test_links_of_every_script_are_taken(owner: Person) -> None:
    """With a path, a query, a port, in letters of one's own."""
    links = ("https://g.page/r/Cx-1/review?hl=af#top", "http://www.example.org:8080/", "https://кафе.укр/відгуки")
    assert (await owner.sets({"ratings.review_links": links})).ratings.review_links == links


async def test_a_bad_link_that_is_stored_keeps_nothing_from_working(owner: Person, world: World) -> None:
    """It was taken once: the settings are read, and others of them changed."""
    settings = FIRST_SETTINGS.model_copy(update={"ratings": Ratings(review_links=("https://",)), "brand": "\u202e"})
    await _announce(world, settings, world.now)
    changed = await owner.sets({"earning.welcome_points": 7})
    assert (changed.earning.welcome_points, changed.ratings.review_links) == (7, ("https://",))


async def test_two_settings_that_do_not_fit_are_refused_together(owner: Person, world: World) -> None:
    """Each alone could be so; the one that was changed is named."""
    await owner.sets({"earning.hold_days": 100})
    changes = {"expiry.policy": "rolling", "expiry.after_months": 1}
    error = await owner.refused(programme.change, changes, world.now)
    assert isinstance(error, SettingInvalid)
    assert (error.name, error.rule) == ("expiry.policy", Rule.MATURE_BEFORE_EXPIRY)


def test_every_number_has_its_unit_and_its_limits() -> None:
    """So that the owner's menu can show and ask for any of them."""
    settings = programme.describe()
    assert settings["earning.hold_days"] == Setting("earning.hold_days", Kind.DAYS, 0, minimum=0, maximum=365)
    assert settings["brand"] == Setting("brand", Kind.TEXT, None, minimum=1, maximum=64)
    assert settings["expiry.policy"].choices == ("none", "rolling", "month_end")
    assert settings["default_language"].choices == ("ru", "uk", "af", "en")
    for setting in settings.values():
        if isinstance(setting.default, int):
            assert setting.minimum is not None, setting.name
            assert setting.maximum is not None, setting.name
            assert setting.minimum <= setting.default <= setting.maximum


async def test_a_version_of_a_later_day_waits_for_it(owner: Person, world: World) -> None:
    """What is in force is decided by the moment that is asked about, everywhere alike."""
    at_once = await owner.sets({"earning.rate_basis_points": 600})
    await _announce(world, at_once.changed({"earning.rate_basis_points": 300}), world.now + timedelta(days=30))
    anna = await world.newcomer("Anna")
    for days, rate in ((0, 600), (29, 600), (1, 300)):
        world.wait(days=days)
        async with world.database.reading() as reading:
            assert (await programme.load(reading, world.now)).earning.rate_basis_points == rate
            rules, _visitor = await membership.recognise(reading, anna.telegram_id, world.now)
            assert rules.earning.rate_basis_points == rate
        async with world.database.transaction() as transaction:
            account = await ledger.lock(transaction, anna.account_id, world.now)
            assert account.programme.earning.rate_basis_points == rate
    [announced, *_] = await owner.do(programme.history)
    assert (announced.holds_from, announced.at) == (world.now, world.now - timedelta(days=30))


async def test_what_holds_at_once_holds_for_whoever_came_a_moment_before(owner: Person, world: World) -> None:
    """Their update began before the change was made, and books after it: by the new rules, as expiry shows."""
    began = world.now
    world.wait(seconds=1)
    await owner.sets({"expiry.policy": "rolling"})
    async with world.database.reading() as reading:
        assert (await programme.load(reading, began)).expires_at(began) is not None


async def test_a_change_that_was_rolled_back_is_not_remembered(owner: Person, world: World) -> None:
    """Its number is given again, to other settings: what was read of it meanwhile must not be taken for these."""
    with suppress(LookupError):
        async with world.database.transaction() as transaction:
            changes = {"earning.rate_basis_points": 900}
            await programme.change(transaction, await owner.actor(transaction), changes, world.now)
            assert (await programme.load(transaction, world.now)).earning.rate_basis_points == 900
            raise LookupError
    await owner.sets({"earning.rate_basis_points": 800})
    async with world.database.reading() as reading:
        assert (await programme.load(reading, world.now)).earning.rate_basis_points == 800


async def _announce(world: World, settings: Programme, holds_from: datetime) -> None:
    """A version of a later day, as a change for the worse will make it."""
    row = {
        "settings": settings.model_dump(mode="json"),
        "fingerprint": fingerprint(settings),
        "at": world.now,
        "holds_from": holds_from,
    }
    await world.tamper(insert(programme_versions).values(row))


async def test_staff_change_no_settings(till: Person, world: World) -> None:
    """Nor read who changed them."""
    assert isinstance(await till.refused(programme.change, {"earning.welcome_points": 1}, world.now), Forbidden)
    assert isinstance(await till.refused(programme.history), Forbidden)


async def test_changes_at_once_are_all_kept(owner: Person, world: World) -> None:
    """Two admins save different settings in the same moment: neither takes the other's back."""
    changes: dict[str, Any] = {
        "earning.welcome_points": 7,
        "birthdays.points": 8,
        "till.undo_minutes": 9,
        "referrals.referrer_points": 10,
    }
    await all_at_once(*(owner.sets({name: value}) for name, value in changes.items()))
    async with world.database.reading() as reading:
        assert changes.items() <= (await programme.load(reading, world.now)).flat().items()
    assert len(await owner.do(programme.history)) == len(changes)


async def test_replicas_that_start_at_once_open_one_shop(database: Database, world: World) -> None:
    """Each finds an empty database; one of them writes the first settings."""

    async def start() -> None:
        async with database.transaction() as transaction:
            await programme.ensure(transaction, FIRST_SETTINGS, world.now)

    await asyncio.gather(*(start() for _ in range(4)))
    async with database.reading() as reading:
        for table in (shops, programme_versions):
            assert (await reading.run(select(func.count()).select_from(table))).scalar_one() == 1
