"""What both sides of an invitation are told of its rewards."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty.notices import Notice


class Side(StrEnum):
    REFERRER = "referrer"
    FRIEND = "friend"


@dataclass(frozen=True, slots=True)
class RewardNotice(Notice):
    """What the two have in common."""

    referral_id: int
    #: Whose reward it is: of the one who is told.
    side: Side
    points: int
    #: When they can be spent.
    matures_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class RewardPending(RewardNotice):
    """The friend has bought: the points are on their way."""

    kind = "referral_pending"


@dataclass(frozen=True, slots=True)
class Rewarded(RewardNotice):
    """The points can be spent."""

    kind = "referral_rewarded"


@dataclass(frozen=True, slots=True)
class RewardCapped(RewardNotice):
    """The month's cap has been reached: the inviting customer gets nothing."""

    kind = "referral_capped"


@dataclass(frozen=True, slots=True)
class RewardCancelled(RewardNotice):
    """The purchase was taken back, and the points with it."""

    kind = "referral_cancelled"

    #: A purchase that was entered by mistake does not use the invitation up: the next one counts.
    still_open: bool
