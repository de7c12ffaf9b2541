"""What one invites with, what has come of it, and what can be refused of referrals."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError
from storage.models import ReferralState

#: Somebody who joined without an invitation may still name one for so many days, before their first purchase.
NEWCOMER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Code:
    """What one invites with. `token` follows `r_` in the link; `code` is to be said aloud."""

    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Inviter:
    """Whose link or code it is."""

    account_id: int
    first_name: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What tells a newcomer from other customers; `bought`: something that was not returned whole."""

    joined_at: datetime
    bought: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """So many invitations have come to this, and brought the inviter so many points."""

    friends: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What an invitation gives once the friend has bought."""

    state: ReferralState
    purchase_id: int | None
    bought_at: datetime | None
    #: What the purchase has to leave of money paid, in minor units, for the rewards to hold.
    minimum_minor: int
    #: When the points of either side can be spent.
    matures_at: datetime | None
    referrer_points: int
    friend_points: int
    #: When the hold ended, or the rewards did; None: they are on their way.
    resolved_at: datetime | None


#: Nothing: the friend has yet to buy.
NOTHING_GIVEN = Given(ReferralState.JOINED, None, None, 0, None, 0, 0, None)


@dataclass(frozen=True, slots=True)
class Referral:
    """An invitation with both its sides. A person is None, and a name empty, once they have asked to be forgotten."""

    id: int
    referrer_account_id: int
    referrer_id: int | None
    referrer_name: str
    friend_id: int | None
    friend_name: str
    given: Given


@dataclass(frozen=True, slots=True)
class Standing:
    """One's invitations in figures."""

    #: Friends who came; of them, those who have bought something that counts, and those for whom points have come.
    joined: int
    bought: int
    rewarded: int
    rewarded_points: int
    #: (when they can be spent, points), the soonest first
    pending: list[tuple[datetime, int]]
    #: Friends beyond a month's cap, and those whose first purchase was refunded.
    capped: int
    cancelled: int
    #: Rewards that count against this month's cap, and when the next month begins.
    this_month: int
    next_month_at: datetime
    #: Whether one may still name who invited oneself.
    may_name_inviter: bool


@dataclass(frozen=True, slots=True)
class Friend:
    """One friend invited, in the inviter's eyes. What was bought is not their business."""

    referral_id: int
    #: Their first name; empty once they have asked to be forgotten.
    name: str
    state: ReferralState
    joined_at: datetime
    #: When the inviter's points can be spent; None: the friend has bought nothing that counts.
    matures_at: datetime | None
    #: The inviter's points.
    points: int


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
