"""Telling customers in time that points will expire: 30 and 7 days before, each once.

These are about the customer's own points, so no consent to marketing is asked for; but they do not come in the quiet
hours. Each lot remembers of how many days it was last warned, so a sweep finds what is new by an index.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from loyalty import notices, programme
from loyalty.expiry import queries
from loyalty.expiry.model import Ending, Owner
from loyalty.expiry.notices import PointsExpiring
from loyalty.expiry.rules import WARNED_BEFORE
from loyalty.preferences.quiet import quiet_hours
from loyalty.programme import Programme
from storage import Transaction


async def warn(transaction: Transaction, now: datetime, limit: int = 100) -> int:
    """Writes the warnings that are due; returns the number of accounts.

    After an outage, what has gone is not warned of.
    """
    rules = await programme.load(transaction, now)
    return sum([await _warn_before(transaction, days, rules, now, limit) for days in WARNED_BEFORE])


async def _warn_before(transaction: Transaction, days: int, rules: Programme, now: datetime, limit: int) -> int:
    owners = await queries.lock_unwarned(transaction, days, now, limit)
    if owners:
        account_ids = [owner.account_id for owner in owners]
        endings = await queries.endings(transaction, account_ids, now, now + timedelta(days=days))
        dates = _by_day(endings, days, rules)
        for owner in owners:
            for day, expiring in dates.get(owner.account_id, {}).items():
                await _tell(transaction, owner, day, expiring, rules, now)
        await queries.save_warned(transaction, days, account_ids, now)
    return len(owners)


def _by_day(endings: Iterable[Ending], days: int, rules: Programme) -> dict[int, dict[date, PointsExpiring]]:
    """By account, each day with points to be warned of, and all that expires on it."""
    found: dict[int, dict[date, PointsExpiring]] = {}
    by_day = groupby(endings, key=lambda lot: (lot.account_id, lot.expires_at.astimezone(rules.zone).date()))
    for (account_id, day), of_day in by_day:
        together = list(of_day)
        if any(lot.warned_days is None or lot.warned_days > days for lot in together):
            points = sum(lot.remaining for lot in together)
            found.setdefault(account_id, {})[day] = PointsExpiring(points, together[0].expires_at, days)
    return found


async def _tell(
    transaction: Transaction,
    owner: Owner,
    day: date,
    expiring: PointsExpiring,
    rules: Programme,
    now: datetime,
) -> None:
    due_at = quiet_hours(rules, owner.quiet_from, owner.quiet_until).next_waking(now)
    if due_at >= expiring.expires_at:
        return
    key = f"expiring:{owner.account_id}:{day.isoformat()}:{expiring.days}"
    await notices.notify(transaction, owner.person_id, expiring, key=key, now=now, due_at=due_at)
