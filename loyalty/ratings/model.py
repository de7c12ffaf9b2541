"""What can be refused of ratings."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class RatingUnknown(LoyaltyError):
    """No rating of this person's that could still be changed."""
