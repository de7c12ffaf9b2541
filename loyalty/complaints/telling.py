"""Who is told what of a complaint.

Notices to the team carry no words of the customer: those are kept in one place, where an edit and the wish to be
forgotten reach them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from loyalty.actor import Actor
from loyalty.complaints.model import ComplaintView, Said
from loyalty.complaints.views import DESK_ROLES, name_of
from loyalty.notices import notify
from storage import Reading, Transaction
from storage.tables import outbox_messages, people

#: Notices to the customer that must arrive, or else the team is told.
ANSWER_KINDS = ("complaint_answer", "complaint_solved")


def _desk_key(view: ComplaintView, person_id: int) -> str:
    """Of the notice that calls this member of the team to the complaint: one per promised time and reminder."""
    due, reminded = (int(at.timestamp()) if at else 0 for at in (view.answer_due_at, view.reminded_at))
    return f"desk:{view.number}:{due}:{reminded}:{person_id}"


async def team(reading: Reading, view: ComplaintView) -> list[int]:
    """Who could work on it: all of the team but the customer."""
    statement = select(people.c.id).where(people.c.role.in_(DESK_ROLES), people.c.id != (view.customer_id or 0))
    return list((await reading.run(statement.order_by(people.c.id))).scalars())


async def tell_desk(transaction: Transaction, view: ComplaintView, kind: str, now: datetime, **facts: Any) -> None:
    """Calls all of the team (`desk_new`, `desk_late`)."""
    assert view.answer_due_at is not None, "somebody is waiting"
    facts |= {"number": view.number, "category": view.category, "answer_due_at": view.answer_due_at.isoformat()}
    facts |= {"taker": view.taker, "at": now.isoformat()}
    for person_id in await team(transaction, view):
        await notify(transaction, person_id, kind, facts, key=_desk_key(view, person_id), now=now)


async def settle_desk(
    transaction: Transaction, before: ComplaintView, what: str, actor: Actor | None, now: datetime
) -> None:
    """In the chats of those who were called, `what` has become of it takes the place of the call.

    `before` is the complaint as it was: taken, answered, or closed by its customer.
    """
    mates = [
        person_id for person_id in await team(transaction, before) if actor is None or person_id != actor.person_id
    ]
    keys = [_desk_key(before, person_id) for person_id in mates]
    called = select(outbox_messages.c.person_id, outbox_messages.c.key).where(outbox_messages.c.key.in_(keys))
    facts = {"number": before.number, "what": what, "by": await name_of(transaction, actor) if actor else None}
    for person_id, key in (await transaction.run(called)).all():
        settled = facts | {"edit_notice_key": key}
        await notify(transaction, person_id, "desk_settled", settled, key=f"{key}:{what}:{now.isoformat()}", now=now)


async def tell_taker(transaction: Transaction, view: ComplaintView, what: str, now: datetime, *, key: str) -> None:
    """Tells whoever has taken it what the customer has done."""
    due = view.answer_due_at.isoformat() if view.answer_due_at else None
    facts = {"number": view.number, "what": what, "answer_due_at": due, "at": now.isoformat()}
    await notify(transaction, view.taken_by, "desk_news", facts, key=f"desk:{view.number}:{key}", now=now)


async def tell_customer(transaction: Transaction, view: ComplaintView, kind: str, actor: Actor, now: datetime) -> None:
    """`complaint_taken`, `complaint_solved`."""
    facts = {"number": view.number, "by": await name_of(transaction, actor), "staff_id": actor.person_id}
    key = f"complaint:{view.number}:{kind}:{now.isoformat()}"
    await notify(transaction, view.customer_id, kind, facts, key=key, now=now)


async def tell_answer(
    transaction: Transaction,
    actor: Actor,
    view: ComplaintView,
    message: int,
    said: Said,
    now: datetime,
    *,
    changed: bool = False,
    in_place: bool = False,
) -> None:
    """Brings an answer of the team to the customer; one that was changed `in_place` of the first."""
    facts: dict[str, Any] = {
        "number": view.number,
        "by": await name_of(transaction, actor),
        "staff_id": actor.person_id,
    }
    facts |= {"text": said.text, "media": said.media, "file_id": said.file_id, "changed": changed}
    key = f"complaint:{view.number}:answer:{message}"
    if in_place:
        facts["edit_notice_key"] = key
    if changed:
        key += f":{now.isoformat()}"
    await notify(transaction, view.customer_id, "complaint_answer", facts, key=key, now=now)


async def answer_lost(transaction: Transaction, facts: dict[str, Any], now: datetime) -> None:
    """A notice of one of `ANSWER_KINDS` cannot be delivered (the customer has blocked the bot): its author is told."""
    number = facts["number"]
    key = f"desk:{number}:lost:{now.isoformat()}"
    await notify(transaction, facts["staff_id"], "desk_lost", {"number": number}, key=key, now=now)
