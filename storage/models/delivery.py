"""What goes in and out: updates already handled, messages to be sent, dialogues under way."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.models.types import Document, UtcDateTime


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"  # the customer blocked the bot
    FAILED = "failed"  # Telegram refused it for good
    UNKNOWN = "unknown"  # the connection broke after the request had gone out: nobody knows the end


class HandledUpdate(SQLModel, table=True):
    """An update whose effect is committed; written in the transaction of that effect."""

    __tablename__ = "handled_update"

    #: Each bot's updates have their own numbers. 0: of a bot that nobody wrote down, until the next start.
    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class OutboxMessage(SQLModel, table=True):
    """A message owed to a person, written in the transaction of what it tells of, sent by the dispatcher.

    It holds facts, not words: the words are found in the reader's language when it is sent. Then the facts go.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        # What is finished has no due_at: both indexes hold the unfinished rows alone.
        Index(
            "outbox_due",
            "due_at",
            "id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "outbox_waiting",
            "person_id",
            "id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str
    facts: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    state: str = DeliveryState.PENDING
    #: How often its sending was begun.
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    #: Pending: not to be sent before. Sending: when the claim of the process that sends it lapses. Finished: None.
    due_at: datetime | None = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: Telegram's id of the message, once sent.
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))


class Dialogue(SQLModel, table=True):
    """Where a person is in a question that takes several messages; gone when it ends."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    name: str
    step: str
    data: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    updated_at: datetime = Field(sa_type=UtcDateTime)
