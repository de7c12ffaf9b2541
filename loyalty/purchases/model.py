"""A bill at the till, what it came to, what follows from it, and what can be refused of purchases."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError
from storage.contract import AnyRow


@dataclass(frozen=True, slots=True)
class Customer:
    """The account at the till, and by what the settings in force are known."""

    #: None: they have asked to be forgotten.
    person_id: int | None
    available: int
    shortfall: int
    programme: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What entering a purchase would do; `balance_after` counts pending points only once they have matured."""

    amount_minor: int
    points: int
    balance_after: int


@dataclass(frozen=True, slots=True)
class Sale:
    """A bill to be booked; points may have paid part of it."""

    key: str
    shop_id: int
    staff_id: int
    amount_minor: int
    receipt_number: str | None = None
    redeemed_points: int = 0
    #: What they pay of the bill, in minor units.
    redeemed_minor: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """A purchase as it was entered. Money in minor units of `currency`."""

    purchase_id: int
    account_id: int
    amount_minor: int
    currency: str
    shop: str
    at: datetime
    points: int
    #: When the points can be spent; None: at once.
    matures_at: datetime | None
    #: What could be spent right after it.
    balance_after: int
    rate_basis_points: int
    #: Points that paid part of the bill.
    redeemed_points: int
    receipt_number: str | None
    #: False: the same request had been booked before, and this is what came of it then.
    is_new: bool = True

    @property
    def pending(self) -> bool:
        return self.matures_at is not None


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whose purchase it is."""

    name: str
    #: Of the card that counts now.
    card_number: str
    #: They have blocked the bot and get no messages.
    blocked: bool
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase as a refund sees it. Money in minor units of `currency`."""

    id: int
    account_id: int
    staff_id: int
    shop: str
    currency: str
    amount_minor: int
    paid_minor: int
    refunded_minor: int
    earned_points: int
    redeemed_points: int
    receipt_number: str | None
    at: datetime

    @property
    def left_minor(self) -> int:
        return self.amount_minor - self.refunded_minor


@dataclass(frozen=True, slots=True)
class Refunded:
    """What a refund came to. Money in minor units of `currency`."""

    purchase_id: int
    #: Of the money, what this refund returns.
    amount_minor: int
    currency: str
    shop: str
    #: Points taken back; of them, those that were not there any more and are owed.
    taken_points: int
    uncovered_points: int
    #: Points that had paid part of the bill and are the customer's again.
    returned_points: int
    #: What could be spent right after it.
    balance_after: int
    at: datetime
    #: False: the same request had been booked before, and this is what came of it then.
    is_new: bool = True


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
