"""What can be refused of adjustments."""

from dataclasses import dataclass

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class ReasonMissing(LoyaltyError):
    """An adjustment needs a reason."""


@dataclass(eq=False)
class AboveLimit(LoyaltyError):
    """More points than this member of staff may adjust alone."""

    limit: int
