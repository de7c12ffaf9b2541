"""What an adjustment came to, and what can be refused of one."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Points added (or taken, when negative) by hand."""

    account_id: int
    points: int
    reason: str
    at: datetime
    #: What can be spent now.
    balance: int
    #: False: the same request had been booked before.
    is_new: bool = True


@dataclass(eq=False)
class ReasonMissing(LoyaltyError):
    """An adjustment needs a reason."""


@dataclass(eq=False)
class AboveLimit(LoyaltyError):
    """More points than this member of staff may adjust alone."""

    limit: int
