"""What customers do: complain, add to it, correct what they said, say whether it is solved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from loyalty import programme
from loyalty.actor import Actor, Permission
from loyalty.complaints import telling
from loyalty.complaints.model import Category, ComplaintClosed, ComplaintUnknown, ComplaintView, NothingSaid, Said
from loyalty.complaints.notices import News, Outcome
from loyalty.complaints.queries import around, messages
from loyalty.complaints.queries import complaints as queries
from loyalty.complaints.views import find, lock, lock_for_customer, opened_with
from loyalty.identity import acting
from storage import Reading, Transaction
from storage.models import ComplaintState

#: The team has had its say: the customer is not waiting.
_ANSWERED = (ComplaintState.ANSWERED, ComplaintState.SOLVED)


async def open_complaint(
    transaction: Transaction,
    actor: Actor,
    category: Category,
    said: str | Sequence[Said],
    *,
    key: str,
    now: datetime,
    entry_id: int | None = None,
    purchase_id: int | None = None,
    rating_id: int | None = None,
) -> ComplaintView:
    """Sends a complaint, promises an answer and tells the team. The same key again changes nothing.

    Raises:
        NothingSaid: neither words nor a file.
        ComplaintUnknown: it is to be about something that is not the actor's own.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    spoken = [Said(said.strip() or None)] if isinstance(said, str) else list(said)
    if not spoken or any(one.nothing for one in spoken):
        raise NothingSaid
    await _require_own(transaction, actor, entry_id, purchase_id, rating_id)
    row = {
        "key": key,
        "person_id": actor.person_id,
        "category": category,
        "state": ComplaintState.OPEN,
        "entry_id": entry_id,
        "purchase_id": purchase_id,
        "rating_id": rating_id,
        "created_at": now,
        "answer_due_at": await promise(transaction, now),
    }
    number = await queries.add(transaction, row)
    if number is None:
        before = await opened_with(transaction, actor, key)
        if before is None:
            raise ComplaintUnknown
        return replace(before, is_new=False)
    said_ids = [await say(transaction, actor, number, one, now, from_staff=False) for one in spoken]
    view = await find(transaction, actor, number)
    await telling.call_desk(transaction, view, now, files=sum(one.file_id is not None for one in spoken))
    return replace(view, added=tuple(said_ids))


async def _require_own(
    reading: Reading, actor: Actor, entry_id: int | None, purchase_id: int | None, rating_id: int | None
) -> None:
    """Raises ComplaintUnknown if one of what it is about is not the actor's own."""
    if not (
        (entry_id is None or await around.owns_entry(reading, actor.account_id, entry_id))
        and (purchase_id is None or await around.owns_purchase(reading, actor.account_id, purchase_id))
        and (rating_id is None or await around.owns_rating(reading, actor.person_id, rating_id))
    ):
        raise ComplaintUnknown


async def promise(reading: Reading, now: datetime) -> datetime:
    """By when somebody who waits from now on has an answer."""
    return now + timedelta(hours=(await programme.load(reading, now)).complaints.answer_hours)


async def say(
    transaction: Transaction, actor: Actor, number: int, said: Said, now: datetime, *, from_staff: bool
) -> int:
    """Writes down one message; its id."""
    return await messages.add(transaction, number, actor.person_id, said, now, from_staff=from_staff)


