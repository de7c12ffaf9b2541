"""What customers say: ratings, complaints and their messages."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.models.types import Document, UtcDateTime


class Rating(SQLModel, table=True):
    """One answer to 'how likely are you to recommend us?' Within the cooldown it can be corrected."""

    __table_args__ = (
        CheckConstraint("score >= 0 AND score <= 10", name="score_of_ten"),
        Index("rating_of_person", "person_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    #: None once the person has asked to be forgotten.
    person_id: int | None = Field(default=None, foreign_key="person.id")
    score: int
    #: Keys of the reasons that were tapped.
    reasons: list[str] = Field(default_factory=list, sa_column=Column(Document, nullable=False))
    comment: str | None = None
    #: What caused the question: `asked` (the customer's own /rate), `purchase:12` …
    cause: str
    language: str
    #: The version of the question's wording.
    wording: str
    at: datetime = Field(sa_type=UtcDateTime)
    corrected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ComplaintState(StrEnum):
    OPEN = "open"  # nobody has taken it yet
    TAKEN = "taken"
    ANSWERED = "answered"  # staff have said something since the customer last did
    SOLVED = "solved"  # staff say so; the customer has not confirmed it
    CLOSED = "closed"  # the customer says so


class Complaint(SQLModel, table=True):
    """One complaint; its id is the number both sides call it by."""

    __table_args__ = (
        Index("complaint_of_person", "person_id", "id"),
        Index(
            "complaint_waiting",
            "answer_due_at",
            sqlite_where=text("answer_due_at IS NOT NULL"),
            postgresql_where=text("answer_due_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    #: None once the person has asked to be forgotten.
    person_id: int | None = Field(default=None, foreign_key="person.id")
    category: str
    state: str = ComplaintState.OPEN
    #: What it is about, when it came from a receipt or a rating.
    entry_id: int | None = Field(default=None, foreign_key="entry.id")
    purchase_id: int | None = Field(default=None, foreign_key="purchase.id")
    rating_id: int | None = Field(default=None, foreign_key="rating.id")
    taken_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    #: By when an answer is promised; None: the customer is not waiting for one.
    answer_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: When staff were last told that the promised time has passed.
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: How it was handled, 1 to 5, in the customer's eyes.
    handling_score: int | None = None


class ComplaintMessage(SQLModel, table=True):
    """One message of a complaint, from the customer or from the team."""

    __tablename__ = "complaint_message"
    __table_args__ = (Index("message_of_complaint", "complaint_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    complaint_id: int = Field(foreign_key="complaint.id")
    #: Who wrote it; None once that person has asked to be forgotten.
    author_id: int | None = Field(default=None, foreign_key="person.id")
    from_staff: bool
    text: str | None = None
    #: photo, voice, video, document …, and Telegram's id of the file; None: words only.
    media: str | None = None
    file_id: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
