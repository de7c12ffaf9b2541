"""Lots as a debit sees them, a difference in the books, and what can be refused of the ledger."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.refusal import LoyaltyError


@dataclass(frozen=True, slots=True)
class OpenLot:
    """A lot with points left, as the order of eating needs it."""

    id: int
    remaining: int
    mature: bool
    expires_at: datetime | None
    #: The purchase that earned it; None for bonuses.
    purchase_id: int | None = None
    #: The entry that credited it.
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """So many points out of (or back into) one lot."""

    lot: OpenLot
    points: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures of one account that ought to be equal; `what` names them, and the row where it is another one."""

    account_id: int
    what: str
    expected: int
    found: int


@dataclass(eq=False)
class AccountUnknown(LoyaltyError):
    """There is no such account, or nobody owns it any more."""


@dataclass(eq=False)
class NotEnoughPoints(LoyaltyError):
    """`price` points were asked of an account that can spend `balance`."""

    balance: int
    price: int
