"""Being forgotten: everything that tells who somebody was goes, the figures of the ledger stay without them.

What is erased, and what is kept because a shop has to be able to prove its books:

- The row of the person stays, nameless, so that what points to it (a purchase they entered as staff, a consent) still
  points to one and the same nobody. Account, purchases and entries lose their owner; points left on the account end.
- Consents stay, all withdrawn: they name nobody, and show that what was sent was allowed.
- Words go: complaints and the answers to them, comments of ratings, reasons of adjustments, details of the audit.
  Figures and dates of them stay.
- Messages to the person are deleted, sent or not, and where they stand in their chat. Those on their way to others
  hold no names: whoever is gone by then is not named.

Nothing is kept by which they could be recognised, not even a hash: whoever comes back is a stranger and is welcomed
with welcome points like any other. To take them twice one has to give up everything else, and to use them one has to
buy; a programme for which that is too generous gives fewer welcome points.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update

from loyalty import audit, complaints, ledger, membership, programme, redemptions
from loyalty.actor import Actor, Permission
from loyalty.membership.model import LastOwner
from loyalty.redemptions.ending import expire_timed_out
from storage import Reading, Transaction, sent_messages
from storage.models import ComplaintState, Role
from storage.tables import (
    accounts,
    audit_records,
    cards,
    complaint_messages,
    entries,
    outbox_messages,
    people,
    ratings,
    referral_codes,
)
from storage.tables import complaints as complaint_rows
from storage.tables import dialogues as dialogue_rows

#: Version of the words on the screen where everything is withdrawn, and that screen.
WORDING, PLACE = "forget-1", "forget"
_NOBODY: dict[str, Any] = {
    "telegram_id": None,
    "first_name": "",
    "last_name": None,
    "username": None,
    "phone": None,
    "birth_month": None,
    "birth_day": None,
    "birthday_told_at": None,
    "birthday_greeted_year": None,
    "quiet_from": None,
    "quiet_until": None,
    "blocked_at": None,
    "source": None,
}


@dataclass(frozen=True, slots=True)
class Farewell:
    """What somebody would lose, or has lost, by being forgotten."""

    account_id: int
    role: Role
    #: To spend now, later, or set aside at a till; and what they are worth, in minor units.
    points: int
    worth_minor: int
    open_complaints: int
    #: Whether it has happened.
    done: bool = False


async def preview(reading: Reading, actor: Actor, now: datetime) -> Farewell:
    """What is at stake.

    Raises:
        LastOwner: the programme would be without an owner.
    """
    actor.require(Permission.USE_OWN_CARD)
    role = Role((await reading.run(select(people.c.role).where(people.c.id == actor.person_id))).scalar_one())
    owners = select(func.count()).select_from(people).where(people.c.role == Role.OWNER)
    if role is Role.OWNER and (await reading.run(owners)).scalar_one() == 1:
        raise LastOwner
    figures = select(accounts.c.available + accounts.c.pending + accounts.c.held)
    points = (await reading.run(figures.where(accounts.c.id == actor.account_id))).scalar_one()
    worth_minor = (await programme.load(reading, now)).worth_minor(points)
    return Farewell(actor.account_id, role, points, worth_minor, len(await _open_complaints(reading, actor)))


async def forget(transaction: Transaction, actor: Actor, agreed_points: int, now: datetime) -> Farewell:
    """Forgets the actor, if no more than `agreed_points` are lost by it; otherwise nothing changes (`done` is False).

    Raises:
        LastOwner: the programme would be without an owner.
    """
    actor.require(Permission.USE_OWN_CARD)
    account = await ledger.lock(transaction, actor.account_id, now)
    if account.person_id is None:  # pressed twice
        return Farewell(actor.account_id, Role.CUSTOMER, points=0, worth_minor=0, open_complaints=0, done=True)
    farewell = await preview(transaction, actor, now)
    if farewell.points > agreed_points:
        return farewell
    await expire_timed_out(transaction, account, now)
    while (waiting := await redemptions.waiting_for(transaction, actor, now)) is not None:
        await redemptions.release(transaction, actor, waiting.hold_id, now)
    for number in await _open_complaints(transaction, actor):
        await complaints.close(transaction, actor, number, now)
    await membership.resign(transaction, actor, now)
    await membership.withdraw_consents(transaction, actor, WORDING, PLACE, now)
    await _close_account(transaction, actor, now)
    await audit.record(transaction, actor, "forgotten", f"person:{actor.person_id}", now, {"points": farewell.points})
    await _erase_messages(transaction, actor)
    await _erase_words(transaction, actor)
    await _end_dialogues(transaction, actor)
    nobody = _NOBODY | {"forgotten_at": now}
    await transaction.run(update(people).where(people.c.id == actor.person_id).values(nobody))
    return replace(farewell, done=True)


async def _open_complaints(reading: Reading, actor: Actor) -> list[int]:
    mine = complaint_rows.c.person_id == actor.person_id, complaint_rows.c.state != ComplaintState.CLOSED
    return list((await reading.run(select(complaint_rows.c.id).where(*mine))).scalars())


async def _close_account(transaction: Transaction, actor: Actor, now: datetime) -> None:
    account = await ledger.lock(transaction, actor.account_id, now)
    await ledger.forfeit(transaction, account, now)
    await ledger.save(transaction, account)
    current = cards.c.account_id == account.id, cards.c.revoked_at.is_(None)
    await transaction.run(update(cards).where(*current).values(revoked_at=now))
    await transaction.run(delete(referral_codes).where(referral_codes.c.account_id == account.id))


async def _erase_words(transaction: Transaction, actor: Actor) -> None:
    """What they have said, what was said to them, what was noted about them; then the account is nobody's."""
    person_id, account_id = actor.person_id, actor.account_id
    await _erase_details(transaction, actor)
    own = select(complaint_rows.c.id).where(complaint_rows.c.person_id == person_id)
    said = {"text": None, "media": None, "file_id": None}
    await transaction.run(update(complaint_messages).where(complaint_messages.c.complaint_id.in_(own)).values(said))
    authored = update(complaint_messages).where(complaint_messages.c.author_id == person_id)
    await transaction.run(authored.values(author_id=None))
    await transaction.run(update(complaint_rows).where(complaint_rows.c.person_id == person_id).values(person_id=None))
    await transaction.run(update(ratings).where(ratings.c.person_id == person_id).values(person_id=None, comment=None))
    await transaction.run(update(entries).where(entries.c.account_id == account_id).values(reason=None))
    await transaction.run(update(accounts).where(accounts.c.id == account_id).values(person_id=None))


