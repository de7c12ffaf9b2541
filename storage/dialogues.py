"""Queries for dialogues: one row per person, replaced at each step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.statements import insert_for, run
from storage.tables import dialogues


@dataclass(frozen=True, slots=True)
class DialogueState:
    """Where a person is: which dialogue, at which step, with what they have said so far."""

    name: str
    step: str
    data: dict[str, Any]


async def current(session: AsyncSession, person_id: int) -> DialogueState | None:
    columns = select(dialogues.c.name, dialogues.c.step, dialogues.c.data)
    row = (await run(session, columns.where(dialogues.c.person_id == person_id))).one_or_none()
    return DialogueState(*row) if row else None


async def put(session: AsyncSession, person_id: int, state: DialogueState, now: datetime) -> None:
    values = {"name": state.name, "step": state.step, "data": state.data, "updated_at": now}
    insert = insert_for(session, dialogues).values(person_id=person_id, **values)
    await run(session, insert.on_conflict_do_update(index_elements=["person_id"], set_=values))


async def end(session: AsyncSession, person_id: int) -> bool:
    """End the person's dialogue; whether there was one."""
    return (await run(session, delete(dialogues).where(dialogues.c.person_id == person_id))).rowcount > 0
