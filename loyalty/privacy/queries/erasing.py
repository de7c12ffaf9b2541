"""What is at stake for somebody who asks to be forgotten, and the erasing itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, delete, select, update

from loyalty.audit import ABOUT_PERSON
from storage import Reading, Transaction
from storage import dialogues as everybodys_dialogues
from storage.tables import (
    accounts,
    audit_records,
    complaint_messages,
    complaints,
    dialogues,
    entries,
    outbox_messages,
    people,
    ratings,
    referral_codes,
)

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
_PERSON, _ACCOUNT = (bindparam(name, type_=Integer()) for name in ("of_person", "of_account"))
_POINTS = select(accounts.c.available + accounts.c.pending + accounts.c.held).where(accounts.c.id == _ACCOUNT)
_PRIVATE_CHAT = select(people.c.telegram_id).where(people.c.id == _PERSON)
_REMOVE_CODE = delete(referral_codes).where(referral_codes.c.account_id == _ACCOUNT)
_DETAILS = select(audit_records.c.id, audit_records.c.details).where(ABOUT_PERSON)
_BARE = (
    update(audit_records)
    .where(audit_records.c.id == bindparam("record_id"))
    .values(details=bindparam("figures", type_=audit_records.c.details.type))
)
_OWN = select(complaints.c.id).where(complaints.c.person_id == _PERSON)
_UNSAID: dict[str, Any] = {"text": None, "media": None, "file_id": None}
_ERASE_OF_PERSON = (
    update(complaint_messages).where(complaint_messages.c.complaint_id.in_(_OWN)).values(_UNSAID),
    update(complaint_messages).where(complaint_messages.c.author_id == _PERSON).values(author_id=None),
    update(complaints).where(complaints.c.person_id == _PERSON).values(person_id=None),
    update(ratings).where(ratings.c.person_id == _PERSON).values(person_id=None, comment=None),
)
_ERASE_OF_ACCOUNT = (
    update(entries).where(entries.c.account_id == _ACCOUNT).values(reason=None),
    update(accounts).where(accounts.c.id == _ACCOUNT).values(person_id=None),
)
_END_OWN_DIALOGUES = delete(dialogues).where(dialogues.c.person_id == _PERSON)
_ERASE_MESSAGES = delete(outbox_messages).where(outbox_messages.c.person_id == _PERSON)
_ERASE_PERSON = update(people).where(people.c.id == _PERSON).values(_NOBODY)


async def points(reading: Reading, account_id: int) -> int:
    """To spend now, later, or set aside at a till."""
    sum_of_all: int = (await reading.run(_POINTS, {"of_account": account_id})).scalar_one()
    return sum_of_all


async def remove_code(transaction: Transaction, account_id: int) -> None:
    """Nobody can be invited with it any more."""
    await transaction.later(_REMOVE_CODE, {"of_account": account_id})


async def erase_words(transaction: Transaction, person_id: int, account_id: int) -> None:
    """What they have said, what was said to them, what was noted about them; then the account is nobody's."""
    await _erase_details(transaction, person_id, account_id)
    for statement in _ERASE_OF_PERSON:
        await transaction.later(statement, {"of_person": person_id})
    for statement in _ERASE_OF_ACCOUNT:
        await transaction.later(statement, {"of_account": account_id})


async def _erase_details(transaction: Transaction, person_id: int, account_id: int) -> None:
    """In the audit of what was done to them, figures stay and words go."""
    found = (await transaction.run(_DETAILS, {"person_id": person_id, "account_id": account_id})).all()
    bare = [
        {"record_id": record_id, "figures": figures}
        for record_id, details in found
        if (figures := {name: fact for name, fact in details.items() if not isinstance(fact, str | list | dict)})
        != details
    ]
    if bare:
        await transaction.later(_BARE, bare)


async def end_dialogues(transaction: Transaction, person_id: int, account_id: int, now: datetime) -> None:
    """Their own with all they said, and what the team has begun with their card; the team's own words stay."""
    await transaction.later(_END_OWN_DIALOGUES, {"of_person": person_id})
    await everybodys_dialogues.end_about(transaction, account_id, now)


async def erase_messages(transaction: Transaction, person_id: int) -> None:
    """Those to them, sent or not."""
    await transaction.later(_ERASE_MESSAGES, {"of_person": person_id})


async def private_chat(reading: Reading, person_id: int) -> int | None:
    chat: int | None = (await reading.run(_PRIVATE_CHAT, {"of_person": person_id})).scalar_one()
    return chat


async def erase_person(transaction: Transaction, person_id: int, now: datetime) -> None:
    """Their row stays, nameless."""
    await transaction.run(_ERASE_PERSON, {"of_person": person_id, "forgotten_at": now})
