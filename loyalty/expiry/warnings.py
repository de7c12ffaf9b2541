"""Telling customers in time that points will expire: 30 and 7 days before, each once.

These are about the customer's own points, so no consent to marketing is asked for; but they do not come in the quiet
hours. Each lot remembers of how many days it was last warned, so a sweep finds what is new by an index.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from loyalty import notices, programme
from loyalty.expiry.notices import PointsExpiring
from loyalty.preferences.quiet import quiet_hours
from loyalty.programme import Programme
from storage import Reading, Transaction
from storage.tables import LOT_EXPIRING, accounts, lots, people

#: How many days before, the last warning first: who is due both at once gets the last.
WARNED_BEFORE = (7, 30)


async def warn(transaction: Transaction, now: datetime, limit: int = 100) -> int:
    """Writes the warnings that are due; returns the number of accounts.

    After an outage, what has gone is not warned of.
    """
    rules = await programme.load(transaction, now)
    return sum([await _warn_before(transaction, days, rules, now, limit) for days in WARNED_BEFORE])


async def _warn_before(transaction: Transaction, days: int, rules: Programme, now: datetime, limit: int) -> int:
    due = _due(days, now)
    found = select(lots.c.account_id).where(due).limit(limit)
    statement = (
        select(accounts.c.id, accounts.c.person_id, people.c.quiet_from, people.c.quiet_until)
        .outerjoin(people, people.c.id == accounts.c.person_id)
        .where(accounts.c.id.in_(found))
        .with_for_update(of=accounts, skip_locked=True)
    )
    owners = (await transaction.run(statement)).all()
    if owners:
        account_ids = [owner.id for owner in owners]
        dates = await _dates(transaction, account_ids, days, rules, now)
        for owner in owners:
            for day, expiring in dates.get(owner.id, {}).items():
                await _tell(transaction, owner, day, expiring, rules, now)
        await transaction.later(update(lots).where(due, lots.c.account_id.in_(account_ids)).values(warned_days=days))
    return len(owners)


def _due(days: int, now: datetime) -> ColumnElement[bool]:
    """Lots of which these are the days to warn, and nobody has."""
    # One equality and one range each, as the index has them.
    earlier = [lots.c.warned_days == before for before in WARNED_BEFORE if before > days]
    unwarned = [lots.c.warned_days.is_(None), *earlier]
    window = lots.c.expires_at > now, lots.c.expires_at <= now + timedelta(days=days)
    return or_(*(and_(LOT_EXPIRING, once, *window) for once in unwarned))


async def _dates(
    reading: Reading, account_ids: Sequence[int], days: int, rules: Programme, now: datetime
) -> dict[int, dict[date, PointsExpiring]]:
    """By account, each day with points to be warned of, and all that expires on it."""
    statement = (
        select(lots.c.account_id, lots.c.expires_at, lots.c.remaining, lots.c.warned_days)
        .where(lots.c.account_id.in_(account_ids), LOT_EXPIRING, lots.c.expires_at > now)
        .where(lots.c.expires_at <= now + timedelta(days=days))
        .order_by(lots.c.account_id, lots.c.expires_at)
    )
    found: dict[int, dict[date, PointsExpiring]] = {}
    by_day = groupby(
        (await reading.run(statement)).all(),
        key=lambda lot: (lot.account_id, lot.expires_at.astimezone(rules.zone).date()),
    )
    for (account_id, day), of_day in by_day:
        together = list(of_day)
        if any(lot.warned_days is None or lot.warned_days > days for lot in together):
            points = sum(lot.remaining for lot in together)
            found.setdefault(account_id, {})[day] = PointsExpiring(points, together[0].expires_at, days)
    return found


async def _tell(
    transaction: Transaction,
    owner: Row[*tuple[Any, ...]],
    day: date,
    expiring: PointsExpiring,
    rules: Programme,
    now: datetime,
) -> None:
    due_at = quiet_hours(rules, owner.quiet_from, owner.quiet_until).next_waking(now)
    if due_at >= expiring.expires_at:
        return
    key = f"expiring:{owner.id}:{day.isoformat()}:{expiring.days}"
    await notices.notify(transaction, owner.person_id, expiring, key=key, now=now, due_at=due_at)
