"""What can be refused of membership."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class InvitationUnknown(LoyaltyError):
    """Nobody made such an invitation, or whoever made it may no longer."""


@dataclass(eq=False)
class InvitationUsed(LoyaltyError):
    """Somebody else has used it."""


@dataclass(eq=False)
class InvitationExpired(LoyaltyError):
    """It was not used in time."""


@dataclass(eq=False)
class AlreadyOwned(LoyaltyError):
    """The programme has its owner."""


@dataclass(eq=False)
class LastOwner(LoyaltyError):
    """The programme would be left without an owner."""
