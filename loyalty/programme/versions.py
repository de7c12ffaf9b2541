"""The programme's settings through time: which are in force, which were, and the first of them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import insert

from loyalty.actor import Actor, Permission
from loyalty.programme import queries
from loyalty.programme.settings import Programme, fingerprint
from storage import Reading, Transaction
from storage.locks import lock_table
from storage.tables import programme_versions, shops

#: Settings that were read, by their fingerprint. Not by the number of the version: a number that was rolled back is
#: given again, and each database begins with 1.
_kept: dict[str, Programme] = {}
#: More versions than are of use at a time.
_MANY = 64


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the settings: when, by whom (None: the first start), and old and new value by name."""

    at: datetime
    who: str | None
    values: dict[str, tuple[Any, Any]]
    #: From when it holds, if not at once.
    holds_from: datetime | None = None


async def load(reading: Reading, now: datetime) -> Programme:
    """The settings in force at `now`."""
    return await of(reading, (await reading.run(queries.LOAD, {"now": now})).scalar_one())


async def of(reading: Reading, known_by: str) -> Programme:
    """The settings of a fingerprint, such as `queries.IN_FORCE` finds: asked of the database once."""
    if known_by not in _kept:
        stored = (await reading.run(queries.OF_FINGERPRINT, {"fingerprint": known_by})).scalar_one()
        if len(_kept) >= _MANY:
            _kept.clear()
        _kept[known_by] = Programme.model_validate(stored)
    return _kept[known_by]


async def ensure(transaction: Transaction, first: Programme, now: datetime) -> None:
    """At the first start, writes the first version of the settings and the first shop, named after the brand."""
    await lock_table(transaction, programme_versions)  # replicas that start at once
    if (await transaction.run(queries.ANY_VERSION)).first() is None:
        await save(transaction, first, now, changed_by=None)
    if (await transaction.run(queries.ANY_SHOP)).first() is None:
        await transaction.run(insert(shops), {"name": first.brand, "created_at": now})


async def save(transaction: Transaction, settings: Programme, now: datetime, changed_by: int | None) -> None:
    """Writes a version that holds at once."""
    row = {
        "settings": settings.model_dump(mode="json"),
        "fingerprint": fingerprint(settings),
        "at": now,
        "changed_by": changed_by,
    }
    await transaction.run(insert(programme_versions), row)


async def history(reading: Reading, actor: Actor) -> list[Change]:
    """Every change of the settings, newest first.

    Raises:
        Forbidden: not one who manages the programme.
    """
    actor.require(Permission.MANAGE_PROGRAMME)
    versions = [(row, Programme.model_validate(row.settings)) for row in await reading.run(queries.HISTORY)]
    return [
        Change(row.at, row.first_name, differences(before, after), row.holds_from)
        for (_, before), (row, after) in pairwise(versions)
    ][::-1]


def differences(before: Programme, after: Programme) -> dict[str, tuple[Any, Any]]:
    """Old and new value of each setting that differs, by its name."""
    old, new = before.flat(), after.flat()
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}