async def _erase_details(transaction: Transaction, actor: Actor) -> None:
    """In the audit of what was done to them, figures stay and words go."""
    columns = select(audit_records.c.id, audit_records.c.details).where(audit.ABOUT_PERSON)
    found = await transaction.run(columns, {"person_id": actor.person_id, "account_id": actor.account_id})
    bare = [
        {"record_id": record_id, "figures": figures}
        for record_id, details in found
        if (figures := {name: fact for name, fact in details.items() if not isinstance(fact, str | list | dict)})
        != details
    ]
    if bare:
        statement = update(audit_records).where(audit_records.c.id == bindparam("record_id"))
        await transaction.run(statement.values(details=bindparam("figures", type_=audit_records.c.details.type)), bare)


async def _end_dialogues(transaction: Transaction, actor: Actor) -> None:
    """Their own, and what the team has begun with their card."""
    own, about = dialogue_rows.c.person_id == actor.person_id, dialogue_rows.c.account_id == actor.account_id
    await transaction.run(delete(dialogue_rows).where(or_(own, about)))


async def _erase_messages(transaction: Transaction, actor: Actor) -> None:
    """Deletes the messages to them, and where they stand."""
    await transaction.run(delete(outbox_messages).where(outbox_messages.c.person_id == actor.person_id))
    private = select(people.c.telegram_id).where(people.c.id == actor.person_id)
    if (chat_id := (await transaction.run(private)).scalar_one()) is not None:
        await sent_messages.forget(transaction, chat_id)
