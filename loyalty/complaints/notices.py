"""What is told of complaints: to their customer, and to the team.

None of it holds what was said: that is kept in one place, where an edit and the wish to be forgotten reach it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty.complaints.model import Category
from loyalty.notices import Notice


class News(StrEnum):
    """What the customer has done."""

    ADDED = "added"
    CHANGED = "changed"
    NOT_SOLVED = "not_solved"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What has become of a call to the team."""

    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ComplaintNotice(Notice):
    """What they have in common."""

    number: int


@dataclass(frozen=True, slots=True)
class ComplaintTakenUp(ComplaintNotice):
    """To the customer: this member of the team is looking into it."""

    kind = "complaint_taken"

    staff_id: int


@dataclass(frozen=True, slots=True)
class CaseOpened(ComplaintNotice):
    """To the customer: the team has read their rating and promises an answer."""

    kind = "case_opened"

    #: By when.
    promised: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintAnswered(ComplaintNotice):
    """To the customer: a message of the team, as it reads when this is sent."""

    kind = "complaint_answer"

    staff_id: int
    #: The complaint's message.
    message: int
    #: It had been sent before and reads otherwise now.
    changed: bool
    #: So much the same that it takes the place of what was sent before.
    in_place: bool


@dataclass(frozen=True, slots=True)
class ComplaintSolved(ComplaintNotice):
    """To the customer: this member of the team thinks it is solved."""

    kind = "complaint_solved"

    staff_id: int


@dataclass(frozen=True, slots=True)
class ComplaintLate(ComplaintNotice):
    """To the customer: the promised time has passed."""

    kind = "complaint_late"

    promised: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskNew(ComplaintNotice):
    """To all of the team: somebody waits for an answer."""

    kind = "desk_new"

    category: Category
    #: By when one is promised.
    answer_due_at: datetime
    at: datetime
    #: Attachments it came with.
    files: int


@dataclass(frozen=True, slots=True)
class DeskLate(ComplaintNotice):
    """To all of the team: the promised time has passed."""

    kind = "desk_late"

    category: Category
    answer_due_at: datetime
    at: datetime
    #: Whoever of the team has it.
    taker_id: int | None


@dataclass(frozen=True, slots=True)
class DeskNews(ComplaintNotice):
    """To whoever has taken it: what the customer has done."""

    kind = "desk_news"

    what: News
    answer_due_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskSettled(ComplaintNotice):
    """To those of the team who were called: what has become of it, in the place of that call."""

    kind = "desk_settled"

    what: Outcome
    #: Of the team; None: its customer has closed it.
    staff_id: int | None
    #: Which call it was: the complaint's promised time, and when the team was last reminded of it.
    due_at: datetime | None
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeskLost(ComplaintNotice):
    """To the author of an answer: it could not be brought to the customer."""

    kind = "desk_lost"


def call_key(number: int, due_at: datetime | None, reminded_at: datetime | None, person_id: int) -> str:
    """Of the notice that calls this member of the team to the complaint: one per promised time and reminder."""
    due, reminded = (int(at.timestamp()) if at else 0 for at in (due_at, reminded_at))
    return f"desk:{number}:{due}:{reminded}:{person_id}"


def answer_key(number: int, message: int) -> str:
    """Of the notice that brings an answer to the customer."""
    return f"complaint:{number}:answer:{message}"