async def add(transaction: Transaction, actor: Actor, number: int, said: Said, now: datetime) -> ComplaintView:
    """A further message of the customer. After an answer it is the team's turn again, with a new promised time.

    Raises:
        ComplaintUnknown: not theirs.
        ComplaintClosed: they have closed it.
        NothingSaid: neither words nor a file.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    view = await lock_for_customer(transaction, actor, number)
    if view.state is ComplaintState.CLOSED:
        raise ComplaintClosed(number)
    if said.nothing:
        raise NothingSaid
    message = await say(transaction, actor, number, said, now, from_staff=False)
    if view.state in _ANSWERED:
        waiting = await _wait_again(transaction, actor, view, News.ADDED, now)
        return replace(waiting, added=(message,))
    await telling.tell_taker(transaction, view, News.ADDED, now, key=f"message:{message}")
    return replace(view, added=(message,))


async def edit(transaction: Transaction, actor: Actor, said_id: int, said: Said, now: datetime) -> int | None:
    """The author has changed a message of a complaint: what was said is what stands there now.

    Returns the complaint's number; None when the message is not theirs, or of a complaint that is closed, or says the
    same.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    before = await messages.own(transaction, actor.person_id, said_id)
    if before is None or said.nothing:
        return None
    if before.from_staff and not actor.may(Permission.WORK_DESK):
        return None
    view = await lock(transaction, before.number)
    if before.said == said or view.state is ComplaintState.CLOSED:
        return None
    await messages.change(transaction, said_id, said, now)
    if before.from_staff:
        same_file = before.said.file_id == said.file_id
        await telling.tell_answer(transaction, actor, view, said_id, now, changed=True, in_place=same_file)
    else:
        key = f"message:{said_id}:{now.isoformat()}"
        await telling.tell_taker(transaction, view, News.CHANGED, now, key=key)
    return view.number


async def close(transaction: Transaction, actor: Actor, number: int, now: datetime) -> ComplaintView:
    """The customer says it is solved, whatever the team says. A second time changes nothing.

    Raises:
        ComplaintUnknown: not theirs.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    view = await lock_for_customer(transaction, actor, number)
    if view.state is ComplaintState.CLOSED:
        return replace(view, is_new=False)
    values: dict[str, Any] = {"answer_due_at": None, "reminded_at": None, "closed_at": now}
    await queries.save(transaction, number, state=ComplaintState.CLOSED, **values)
    await telling.tell_taker(transaction, view, News.CLOSED, now, key=f"closed:{now.isoformat()}")
    await telling.settle_desk(transaction, view, Outcome.CLOSED, None, now)
    return replace(view, state=ComplaintState.CLOSED, **values)


async def reopen(transaction: Transaction, actor: Actor, number: int, now: datetime) -> ComplaintView:
    """Not solved yet, the customer says: the team's turn again, with a new promised time.

    A second time, or while they are waiting for us anyway, changes nothing.

    Raises:
        ComplaintUnknown: not theirs.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    view = await lock_for_customer(transaction, actor, number)
    if view.state not in (*_ANSWERED, ComplaintState.CLOSED):
        return replace(view, is_new=False)
    return await _wait_again(transaction, actor, view, News.NOT_SOLVED, now)


async def _wait_again(
    transaction: Transaction, actor: Actor, view: ComplaintView, why: News, now: datetime
) -> ComplaintView:
    """It is the team's turn: of whoever has taken it, or of all of them."""
    state = ComplaintState.OPEN if view.taken_by is None else ComplaintState.TAKEN
    values: dict[str, Any] = {"answer_due_at": await promise(transaction, now), "reminded_at": None, "closed_at": None}
    await queries.save(transaction, view.number, state=state, handling_score=None, **values)
    waiting = replace(view, state=state, handling_score=None, **values)
    if view.taken_by is None:
        await telling.call_desk(transaction, waiting, now)
    else:
        await telling.tell_taker(transaction, waiting, why, now, key=f"{why}:{now.isoformat()}")
    return waiting


async def rate_handling(transaction: Transaction, actor: Actor, number: int, score: int) -> ComplaintView:
    """How a closed complaint was handled, 1 to 5; a later answer takes the place of an earlier one.

    While it is not closed, nothing is changed.

    Raises:
        ComplaintUnknown: not theirs, or no such score.
    """
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    view = await lock_for_customer(transaction, actor, number)
    if not 1 <= score <= 5:
        raise ComplaintUnknown
    if view.state is not ComplaintState.CLOSED:
        return replace(view, is_new=False)
    await queries.save(transaction, number, handling_score=score)
    return replace(view, handling_score=score)
