"""Cases: complaints that the team opens for a customer, out of what they said in a rating."""

from datetime import datetime
from typing import Any

from loyalty import audit
from loyalty.actor import Actor, Permission
from loyalty.complaints.customers import promise
from loyalty.complaints.model import Category, ComplaintUnknown, ComplaintView, Said
from loyalty.complaints.notices import CaseOpened
from loyalty.complaints.queries import complaints as queries
from loyalty.complaints.queries import messages
from loyalty.notices import notify
from storage import Reading, Transaction
from storage.models import ComplaintState


async def about_rating(reading: Reading, rating_id: int) -> ComplaintView | None:
    """The complaint that came from a rating, whoever has opened it."""
    return await queries.about_rating(reading, rating_id, _key(rating_id))


async def open_about_rating(
    transaction: Transaction,
    actor: Actor,
    customer_id: int,
    rating_id: int,
    category: Category,
    words: str | None,
    now: datetime,
) -> ComplaintView:
    """Makes a complaint of the customer's rating, taken by the actor, and promises the customer an answer.

    One that came from this rating already stays as it is. Whoever calls has locked the customer.

    Raises:
        Forbidden: not of the team.
    """
    actor.require(Permission.WORK_DESK)
    row: dict[str, Any] = {
        "key": _key(rating_id),
        "person_id": customer_id,
        "category": category,
        "state": ComplaintState.TAKEN,
        "entry_id": None,
        "purchase_id": None,
        "rating_id": rating_id,
        "taken_by": actor.person_id,
        "created_at": now,
        "answer_due_at": await promise(transaction, now),
    }
    if await about_rating(transaction, rating_id) is None and (number := await queries.add(transaction, row)):
        if words:
            await messages.add(transaction, number, customer_id, Said(words), now, from_staff=False)
        await audit.record(transaction, actor, "case_opened", f"complaint:{number}", now, {"rating": rating_id})
        told = CaseOpened(number, row["answer_due_at"], now)
        await notify(transaction, customer_id, told, key=f"complaint:{number}:case", now=now)
    view = await about_rating(transaction, rating_id)
    if view is None:
        raise ComplaintUnknown
    return view


def _key(rating_id: int) -> str:
    return f"rating:{rating_id}"
