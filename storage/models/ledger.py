"""The points ledger: accounts, entries, lots, what ate which lot, holds, and the purchases they come from.

Points and money are integers: points, and minor units of the programme's currency. For every account, at every commit:

    sum(entry.points)          = available + held + pending - shortfall
    sum(lot.remaining), mature = available
    sum(lot.remaining), not    = pending
    sum(lot_use.points) of active holds = held
    sum(points of debits - their lot_use.points) = shortfall

`loyalty.verification` checks it over the whole database.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.models.types import Figure, UtcDateTime


class EntryKind(StrEnum):
    WELCOME = "welcome"
    PURCHASE = "purchase"
    REDEMPTION = "redemption"
    REFUND = "refund"  # takes back what a refunded purchase had earned
    RETURN = "return"  # gives back what had been spent on a refunded purchase
    REFERRAL = "referral"
    BIRTHDAY = "birthday"
    ADJUSTMENT = "adjustment"
    REVERSAL = "reversal"
    EXPIRY = "expiry"


class HoldState(StrEnum):
    ACTIVE = "active"
    CAPTURED = "captured"
    RELEASED = "released"
    EXPIRED = "expired"


def _partial_index(name: str, *columns: str, where: str) -> Index:
    """An index over some rows. A query uses it when it says `where` in so many words, not with bound values."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Account(SQLModel, table=True):
    """One balance. Its figures are a cache of the entries, changed in the same transaction as they."""

    __table_args__ = (
        CheckConstraint("available >= 0", name="available_not_negative"),
        CheckConstraint("held >= 0", name="held_not_negative"),
        CheckConstraint("pending >= 0", name="pending_not_negative"),
        CheckConstraint("shortfall >= 0", name="shortfall_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    #: None once its owner has asked to be forgotten: the ledger stays, without the person.
    person_id: int | None = Field(default=None, foreign_key="person.id", unique=True)
    available: int = Field(default=0, sa_type=Figure)
    held: int = Field(default=0, sa_type=Figure)
    pending: int = Field(default=0, sa_type=Figure)
    #: What refunds wanted to take back and could not; the next credits absorb it.
    shortfall: int = Field(default=0, sa_type=Figure)
    #: All points ever earned by buying, less refunds; spending and expiry never lower it (for tiers).
    lifetime_earned: int = Field(default=0, sa_type=Figure)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Purchase(SQLModel, table=True):
    """What was bought. `amount_minor` is the whole bill; points may have paid part of it."""

    __table_args__ = (
        UniqueConstraint("shop_id", "receipt_number", name="receipt_number_once_per_shop"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("refunded_minor >= 0 AND refunded_minor <= amount_minor", name="refunded_within_amount"),
        Index("purchase_of_account", "account_id", "id"),
        Index("purchase_by_staff", "staff_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id")
    shop_id: int = Field(foreign_key="shop.id")
    staff_id: int | None = Field(default=None, foreign_key="person.id")
    receipt_number: str | None = None
    amount_minor: int = Field(sa_type=Figure)
    #: The bill less what the points were worth: it is this that earns.
    paid_minor: int = Field(sa_type=Figure)
    currency: str
    #: Hundredths of a percent of the money paid that came back as points, as the rule was then.
    earn_rate_basis_points: int
    earned_points: int = Field(sa_type=Figure)
    redeemed_points: int = Field(default=0, sa_type=Figure)
    refunded_minor: int = Field(default=0, sa_type=Figure)
    #: What could be spent right after it, as its receipt says.
    balance_after: int = Field(sa_type=Figure)
    at: datetime = Field(sa_type=UtcDateTime)


class Refund(SQLModel, table=True):
    """A purchase taken back, wholly or in part; `key` makes a repeat harmless."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    purchase_id: int = Field(foreign_key="purchase.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="person.id")
    amount_minor: int = Field(sa_type=Figure)
    #: Points taken back, the part of them that could not be covered, and points given back.
    taken_points: int = Field(sa_type=Figure)
    uncovered_points: int = Field(sa_type=Figure)
    returned_points: int = Field(sa_type=Figure)
    #: What could be spent right after it.
    balance_after: int = Field(sa_type=Figure)
    at: datetime = Field(sa_type=UtcDateTime)


class Entry(SQLModel, table=True):
    """One line of the ledger. Append-only: a mistake is mended by another entry that names it."""

    __table_args__ = (Index("entry_of_account", "account_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    #: Kind and cause, so that the same cause never books twice.
    key: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id")
    kind: str
    points: int = Field(sa_type=Figure)
    at: datetime = Field(sa_type=UtcDateTime)
    purchase_id: int | None = Field(default=None, foreign_key="purchase.id", index=True)
    #: The entry this one takes back or gives back.
    reverses_id: int | None = Field(default=None, foreign_key="entry.id", index=True)
    #: Who did it; None: the programme itself.
    staff_id: int | None = Field(default=None, foreign_key="person.id")
    #: Why, in the words of the member of staff (adjustments).
    reason: str | None = None


class Lot(SQLModel, table=True):
    """A credit's points, with their own maturity and expiry. `remaining` is what no debit or hold has eaten."""

    __table_args__ = (
        CheckConstraint("remaining >= 0 AND remaining <= points", name="remaining_within_points"),
        _partial_index("lot_open", "account_id", "expires_at", where="remaining > 0"),
        _partial_index("lot_pending", "account_id", "matures_at", where="NOT mature AND remaining > 0"),
        _partial_index("lot_expiring", "expires_at", where="remaining > 0 AND expires_at IS NOT NULL"),
        _partial_index("lot_unwarned", "warned_days", "expires_at", where="remaining > 0 AND expires_at IS NOT NULL"),
        _partial_index("lot_maturing", "matures_at", where="NOT mature AND remaining > 0"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    entry_id: int = Field(foreign_key="entry.id", unique=True)
    points: int = Field(sa_type=Figure)
    remaining: int = Field(sa_type=Figure)
    #: Whether the points can be spent; turns true once `matures_at` has come.
    mature: bool = True
    matures_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: The first moment at which they are gone; None: never.
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: How many days before that the owner was last warned of it; None: not yet.
    warned_days: int | None = None


class Hold(SQLModel, table=True):
    """Points set aside for a redemption until the customer says yes or no, or time runs out. Resolved once."""

    __table_args__ = (_partial_index("hold_active", "expires_at", where="state = 'active'"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    shop_id: int = Field(foreign_key="shop.id")
    staff_id: int = Field(foreign_key="person.id")
    points: int = Field(sa_type=Figure)
    #: The whole bill the points are to pay a part of.
    bill_minor: int = Field(sa_type=Figure)
    #: How much of it they pay, as the rule was when the customer was asked.
    worth_minor: int = Field(sa_type=Figure)
    receipt_number: str | None = None
    state: str = HoldState.ACTIVE
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LotUse(SQLModel, table=True):
    """Points of a lot eaten by a debit entry or set aside by a hold.

    Negative: given back to the lot, by an entry that returns them or because the hold came to nothing. So for every
    lot, points - sum(its uses) = remaining.
    """

    __tablename__ = "lot_use"
    __table_args__ = (CheckConstraint("entry_id IS NOT NULL OR hold_id IS NOT NULL", name="use_has_a_cause"),)

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lot.id", index=True)
    points: int = Field(sa_type=Figure)
    #: Set at once for a debit, at the capture for a hold; both None never.
    entry_id: int | None = Field(default=None, foreign_key="entry.id", index=True)
    hold_id: int | None = Field(default=None, foreign_key="hold.id", index=True)
