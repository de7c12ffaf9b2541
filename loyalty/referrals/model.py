"""What can be refused of referrals."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class ReferralUnknown(LoyaltyError):
    """No customer invites with this link or code."""


@dataclass(eq=False)
class OwnReferral(LoyaltyError):
    """Nobody is their own friend."""


@dataclass(eq=False)
class ReferralCircle(LoyaltyError):
    """The invitation is that of somebody the customer has brought, at first or second hand."""

    name: str


@dataclass(eq=False)
class AlreadyInvited(LoyaltyError):
    """The customer came by an invitation; `name` is who made it, empty once they have asked to be forgotten."""

    name: str


@dataclass(eq=False)
class NotANewcomer(LoyaltyError):
    """Only somebody who has just joined is a friend: for so many days, and before the first purchase."""

    bought: bool
    days: int
