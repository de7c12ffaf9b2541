"""Who is told what of a complaint."""

from collections.abc import Callable
from datetime import datetime

from loyalty.actor import Actor
from loyalty.complaints.model import ComplaintView
from loyalty.complaints.notices import (
    ComplaintAnswered,
    ComplaintSolved,
    ComplaintTakenUp,
    DeskLate,
    DeskLost,
    DeskNew,
    DeskNews,
    DeskSettled,
    News,
    Outcome,
    answer_key,
    call_key,
)
from loyalty.complaints.queries import around
from loyalty.notices import notify
from storage import Transaction


async def call_desk(transaction: Transaction, view: ComplaintView, now: datetime, files: int = 0) -> None:
    """Calls all of the team: somebody waits, whose complaint came with so many `files`."""
    assert view.answer_due_at is not None, "somebody is waiting"
    await _tell_team(transaction, view, DeskNew(view.number, view.category, view.answer_due_at, now, files), now)


async def call_desk_again(transaction: Transaction, view: ComplaintView, now: datetime) -> None:
    """Calls all of the team: the promised time has passed."""
    assert view.answer_due_at is not None, "somebody is waiting"
    late = DeskLate(view.number, view.category, view.answer_due_at, now, view.taken_by)
    await _tell_team(transaction, view, late, now)


async def _tell_team(transaction: Transaction, view: ComplaintView, told: DeskNew | DeskLate, now: datetime) -> None:
    for person_id in await around.team(transaction, view.customer_id):
        await notify(transaction, person_id, told, key=_call_key(view, person_id), now=now)


def _call_key(view: ComplaintView, person_id: int) -> str:
    return call_key(view.number, view.answer_due_at, view.reminded_at, person_id)


async def settle_desk(
    transaction: Transaction, before: ComplaintView, what: Outcome, actor: Actor | None, now: datetime
) -> None:
    """In the chats of those who were called, `what` has become of it takes the place of the call.

    `before` is the complaint as it was: taken, answered, or closed by its customer.
    """
    staff_id = actor.person_id if actor else None
    mates = [person_id for person_id in await around.team(transaction, before.customer_id) if person_id != staff_id]
    keys = [_call_key(before, person_id) for person_id in mates]
    settled = DeskSettled(before.number, what, staff_id, before.answer_due_at, before.reminded_at)
    for person_id, key in await around.called(transaction, keys):
        await notify(transaction, person_id, settled, key=f"{key}:{what}:{now.isoformat()}", now=now)


async def tell_taker(transaction: Transaction, view: ComplaintView, what: News, now: datetime, *, key: str) -> None:
    """Tells whoever has taken it what the customer has done."""
    news = DeskNews(view.number, what, view.answer_due_at, now)
    await notify(transaction, view.taken_by, news, key=f"desk:{view.number}:{key}", now=now)


async def tell_customer(
    transaction: Transaction,
    view: ComplaintView,
    notice: Callable[[int, int], ComplaintTakenUp | ComplaintSolved],
    actor: Actor,
    now: datetime,
) -> None:
    """That the actor is looking into it, or thinks it is solved."""
    told = notice(view.number, actor.person_id)
    key = f"complaint:{view.number}:{told.kind}:{now.isoformat()}"
    await notify(transaction, view.customer_id, told, key=key, now=now)


async def tell_answer(
    transaction: Transaction,
    actor: Actor,
    view: ComplaintView,
    message: int,
    now: datetime,
    *,
    changed: bool = False,
    in_place: bool = False,
) -> None:
    """Brings an answer of the team to the customer; one that was changed `in_place` of the first."""
    told = ComplaintAnswered(view.number, actor.person_id, message, changed, in_place)
    key = answer_key(view.number, message)
    if changed:
        key += f":{now.isoformat()}"
    await notify(transaction, view.customer_id, told, key=key, now=now)


async def answer_lost(transaction: Transaction, told: ComplaintAnswered | ComplaintSolved, now: datetime) -> None:
    """It cannot be delivered (the customer has blocked the bot): its author is told."""
    key = f"desk:{told.number}:lost:{now.isoformat()}"
    await notify(transaction, told.staff_id, DeskLost(told.number), key=key, now=now)
