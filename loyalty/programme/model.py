"""What kinds of settings there are, how they changed, and what can be refused of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from loyalty.refusal import LoyaltyError


class Kind(StrEnum):
    """What the value of a setting is; of a number, its unit."""

    POINTS = "points"
    #: Money in minor units of the currency.
    MINOR = "minor"
    PERCENT = "percent"
    #: Hundredths of a percent.
    BASIS_POINTS = "basis_points"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    #: A full hour of the day, local time.
    HOUR_OF_DAY = "hour_of_day"
    #: How many people.
    PEOPLE = "people"
    TEXT = "text"
    CHOICE = "choice"
    CURRENCY = "currency"
    TIMEZONE = "timezone"
    LINKS = "links"


class Rule(StrEnum):
    """What a value has broken."""

    #: There is no such setting.
    KNOWN = "known"
    #: It is not of the setting's kind.
    KIND = "kind"
    #: It lies outside of the setting's limits; of a text, its length.
    LIMITS = "limits"
    #: Points would have to expire before they can be spent.
    MATURE_BEFORE_EXPIRY = "mature_before_expiry"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setting may be. `name` is that of the noun and its own, such as `earning.hold_days`."""

    name: str
    kind: Kind
    default: object
    #: Of a number, what it may be; of a text, how long. None: no limit.
    minimum: int | None = None
    maximum: int | None = None
    #: Of a choice, what there is.
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """Settings as they were stored."""

    at: datetime
    #: By whom; None: the first start, or somebody who is forgotten.
    who: str | None
    settings: dict[str, Any]
    #: From when it holds, if not at once.
    holds_from: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the settings: when, by whom (None: the first start), and old and new value by name."""

    at: datetime
    who: str | None
    values: dict[str, tuple[Any, Any]]
    #: From when it holds, if not at once.
    holds_from: datetime | None = None


class OwnText(StrEnum):
    """A sentence that the owner may say in words of their own."""

    #: To somebody who has just joined.
    WELCOME = "welcome"


@dataclass(eq=False)
class TextTooLong(LoyaltyError):
    """It has more than `maximum` characters."""

    maximum: int


@dataclass(eq=False)
class SettingInvalid(LoyaltyError):
    """A setting cannot have this value. `setting` tells what it may be; None: there is no such setting."""

    name: str
    value: object
    rule: Rule
    setting: Setting | None = None
