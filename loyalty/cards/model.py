"""A card, its customer as staff see them, and what can be refused of cards."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.balances import Balance
from loyalty.balances.model import Figures
from loyalty.refusal import LoyaltyError


@dataclass(frozen=True, slots=True)
class Card:
    """A card that counts. `token` follows `c_` in the link behind its QR code."""

    account_id: int
    token: str
    number: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer as staff see them at the till. Money in minor units."""

    account_id: int
    person_id: int
    #: The card's number of somebody with no name that can be seen.
    name: str
    card_number: str
    member_since: datetime
    balance: Balance
    #: Purchases not wholly refunded, what they cost on average after refunds, and when the last one was.
    purchases: int
    average_minor: int | None
    last_purchase_at: datetime | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose card it is."""

    account_id: int
    person_id: int
    #: The card's number of somebody with no name that can be seen.
    name: str
    member_since: datetime
    card_number: str
    #: They have renewed it since.
    revoked: bool
    #: They have blocked the bot and get no messages.
    blocked: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class Custom:
    """Purchases of an account that were not wholly refunded, and what they cost after refunds, in minor units."""

    purchases: int
    spent_minor: int
    last_at: datetime | None


@dataclass(eq=False)
class CardUnknown(LoyaltyError):
    """No card has this token or number."""


@dataclass(eq=False)
class CardRevoked(LoyaltyError):
    """The customer has renewed this card; the new one counts."""


@dataclass(eq=False)
class LookUpsPaused(LoyaltyError):
    """This member of staff has typed too many numbers that no card has: until then none is looked up for them."""

    until: datetime


@dataclass(eq=False)
class OwnCard(LoyaltyError):
    """Staff do not serve themselves."""
