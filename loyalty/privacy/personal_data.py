"""Everything the programme keeps about one person: what they get when they ask for it, and what it is made of.

Each section is a table seen by its person. Its keys are the columns named here, and stay as they are; moments are ISO
8601 in UTC, points and money are integers (money in minor units of `currency`), a missing fact is null. Left out are
other people and secrets with which somebody else could act as this person; a test knows every column that is.
"""

from datetime import datetime
from typing import Any

from loyalty import programme
from loyalty.actor import Actor, Permission
from loyalty.privacy.queries.sections import SECTIONS, SINGLE, rows_of
from storage import Reading

#: Grows when a key changes its meaning or goes.
FORMAT = 2


async def collect(reading: Reading, actor: Actor, now: datetime) -> dict[str, Any]:
    """All sections, fit for JSON, with where and when they were read. `reading` is best a snapshot."""
    actor.require(Permission.USE_OWN_CARD)
    rules = await programme.load(reading, now)
    source = {"programme": rules.brand, "currency": rules.currency, "timezone": rules.timezone}
    data: dict[str, Any] = {"format": FORMAT, "made_at": _plain(now), **source}
    for name in SECTIONS:
        found = await rows_of(reading, name, actor.person_id, actor.account_id)
        rows = [{key: _plain(value) for key, value in row.items()} for row in found]
        data[name] = next(iter(rows), None) if name in SINGLE else rows
    return data


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
