"""The programme's settings through time: which are in force, which were, and the first of them."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from loyalty.actor import Actor, Permission
from loyalty.programme import queries
from loyalty.programme.model import Change
from loyalty.programme.settings import Programme, fingerprint
from storage import Reading, Transaction

#: Settings that were read, by their fingerprint. Not by the number of the version: a number that was rolled back is
#: given again, and each database begins with 1.
_kept: dict[str, Programme] = {}
#: More versions than are of use at a time.
_MANY = 64


async def load(reading: Reading, now: datetime) -> Programme:
    """The settings in force at `now`."""
    return await of(reading, await queries.in_force(reading, now))


async def of(reading: Reading, known_by: str) -> Programme:
    """The settings of a fingerprint, such as `queries.IN_FORCE` finds: asked of the database once."""
    if known_by not in _kept:
        stored = await queries.settings_of(reading, known_by)
        if len(_kept) >= _MANY:
            _kept.clear()
        _kept[known_by] = Programme.model_validate(stored)
    return _kept[known_by]


async def ensure(transaction: Transaction, first: Programme, now: datetime) -> None:
    """At the first start, writes the first version of the settings and the first shop, named after the brand."""
    await queries.lock_versions(transaction)
    if not await queries.any_version(transaction):
        await save(transaction, first, now, changed_by=None)
    if not await queries.any_shop(transaction):
        await queries.add_shop(transaction, first.brand, now)


async def save(transaction: Transaction, settings: Programme, now: datetime, changed_by: int | None) -> None:
    """Writes a version that holds at once."""
    stored = settings.model_dump(mode="json")
    await queries.add_version(transaction, stored, fingerprint(settings), changed_by, now)


async def history(reading: Reading, actor: Actor) -> list[Change]:
    """Every change of the settings, newest first.

    Raises:
        Forbidden: not one who manages the programme.
    """
    actor.require(Permission.MANAGE_PROGRAMME)
    versions = [(one, Programme.model_validate(one.settings)) for one in await queries.versions(reading)]
    return [
        Change(version.at, version.who, differences(before, after), version.holds_from)
        for (_, before), (version, after) in pairwise(versions)
    ][::-1]


def differences(before: Programme, after: Programme) -> dict[str, tuple[Any, Any]]:
    """Old and new value of each setting that differs, by its name."""
    old, new = before.flat(), after.flat()
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}
