"""What can be refused of preferences."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError


@dataclass(eq=False)
class BirthdayInvalid(LoyaltyError):
    """No year has such a day."""


@dataclass(eq=False)
class BirthdayKept(LoyaltyError):
    """It was told or changed less than a year ago."""

    until: datetime


@dataclass(eq=False)
class OthersPhone(LoyaltyError):
    """The contact is not the actor's own."""


@dataclass(eq=False)
class HourInvalid(LoyaltyError):
    """Not two different hours of a day."""
