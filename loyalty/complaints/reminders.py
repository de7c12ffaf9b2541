"""Promises that were not kept: the team is told again, and the customer hears it from us."""

from datetime import datetime, timedelta

from loyalty import programme
from loyalty.complaints import telling
from loyalty.complaints.notices import ComplaintLate
from loyalty.complaints.queries import complaints as queries
from loyalty.complaints.views import lock
from loyalty.notices import notify
from storage import Transaction

#: However long the promise is, the team is told again at least so often.
LONGEST_PERIOD = timedelta(days=1)


async def remind(transaction: Transaction, now: datetime, limit: int = 100) -> int:
    """Tells all of the team of every complaint whose promised time has passed; returns how many those were.

    Again after every further such time, at most a day, until somebody answers. The customer is told once per promise.
    After an outage there is one reminder, not one for each that was missed. Safe to run twice and on several replicas.
    """
    period = min(timedelta(hours=(await programme.load(transaction, now)).complaints.answer_hours), LONGEST_PERIOD)
    numbers = await queries.lock_late(transaction, now, now - period, limit)
    for number in numbers:
        await _remind_of(transaction, number, now)
    return len(numbers)


async def _remind_of(transaction: Transaction, number: int, now: datetime) -> None:
    await queries.save(transaction, number, reminded_at=now)
    view = await lock(transaction, number)
    assert view.answer_due_at is not None, "the promised time has passed"
    await telling.call_desk_again(transaction, view, now)
    late = ComplaintLate(number, view.answer_due_at, now)
    key = f"complaint:{number}:late:{view.answer_due_at.isoformat()}"
    await notify(transaction, view.customer_id, late, key=key, now=now)
