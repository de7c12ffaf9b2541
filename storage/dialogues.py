"""Queries for dialogues: one row per person and chat, replaced at each step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, literal, select, update

from storage.contract import Reading, Transaction
from storage.statements import insert_for
from storage.tables import accounts, cards, dialogues, people

#: The state of somebody who is in no dialogue while something is kept beside it.
RESTING = "resting"
#: What is kept beside the dialogue, whichever that is.
ASIDE, UNPLACED, FRONT = "aside", "unplaced", "front"
_BESIDE = (ASIDE, UNPLACED, FRONT)
_ABOUT = (
    select(dialogues.c.person_id, dialogues.c.chat_id, dialogues.c.data)
    .where(dialogues.c.account_id == bindparam("of_account"))
    .with_for_update()
)
_CARDS = select(cards.c.number).where(cards.c.account_id == bindparam("of_account"))


@dataclass(frozen=True, slots=True)
class DialogueState:
    """Where a person is: which dialogue, at which step, with what they have said so far."""

    name: str
    step: str
    data: dict[str, Any]
    #: Whose card it is about, when it is about one.
    account_id: int | None = None


async def current(reading: Reading, person_id: int, chat_id: int) -> DialogueState | None:
    columns = select(dialogues.c.name, dialogues.c.step, dialogues.c.data, dialogues.c.account_id)
    here = (dialogues.c.person_id == person_id, dialogues.c.chat_id == chat_id)
    row = (await reading.run(columns.where(*here))).one_or_none()
    return DialogueState(*row) if row else None


async def put(transaction: Transaction, person_id: int, chat_id: int, state: DialogueState, now: datetime) -> None:
    """Keeps where they are; nothing once they have been forgotten, or whoever it is about.

    The rows of both are locked by it: it stands before the lock of anything else but them.
    """
    values = {
        "name": state.name,
        "step": state.step,
        "data": state.data,
        "account_id": state.account_id,
        "updated_at": now,
    }
    row = {"person_id": person_id, "chat_id": chat_id, **values}
    columns = [literal(value, dialogues.c[name].type) for name, value in row.items()]
    insert = insert_for(transaction, dialogues).from_select(list(row), _while_known(columns, person_id, state))
    await transaction.run(insert.on_conflict_do_update(index_elements=["person_id", "chat_id"], set_=values))


def _while_known(columns: list[Any], person_id: int, state: DialogueState) -> Any:
    """One row, as long as everybody concerned is known: locked, so that they stay it until the transaction ends."""
    found = select(*columns).where(people.c.id == person_id, people.c.forgotten_at.is_(None))
    if state.account_id is None:
        return found.with_for_update(of=people, key_share=True)
    theirs = (accounts.c.id == state.account_id, accounts.c.person_id.is_not(None))
    return found.where(*theirs).with_for_update(of=[people, accounts], key_share=True)


async def end(transaction: Transaction, person_id: int, chat_id: int) -> bool:
    """End the person's dialogue in this chat; whether there was one."""
    here = (dialogues.c.person_id == person_id, dialogues.c.chat_id == chat_id)
    return (await transaction.run(delete(dialogues).where(*here))).rowcount > 0


async def rest(transaction: Transaction, person_id: int, chat_id: int, kept: dict[str, Any], now: datetime) -> None:
    """End the person's dialogue in this chat, and keep what stands beside it, if anything does."""
    if kept:
        await put(transaction, person_id, chat_id, DialogueState(RESTING, "", kept), now)
    else:
        await end(transaction, person_id, chat_id)


def beside(data: dict[str, Any]) -> dict[str, Any]:
    """What outlives the dialogue that says this."""
    return {name: data[name] for name in _BESIDE if name in data}


async def end_about(transaction: Transaction, account_id: int, now: datetime) -> None:
    """End everybody's dialogues about this account; beside them stays what is about nobody, or about others.

    No person's row is locked for it, as `put` would: who is forgotten has locked their account already.
    """
    of_account = {"of_account": account_id}
    numbers = set((await transaction.run(_CARDS, of_account)).scalars())
    for person_id, chat_id, data in (await transaction.run(_ABOUT, of_account)).all():
        here = (dialogues.c.person_id == person_id, dialogues.c.chat_id == chat_id)
        if kept := _about_others(beside(data), numbers):
            resting = {"name": RESTING, "step": "", "data": kept, "account_id": None, "updated_at": now}
            await transaction.run(update(dialogues).where(*here).values(resting))
        else:
            await end(transaction, person_id, chat_id)


def _about_others(kept: dict[str, Any], numbers: set[str]) -> dict[str, Any]:
    """Of what stands beside a dialogue, all that was not begun with one of these cards."""
    if kept.get(FRONT, {}).get("card") in numbers:
        kept = {name: value for name, value in kept.items() if name != FRONT}
    aside = [one for one in kept.get(ASIDE, ()) if one["data"].get("card") not in numbers]
    return {name: value for name, value in (kept | {ASIDE: aside}).items() if value}
