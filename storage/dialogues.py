"""Queries for dialogues: one row per person and chat, replaced at each step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from storage.contract import Reading, Transaction
from storage.statements import insert_for
from storage.tables import dialogues


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
    values = {
        "name": state.name,
        "step": state.step,
        "data": state.data,
        "account_id": state.account_id,
        "updated_at": now,
    }
    insert = insert_for(transaction, dialogues).values(person_id=person_id, chat_id=chat_id, **values)
    await transaction.run(insert.on_conflict_do_update(index_elements=["person_id", "chat_id"], set_=values))


async def end(transaction: Transaction, person_id: int, chat_id: int) -> bool:
    """End the person's dialogue in this chat; whether there was one."""
    here = (dialogues.c.person_id == person_id, dialogues.c.chat_id == chat_id)
    return (await transaction.run(delete(dialogues).where(*here))).rowcount > 0
