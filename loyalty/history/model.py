"""Lines of the ledger as their customer reads them, and what can be refused of them."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError
from storage.models import EntryKind


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger. Money in minor units of the programme's currency."""

    id: int
    kind: EntryKind
    points: int
    at: datetime
    #: In the words of the member of staff (adjustments).
    reason: str | None
    #: Of the purchase behind it, if there is one: the whole bill, and the part that was paid in money.
    purchase_id: int | None
    amount_minor: int | None
    paid_minor: int | None
    rate_basis_points: int | None
    receipt_number: str | None
    shop: str | None
    #: Of the lot it created, if it is a credit: how much is left, and its dates.
    remaining: int | None
    mature: bool | None
    matures_at: datetime | None
    expires_at: datetime | None

    @property
    def redeemed_minor(self) -> int | None:
        """How much of the bill points have paid."""
        return None if self.amount_minor is None or self.paid_minor is None else self.amount_minor - self.paid_minor


@dataclass(frozen=True, slots=True)
class Page:
    """Lines newest first, and from which line the pages beside it begin; None: there is none."""

    lines: list[Line]
    newer_from: int | None
    older_from: int | None


@dataclass(frozen=True, slots=True)
class Related:
    """Another line that has to do with one, and how many points went between them."""

    id: int
    kind: EntryKind
    at: datetime
    points: int


@dataclass(frozen=True, slots=True)
class Story:
    """A line with all that stands behind it."""

    line: Line
    #: Of a debit, the credits it ate; of a return, those it went back to.
    from_lots: list[Related]
    #: Points of a debit that were not there any more: the next credits make up for them.
    owed: int
    #: Of a credit, what became of its points; and how many are set aside at the till just now.
    went_to: list[Related]
    set_aside: int
    #: What it takes back or gives back, and what takes or gives back this one.
    reverses: Related | None
    reversed_by: list[Related]


@dataclass(eq=False)
class EntryUnknown(LoyaltyError):
    """No line of the ledger of this number, or not this customer's."""
