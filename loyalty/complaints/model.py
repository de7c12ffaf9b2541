"""What complaints are made of, and what can be refused of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty.refusal import LoyaltyError
from storage.models import ComplaintState


class Category(StrEnum):
    """What a complaint is about; also the reasons of a rating."""

    WAITING = "waiting"
    QUALITY = "quality"
    STAFF = "staff"
    PRICE = "price"
    POINTS = "points"
    OTHER = "other"


class Section(StrEnum):
    """The desk's four piles."""

    #: To be taken: nobody has it, or whoever has it let the promised time pass.
    OPEN = "open"
    #: The actor's own, and the customer is waiting.
    MINE = "mine"
    #: Answered: the customer's turn.
    WAITING = "waiting"
    #: With somebody else of the team, in time.
    COLLEAGUES = "colleagues"


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a person: words, or a file by Telegram's id of it, or both."""

    text: str | None = None
    #: photo, voice, video …; None: words only.
    media: str | None = None
    file_id: str | None = None

    @property
    def nothing(self) -> bool:
        return not (self.text or self.file_id)


@dataclass(frozen=True, slots=True)
class PurchaseAbout:
    """The purchase a complaint is about. Money in minor units."""

    purchase_id: int
    amount_minor: int
    shop: str
    at: datetime


@dataclass(frozen=True, slots=True)
class About:
    """What a complaint came from, as far as it came from anything."""

    purchase: PurchaseAbout | None
    #: Points of an entry of the ledger, and when they were booked.
    entry_points: int | None
    entry_at: datetime | None
    #: The answer, 0 to 10, to how likely one is to recommend us.
    score: int | None


@dataclass(frozen=True, slots=True)
class ComplaintView:
    #: The number both sides call it by.
    number: int
    category: Category
    state: ComplaintState
    created_at: datetime
    #: By when an answer is promised; None: the customer is not waiting for one.
    answer_due_at: datetime | None
    #: When the team was last told that the promised time has passed.
    reminded_at: datetime | None
    closed_at: datetime | None
    #: How it was handled, 1 to 5, in the customer's eyes.
    handling_score: int | None
    #: None once they have asked to be forgotten.
    customer_id: int | None
    customer: str
    #: The customer has blocked the bot: answers do not arrive.
    unreachable: bool
    taken_by: int | None
    #: The first name of whoever has taken it.
    taker: str | None
    about: About
    #: False: the same request had been made before, and nothing was changed.
    is_new: bool = True
    #: The messages that this request has added, in order.
    added: tuple[int, ...] = ()

    def overdue(self, now: datetime) -> bool:
        return self.answer_due_at is not None and self.answer_due_at <= now


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of a complaint. `author` is a first name; empty once that person has asked to be forgotten."""

    id: int
    author: str
    from_staff: bool
    text: str | None
    media: str | None
    file_id: str | None
    at: datetime
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """One message of a complaint as its author left it."""

    number: int
    from_staff: bool
    said: Said


@dataclass(eq=False)
class ComplaintUnknown(LoyaltyError):
    """No complaint of this number, or not this person's."""


@dataclass(eq=False)
class ComplaintTaken(LoyaltyError):
    """Somebody else of the team has it (`taker`, a first name); None: nobody has taken it yet."""

    taker: str | None


@dataclass(eq=False)
class ComplaintClosed(LoyaltyError):
    """Its customer has closed it."""

    number: int


@dataclass(eq=False)
class OwnComplaint(LoyaltyError):
    """Nobody works on their own complaint."""


@dataclass(eq=False)
class NothingSaid(LoyaltyError):
    """Neither words nor a file."""
