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
    """The id of an update whose effect is committed; written in the transaction of that effect."""

    __tablename__ = "handled_update"

    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class OutboxMessage(SQLModel, table=True):
    """A message owed to a person, written in the transaction of what it tells of, sent by the dispatcher.

    It holds facts, not words: the words are found in the reader's language when it is sent.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "outbox_due",
            "due_at",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str
    facts: dict[str, Any] = Field(sa_column=Column(Document, nullable=False))
    state: str = DeliveryState.PENDING
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
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
