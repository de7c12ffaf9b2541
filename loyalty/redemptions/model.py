"""What can be refused of redemptions."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class BelowSmallestRedemption(LoyaltyError):
    """So few points are not taken at once."""

    smallest: int
    points: int


@dataclass(eq=False)
class BillTooSmall(LoyaltyError):
    """The part of it that points may pay is less than the fewest points taken at once."""


@dataclass(eq=False)
class AboveLargestShare(LoyaltyError):
    """Points may pay only a part of a bill; of this one at most `largest_points`."""

    largest_points: int
    points: int


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
