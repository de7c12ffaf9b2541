"""What is said in complaints."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from loyalty.complaints.model import MessageView, OwnMessage, Said
from storage import Reading, Transaction
from storage.contract import AnyRow
from storage.tables import complaint_messages as messages
from storage.tables import people

_MESSAGES = select(
    messages.c.id,
    people.c.first_name,
    *(messages.c[name] for name in ("from_staff", "text", "media", "file_id", "at", "edited_at")),
).outerjoin(people, people.c.id == messages.c.author_id)
_THREAD = _MESSAGES.where(messages.c.complaint_id == bindparam("number")).order_by(messages.c.id)
_ONE = _MESSAGES.where(messages.c.id == bindparam("message"))
_OWN = select(
    messages.c.complaint_id, messages.c.from_staff, messages.c.text, messages.c.media, messages.c.file_id
).where(messages.c.id == bindparam("message"), messages.c.author_id == bindparam("me"))
_ADD = insert(messages).returning(messages.c.id)
_CHANGE = update(messages).where(messages.c.id == bindparam("message"))


async def thread(reading: Reading, number: int) -> list[MessageView]:
    """Everything said in a complaint, oldest first."""
    return [_message(row) for row in (await reading.run(_THREAD, {"number": number})).all()]


async def find(reading: Reading, message: int) -> MessageView | None:
    row = (await reading.run(_ONE, {"message": message})).one_or_none()
    return _message(row) if row else None


async def own(reading: Reading, author_id: int, message: int) -> OwnMessage | None:
    """A message as its author left it; None: it is not theirs."""
    row = (await reading.run(_OWN, {"message": message, "me": author_id})).one_or_none()
    return OwnMessage(row.complaint_id, row.from_staff, Said(row.text, row.media, row.file_id)) if row else None


async def add(
    transaction: Transaction, number: int, author_id: int, said: Said, now: datetime, *, from_staff: bool
) -> int:
    """Writes down one message; its id."""
    row = {
        "complaint_id": number,
        "author_id": author_id,
        "from_staff": from_staff,
        "text": said.text,
        "media": said.media,
        "file_id": said.file_id,
        "at": now,
    }
    message: int = (await transaction.run(_ADD, row)).scalar_one()
    return message


async def change(transaction: Transaction, message: int, said: Said, now: datetime) -> None:
    """What was said is what stands there now."""
    values = {"text": said.text, "media": said.media, "file_id": said.file_id, "edited_at": now}
    await transaction.later(_CHANGE, {"message": message, **values})


def _message(row: AnyRow) -> MessageView:
    return MessageView(row.id, row.first_name or "", *row[2:])
