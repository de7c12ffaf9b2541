"""What follows from a purchase is told of it, and what can be refused of purchases."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError
from storage.contract import AnyRow


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase that has just been booked."""

    purchase_id: int
    #: What was paid in money, in minor units.
    paid_minor: int
    #: What its followers had looked up along with it, by label.
    along: AnyRow


@dataclass(frozen=True, slots=True)
class Reversed:
    """A purchase of which a part is being taken back, or all."""

    purchase_id: int
    #: What is left of the money paid, in minor units.
    left_minor: int
    #: It was entered by mistake and was never made.
    undone: bool


@dataclass(frozen=True, slots=True)
class Thanks:
    """What the receipt says thank you for; None: nothing of the kind."""

    #: The how manyth purchase it is, not counting those taken back whole.
    milestone: int | None
    #: Whole years since joining, at the first purchase on or after the day.
    anniversary_years: int | None


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before a purchase: how many, not counting those taken back whole, and when the last one was."""

    purchases: int
    previous_at: datetime | None
    #: None: they are forgotten.
    joined_at: datetime | None


@dataclass(eq=False)
class AmountTooSmall(LoyaltyError):
    """An amount of money, or of points to adjust, below `minimum`."""

    minimum: int


@dataclass(eq=False)
class AmountTooLarge(LoyaltyError):
    """More money than one purchase may cost; in minor units."""

    maximum_minor: int


@dataclass(eq=False)
class ReceiptAlreadyUsed(LoyaltyError):
    """This shop has entered a purchase with this receipt number before."""

    receipt_number: str
    purchase_id: int
    at: datetime


@dataclass(eq=False)
class PurchaseUnknown(LoyaltyError):
    """No purchase of this number, or not this customer's."""


@dataclass(eq=False)
class UndoTooLate(LoyaltyError):
    """A purchase can be undone for so many minutes only."""

    minutes: int


@dataclass(eq=False)
class NothingToUndo(LoyaltyError):
    """No such purchase, or not one's own."""


@dataclass(eq=False)
class AlreadyRefunded(LoyaltyError):
    """The whole purchase has been refunded before."""


@dataclass(eq=False)
class RefundTooLarge(LoyaltyError):
    """More than what is left of the purchase, in minor units."""

    left_minor: int
