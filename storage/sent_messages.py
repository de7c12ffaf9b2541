"""Which message stands where for what: written when something is put into a chat, read to change it there."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, select

from storage.contract import Reading, Transaction
from storage.statements import insert_for
from storage.tables import sent_messages as rows


class Standing(NamedTuple):
    """A message where it stands. Its number means something in its chat alone."""

    chat_id: int
    message_id: int
    thread_id: int | None = None


async def put(transaction: Transaction, standing: Sequence[tuple[str, Standing]]) -> None:
    """Remember each under its key, in the place of what stood for that before."""
    if not standing:
        return
    insert = insert_for(transaction, rows)
    anew = {name: insert.excluded[name] for name in ("chat_id", "thread_id", "message_id")}
    statement = insert.on_conflict_do_update(index_elements=["key"], set_=anew)
    await transaction.run(statement, [{"key": key, **place._asdict()} for key, place in standing])


async def find(reading: Reading, key: str) -> Standing | None:
    """What stands for this; None: nothing has been sent, or nobody knows where."""
    columns = select(rows.c.chat_id, rows.c.message_id, rows.c.thread_id)
    row = (await reading.run(columns.where(rows.c.key == key))).one_or_none()
    return Standing(*row) if row else None


async def key_of(reading: Reading, chat_id: int, message_id: int, begins: str) -> str | None:
    """What a message stands for, among the keys that begin so."""
    there = (rows.c.chat_id == chat_id, rows.c.message_id == message_id, rows.c.key.startswith(begins, autoescape=True))
    found: str | None = (await reading.run(select(rows.c.key).where(*there))).scalars().first()
    return found


async def forget(transaction: Transaction, chat_id: int) -> None:
    """Whatever stands in a chat is not known any more."""
    await transaction.run(delete(rows).where(rows.c.chat_id == chat_id))
