"""A redemption under way or ended, how many points it may take, and what can be refused of redemptions."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError
from storage.models import HoldState


@dataclass(frozen=True, slots=True)
class Spendable:
    """What a customer could pay with, before the bill is known. Money in minor units."""

    points: int
    worth_minor: int
    #: The fewest points taken at once.
    smallest: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many points may pay for a bill. Money in minor units."""

    bill_minor: int
    available: int
    smallest: int
    largest: int
    #: What the largest number of points pays.
    worth_minor: int


@dataclass(frozen=True, slots=True)
class Held:
    """A redemption under way, or how it ended. Money in minor units."""

    hold_id: int
    account_id: int
    staff_id: int
    #: The customer's first name; empty once they have asked to be forgotten.
    customer: str
    #: The number of the customer's card, for serving on.
    card_number: str | None
    shop_id: int
    shop: str
    bill_minor: int
    points: int
    #: How much of the bill the points pay, and what is left to be paid in money.
    worth_minor: int
    left_minor: int
    state: HoldState
    #: Until when the customer can say yes.
    expires_at: datetime
    receipt_number: str | None
    #: False: the same request had been booked before, and this is what became of it.
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What staff ask of a customer. Money in minor units."""

    key: str
    account_id: int
    shop_id: int
    staff_id: int
    points: int
    bill_minor: int
    worth_minor: int
    receipt_number: str | None
    created_at: datetime
    expires_at: datetime


@dataclass(eq=False)
class BelowSmallestRedemption(LoyaltyError):
    """So few points are not taken at once."""

    smallest: int
    points: int


@dataclass(eq=False)
class BillTooSmall(LoyaltyError):
    """The part of it that points may pay is less than the fewest points taken at once; in minor units."""

    minimum_minor: int


@dataclass(eq=False)
class AboveLargestShare(LoyaltyError):
    """Points may pay only a part of a bill; of this one at most `largest_points`."""

    largest_points: int
    points: int


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A question to a customer that waits for its answer."""

    points: int
    staff_id: int
    #: The first name of the member of staff who asked.
    staff: str
    until: datetime


@dataclass(eq=False)
class PointsAskedFor(LoyaltyError):
    """So many of the points are asked for at the moment, by the member of staff of this first name; there would be
    enough without that."""

    points: int
    staff: str
    #: It was the one who asks now.
    own: bool
    until: datetime


@dataclass(eq=False)
class HoldUnknown(LoyaltyError):
    """No redemption of this number, or not this person's."""


@dataclass(eq=False)
class HoldResolved(LoyaltyError):
    """The redemption has ended already, in this state."""

    state: str


@dataclass(eq=False)
class HoldExpired(LoyaltyError):
    """Nobody confirmed the redemption in time."""


@dataclass(eq=False)
class CustomerUnreachable(LoyaltyError):
    """The customer of this first name has blocked the bot and cannot be asked."""

    name: str
