"""What the ledger works with: an account being booked on, lots and portions, and what can be refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from loyalty.programme import Programme
from loyalty.refusal import LoyaltyError


class Found(NamedTuple):
    """An account as its row has it."""

    person_id: int | None
    available: int
    held: int
    pending: int
    shortfall: int
    lifetime_earned: int
    #: By what the settings in force are known.
    programme: str
    #: Something has become ready to be spent, or has come to its end.
    due: bool


@dataclass(slots=True)
class LockedAccount:
    """An account nobody else can change until the transaction ends, with the programme in force."""

    id: int
    programme: Programme
    person_id: int | None
    available: int
    held: int
    pending: int
    shortfall: int
    lifetime_earned: int


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
