"""Queries for dialogues: one row per person, replaced at each step."""

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


async def current(reading: Reading, person_id: int) -> DialogueState | None:
    columns = select(dialogues.c.name, dialogues.c.step, dialogues.c.data)
    row = (await reading.run(columns.where(dialogues.c.person_id == person_id))).one_or_none()
    return DialogueState(*row) if row else None


async def put(transaction: Transaction, person_id: int, state: DialogueState, now: datetime) -> None:
    values = {"name": state.name, "step": state.step, "data": state.data, "updated_at": now}
    insert = insert_for(transaction, dialogues).values(person_id=person_id, **values)
    await transaction.run(insert.on_conflict_do_update(index_elements=["person_id"], set_=values))


async def end(transaction: Transaction, person_id: int) -> bool:
    """End the person's dialogue; whether there was one."""
    return (await transaction.run(delete(dialogues).where(dialogues.c.person_id == person_id))).rowcount > 0
