"""What goes in and out: updates already handled, messages to be sent, dialogues under way."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, SmallInteger, text
from sqlmodel import Field, SQLModel

from storage.models.types import Document, UtcDateTime


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"  # the customer blocked the bot
    FAILED = "failed"  # Telegram refused it for good
    UNKNOWN = "unknown"  # of what goes out at most once: the connection broke, and nobody knows the end


class Urgency(IntEnum):
    """Who is waiting for a message; the lower goes first."""

    #: Somebody at the till looks at the screen until it comes.
    ASKED = 0
    #: Money and points, answers to complaints.
    RECEIPT = 1
    #: Nobody waits: greetings and warnings.
    QUIET = 2


def _unfinished(name: str, *columns: str) -> Index:
    """What is finished has no due_at: these indexes hold the unfinished rows alone."""
    unfinished = text("due_at IS NOT NULL")
    return Index(name, *columns, sqlite_where=unfinished, postgresql_where=unfinished)


class HandledUpdate(SQLModel, table=True):
    """An update whose effect is committed; written in the transaction of that effect."""

    __tablename__ = "handled_update"

    #: Each bot's updates have their own numbers. 0: of a bot that nobody wrote down, until the next start.
    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class OutboxMessage(SQLModel, table=True):
    """A message owed to a person, or to a chat, written in the transaction of what it tells of.

    It holds ids and figures, neither names nor words: those are read, in the reader's language, when it is sent. Then
    the ids and figures go too.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (chat_id IS NULL)", name="one_recipient"),
        _unfinished("outbox_due", "urgency", "due_at", "id"),
        _unfinished("outbox_waiting", "person_id", "id"),
        _unfinished("outbox_waiting_chat", "chat_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    #: A chat that is nobody's own, and one of its threads.
    chat_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    thread_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    kind: str
    urgency: int = Field(default=Urgency.RECEIPT, sa_column=Column(SmallInteger, nullable=False))
    facts: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    state: str = DeliveryState.PENDING
    #: How often its sending was begun.
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    #: Pending: not to be sent before. Sending: when the claim of the process that sends it lapses. Finished: None.
    due_at: datetime | None = Field(sa_type=UtcDateTime)
    #: Sending: the number of the process that does.
    claimed_by: int | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SentMessage(SQLModel, table=True):
    """Which message in which chat stands for what (`key`), so that it can be changed, or be known when it is.

    A message's number means something in its chat alone.
    """

    __tablename__ = "sent_message"
    __table_args__ = (Index("sent_message_place", "chat_id", "message_id"),)

    key: str = Field(primary_key=True)
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    thread_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    message_id: int = Field(sa_column=Column(BigInteger, nullable=False))


class SendAllowance(SQLModel, table=True):
    """How many messages all processes together may still send in a short period: so many have been given out."""

    __tablename__ = "send_allowance"

    #: Of the time since 1970, in lengths of a period.
    period: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    given: int


class Dialogue(SQLModel, table=True):
    """Where a person is, in one chat, in a question that takes several messages; gone when it ends."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    #: Whose card it is about, when it is about one: it ends when they ask to be forgotten.
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    name: str
    step: str
    data: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    updated_at: datetime = Field(sa_type=UtcDateTime)
