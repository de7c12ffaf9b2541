"""What can be refused of cards."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class CardUnknown(LoyaltyError):
    """No card has this token or number."""


@dataclass(eq=False)
class CardRevoked(LoyaltyError):
    """The customer has renewed this card; the new one counts."""


@dataclass(eq=False)
class OwnCard(LoyaltyError):
    """Staff do not serve themselves."""
