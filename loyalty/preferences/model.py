"""What customers tell us about themselves, and what can be refused of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loyalty.refusal import LoyaltyError
from storage.models import Purpose

#: A birthday brings a present once a year, so it does not move more often than that.
BIRTHDAY_KEPT = timedelta(days=365)
HOURS = range(24)
#: So that 29 February is a day.
LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year; the year itself is nobody's business."""

    month: int
    day: int

    def __post_init__(self) -> None:
        """Raises BirthdayInvalid when no year has such a day."""
        try:
            date(LEAP_YEAR, self.month, self.day)
        except ValueError as error:
            raise BirthdayInvalid from error


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one customer has told us."""

    birthday: Birthday | None
    #: When they last told or changed it.
    birthday_told_at: datetime | None
    phone: str | None
    #: Their own quiet hours, local: from, until; None: the programme's.
    quiet: tuple[int, int] | None
    allowed: dict[Purpose, bool]

    def birthday_kept_until(self, now: datetime) -> datetime | None:
        """When it can be changed again; None: now."""
        if self.birthday_told_at is None:
            return None
        until = self.birthday_told_at + BIRTHDAY_KEPT
        return until if until > now else None


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
