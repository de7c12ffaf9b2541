"""What the team does: take a complaint, answer it, say that it is solved; and what is to be done."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from loyalty import audit, cards
from loyalty.actor import Actor, Permission
from loyalty.cards import CustomerView
from loyalty.complaints import telling
from loyalty.complaints.customers import say
from loyalty.complaints.model import (
    ComplaintClosed,
    ComplaintTaken,
    ComplaintView,
    NothingSaid,
    OwnComplaint,
    Said,
    Section,
)
from loyalty.complaints.notices import ComplaintSolved, ComplaintTakenUp, Outcome
from loyalty.complaints.queries import around
from loyalty.complaints.queries import complaints as queries
from loyalty.complaints.views import find, lock_for_desk
from loyalty.identity import acting
from storage import Reading, Transaction
from storage.models import ComplaintState


async def take(transaction: Transaction, actor: Actor, number: int, now: datetime) -> ComplaintView:
    """Exactly one member of the team has a complaint. Taking one's own again changes nothing.

    From a colleague it can be taken once the promised time has passed, or once they no longer work here.

    Raises:
        Forbidden, ComplaintUnknown, OwnComplaint: not for the actor to work on.
        ComplaintTaken: a colleague has it.
        ComplaintClosed: its customer has closed it.
    """
    actor = await acting(transaction, actor, Permission.WORK_DESK)
    view = await lock_for_desk(transaction, actor, number)
    if view.state is ComplaintState.CLOSED:
        raise ComplaintClosed(number)
    if view.taken_by == actor.person_id:
        return replace(view, is_new=False)
    if view.taken_by is not None and not view.overdue(now):
        raise ComplaintTaken(view.taker or "")
    state = ComplaintState.TAKEN if view.state is ComplaintState.OPEN else view.state
    await queries.save(transaction, number, state=state, taken_by=actor.person_id)
    taken = replace(view, state=state, taken_by=actor.person_id, taker=await around.name(transaction, actor.person_id))
    await audit.record(transaction, actor, "complaint_taken", f"complaint:{number}", now, {"from": view.taken_by})
    await telling.tell_customer(transaction, taken, ComplaintTakenUp, actor, now)
    await telling.settle_desk(transaction, view, Outcome.TAKEN, actor, now)
    return taken


async def answer(transaction: Transaction, actor: Actor, number: int, said: Said, now: datetime) -> ComplaintView:
    """A message to the customer from whoever has taken the complaint. The promise is kept with it.

    Raises:
        Forbidden, ComplaintUnknown, OwnComplaint, ComplaintTaken, ComplaintClosed: as for taking, and not taken yet.
        NothingSaid: neither words nor a file.
    """
    actor = await acting(transaction, actor, Permission.WORK_DESK)
    view = await _to_answer(transaction, actor, number)
    if said.nothing:
        raise NothingSaid
    message = await say(transaction, actor, number, said, now, from_staff=True)
    answered = await _hand_over(transaction, actor, view, ComplaintState.ANSWERED, now)
    await audit.record(transaction, actor, "complaint_answered", f"complaint:{number}", now, {"message": message})
    await telling.tell_answer(transaction, actor, answered, message, now)
    return replace(answered, added=(message,))


async def say_solved(transaction: Transaction, actor: Actor, number: int, now: datetime) -> ComplaintView:
    """The team thinks it is solved; whether it is, the customer is asked. A second time changes nothing.

    Raises:
        Forbidden, ComplaintUnknown, OwnComplaint, ComplaintTaken, ComplaintClosed: as for an answer.
    """
    actor = await acting(transaction, actor, Permission.WORK_DESK)
    view = await _to_answer(transaction, actor, number)
    if view.state is ComplaintState.SOLVED:
        return replace(view, is_new=False)
    solved = await _hand_over(transaction, actor, view, ComplaintState.SOLVED, now)
    await audit.record(transaction, actor, "complaint_solved", f"complaint:{number}", now, {})
    await telling.tell_customer(transaction, solved, ComplaintSolved, actor, now)
    return solved


async def to_answer(transaction: Transaction, actor: Actor, number: int) -> ComplaintView:
    """The complaint, if the actor may answer it now.

    Raises:
        Forbidden, ComplaintUnknown, OwnComplaint: not for the actor to work on.
        ComplaintTaken: they have not taken it.
        ComplaintClosed: its customer has closed it.
    """
    actor = await acting(transaction, actor, Permission.WORK_DESK)
    return await _to_answer(transaction, actor, number)


async def _to_answer(transaction: Transaction, actor: Actor, number: int) -> ComplaintView:
    view = await lock_for_desk(transaction, actor, number)
    if view.state is ComplaintState.CLOSED:
        raise ComplaintClosed(number)
    if view.taken_by != actor.person_id:
        raise ComplaintTaken(view.taker)
    return view


async def _hand_over(
    transaction: Transaction, actor: Actor, view: ComplaintView, state: ComplaintState, now: datetime
) -> ComplaintView:
    """It is the customer's turn: nothing is promised any more."""
    values: dict[str, Any] = {"state": state, "answer_due_at": None, "reminded_at": None}
    await queries.save(transaction, view.number, **values)
    if view.reminded_at is not None:
        await telling.settle_desk(transaction, view, Outcome.ANSWERED, actor, now)
    return replace(view, **values)


async def desk(
    reading: Reading, actor: Actor, section: Section, now: datetime, offset: int = 0, limit: int = 6
) -> list[ComplaintView]:
    """What lies on a pile, whoever waits longest first; one's own complaints as a customer are not there.

    Raises:
        Forbidden: not of the team.
    """
    actor.require(Permission.WORK_DESK)
    return await queries.on_pile(reading, section, actor.person_id, now, offset, limit)


async def sections(reading: Reading, actor: Actor, now: datetime) -> dict[Section, int]:
    """How much lies on each pile.

    Raises:
        Forbidden: not of the team.
    """
    actor.require(Permission.WORK_DESK)
    return await queries.heights(reading, actor.person_id, now)


async def customer_card(reading: Reading, actor: Actor, number: int, now: datetime) -> CustomerView | None:
    """The customer behind a complaint as the till sees them; None once they have asked to be forgotten.

    Raises:
        Forbidden, ComplaintUnknown, OwnComplaint: not for the actor to work on.
    """
    actor.require(Permission.WORK_DESK)
    view = await find(reading, actor, number)
    if view.customer_id == actor.person_id:
        raise OwnComplaint
    account_id = await around.account(reading, view.customer_id)
    if account_id is None:
        return None
    card = await cards.current(reading, account_id)
    return await cards.find(reading, actor, card.number, now)
