"""What can be refused of purchases."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError


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
