"""Birthdays: a greeting in the morning, with points if the programme gives any.

A greeting without an offer is no marketing, so no consent is asked for: whoever tells their birthday is greeted, and
whoever takes it back is not. It goes out once per calendar year, after an outage a few days late.
"""

from datetime import date, datetime, time, timedelta

from loyalty import ledger, notices, programme
from loyalty.birthdays import queries
from loyalty.birthdays.model import Born
from loyalty.birthdays.notices import BirthdayGreeting
from loyalty.birthdays.rules import celebrated_on
from loyalty.preferences import Birthday
from loyalty.preferences.quiet import quiet_hours
from loyalty.programme import Programme
from storage import Transaction
from storage.models import EntryKind

#: Local hour of the greeting, unless it is quiet then.
MORNING = time(9)
#: Days after which a missed birthday is let go.
LATEST = 3
#: A birthday told only just before brings no points: it would always be today.
TOLD_DAYS_BEFORE = 7


async def greet(transaction: Transaction, now: datetime, limit: int = 100) -> int:
    """Greets those whose birthday it is, or was in the last days without a greeting. Returns how many."""
    rules = await programme.load(transaction, now)
    today = now.astimezone(rules.zone).date()
    greeted = 0
    for day in (today - timedelta(days=ago) for ago in range(LATEST + 1)):
        for birthday in celebrated_on(day):
            due = await _ungreeted(transaction, birthday, day, rules, limit)
            for born in due:
                await _greet(transaction, born, day, rules, now)
            greeted += len(due)
    return greeted


async def _ungreeted(
    transaction: Transaction, birthday: Birthday, day: date, rules: Programme, limit: int
) -> list[Born]:
    """Those who had told us this birthday by the end of the day on which it is celebrated, and were not greeted."""
    tomorrow = datetime.combine(day + timedelta(days=1), time(), tzinfo=rules.zone)
    return await queries.lock_ungreeted(transaction, birthday, day.year, tomorrow, limit)


async def _greet(transaction: Transaction, born: Born, day: date, rules: Programme, now: datetime) -> None:
    midnight = datetime.combine(day, time(), tzinfo=rules.zone)
    points = rules.birthdays.points if born.told_at <= midnight - timedelta(days=TOLD_DAYS_BEFORE) else 0
    key = f"birthday:{born.account_id}:{day.year}"
    if points:
        account = await ledger.lock(transaction, born.account_id, now)
        await ledger.credit(transaction, account, EntryKind.BIRTHDAY, points, key=key, now=now)
        await ledger.save(transaction, account)
    morning = max(now, datetime.combine(day, MORNING, tzinfo=rules.zone))
    due_at = quiet_hours(rules, born.quiet_from, born.quiet_until).next_waking(morning)
    late = due_at.astimezone(rules.zone).date() > day
    await notices.notify(transaction, born.person_id, BirthdayGreeting(points, late), key=key, now=now, due_at=due_at)
    await queries.save_greeted(transaction, born.person_id, day.year)
