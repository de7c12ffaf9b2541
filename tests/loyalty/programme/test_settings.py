"""The programme's settings: data, checked, with a history."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from loyalty import programme
from loyalty.actor import Forbidden
from loyalty.programme.model import SettingInvalid
from storage import Database
from storage.tables import programme_versions, shops
from tests.loyalty.people import FIRST_SETTINGS, Person, World
from tests.storage.test_parallel import all_at_once


async def test_the_first_start_writes_the_first_settings_once(world: World) -> None:
    """A later start with other environment values changes nothing."""
    await world.open()
    async with world.database.transaction() as transaction:
        await programme.ensure(transaction, FIRST_SETTINGS.model_copy(update={"brand": "Other"}), world.now)
        assert (await programme.load(transaction)).brand == "Café Zorg"


async def test_every_change_is_kept_with_who_and_when(owner: Person, world: World) -> None:
    """Newest first, old and new value; what stays the same is no change."""
    changed = await owner.sets(earn_rate_basis_points=700)
    assert changed.earn_rate_basis_points == 700
    world.wait(days=1)
    await owner.sets(welcome_points=50, brand="Zorg & Co")
    await owner.sets(welcome_points=50)
    history = await owner.do(programme.history)
    assert [(change.at, change.who, change.values) for change in history] == [
        (world.now, "Olga", {"brand": ("Café Zorg", "Zorg & Co"), "welcome_points": (0, 50)}),
        (world.now.replace(day=10), "Olga", {"earn_rate_basis_points": (500, 700)}),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("earn_rate_basis_points", -1),
        ("currency", "ZZZ"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../etc"),
        ("largest_share_percent", 101),
        ("expiry_after_months", 0),
        ("expiry_policy", "sometimes"),
        ("review_links", ("javascript:alert(1)",)),
        ("brand", ""),
        ("default_language", "de"),
        ("colour", "blue"),
        ("welcome_points", "many"),
    ],
)
async def test_impossible_values_are_refused_by_name(owner: Person, world: World, name: str, value: Any) -> None:
    """The error tells which setting, and what it must be."""
    error = await owner.refused(programme.change, world.now, **{name: value})
    assert isinstance(error, SettingInvalid)
    assert (error.name, error.value) == (name, value)
    assert error.rule


async def test_staff_change_no_settings(till: Person, world: World) -> None:
    """Nor read who changed them."""
    assert isinstance(await till.refused(programme.change, world.now, welcome_points=1), Forbidden)
    assert isinstance(await till.refused(programme.history), Forbidden)


async def test_changes_at_once_are_all_kept(owner: Person, world: World) -> None:
    """Two admins save different settings in the same moment: neither takes the other's back."""
    changes: dict[str, Any] = {"welcome_points": 7, "birthday_points": 8, "undo_minutes": 9, "referrer_points": 10}
    await all_at_once(*(owner.sets(**{name: value}) for name, value in changes.items()))
    async with world.database.reading() as reading:
        assert changes.items() <= (await programme.load(reading)).model_dump().items()
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
