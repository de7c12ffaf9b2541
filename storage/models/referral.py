"""Who invited whom, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.models.types import Figure, UtcDateTime


class ReferralState(StrEnum):
    JOINED = "joined"  # has not bought anything that counts yet
    PENDING = "pending"  # has bought; both rewards are on their way, they mature after the hold
    REWARDED = "rewarded"
    CANCELLED = "cancelled"  # the first purchase was refunded before the hold ended
    CAPPED = "capped"  # the inviting customer had reached the month's cap when the friend bought: theirs alone comes


class ReferralCode(SQLModel, table=True):
    """How an account invites: by a link (`r_` and the token) and by a short code to say aloud."""

    __tablename__ = "referral_code"

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    token: str = Field(unique=True)
    #: Six letters and digits that cannot be mistaken for one another.
    code: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Referral(SQLModel, table=True):
    """One friend invited. A customer is somebody's friend once at most."""

    __table_args__ = (
        Index("referral_of_referrer", "referrer_account_id", "id"),
        Index(
            "referral_maturing",
            "matures_at",
            sqlite_where=text("matures_at IS NOT NULL AND resolved_at IS NULL"),
            postgresql_where=text("matures_at IS NOT NULL AND resolved_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    referrer_account_id: int = Field(foreign_key="account.id")
    friend_account_id: int = Field(foreign_key="account.id", unique=True)
    state: str = ReferralState.JOINED
    joined_at: datetime = Field(sa_type=UtcDateTime)
    #: The friend's first purchase that counts, and when it was made.
    purchase_id: int | None = Field(default=None, foreign_key="purchase.id", unique=True)
    bought_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: How much of it had to be paid in money and not refunded, in minor units, as the rule was then.
    minimum_minor: int = Field(default=0, sa_type=Figure)
    #: When both rewards can be spent.
    matures_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: What each side gets, in points, as the rule was when the friend bought.
    referrer_points: int = Field(default=0, sa_type=Figure)
    friend_points: int = Field(default=0, sa_type=Figure)
    #: When the rewards had come, or had ended; None: nothing has been bought, or they are on their way.
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
