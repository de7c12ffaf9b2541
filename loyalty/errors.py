"""What can be refused. Each error carries facts; the edge finds the words."""

from dataclasses import dataclass
from datetime import datetime


class LoyaltyError(Exception):
    """Something the programme does not allow; nothing has been changed."""


@dataclass(eq=False)
class Forbidden(LoyaltyError):
    """The role does not include it."""

    permission: str


@dataclass(eq=False)
class NotEnoughPoints(LoyaltyError):
    """`price` points were asked of an account that can spend `balance`."""

    balance: int
    price: int


@dataclass(eq=False)
class BelowSmallestRedemption(LoyaltyError):
    """So few points are not taken at once."""

    smallest: int
    points: int


@dataclass(eq=False)
class BillTooSmall(LoyaltyError):
    """The part of it that points may pay is less than the fewest points taken at once."""


@dataclass(eq=False)
class AboveLargestShare(LoyaltyError):
    """Points may pay only a part of a bill; of this one at most `largest_points`."""

    largest_points: int
    points: int


@dataclass(eq=False)
class AmountTooSmall(LoyaltyError):
    """An amount of money, or of points to adjust, below `minimum`."""

    minimum: int


@dataclass(eq=False)
class AmountTooLarge(LoyaltyError):
    """More money than one purchase may cost; in minor units."""

    maximum_minor: int


@dataclass(eq=False)
class ReceiptAlreadyUsed(LoyaltyError):
    """This shop has entered a purchase with this receipt number before."""

    receipt_number: str
    purchase_id: int
    at: datetime


@dataclass(eq=False)
class CardUnknown(LoyaltyError):
    """No card has this token or number."""


@dataclass(eq=False)
class CardRevoked(LoyaltyError):
    """The customer has renewed this card; the new one counts."""


@dataclass(eq=False)
class OwnCard(LoyaltyError):
    """Staff do not serve themselves."""


@dataclass(eq=False)
class InvitationUnknown(LoyaltyError):
    """Nobody made such an invitation, or whoever made it may no longer."""


@dataclass(eq=False)
class InvitationUsed(LoyaltyError):
    """Somebody else has used it."""


@dataclass(eq=False)
class InvitationExpired(LoyaltyError):
    """It was not used in time."""


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


@dataclass(eq=False)
class AlreadyOwned(LoyaltyError):
    """The programme has its owner."""


@dataclass(eq=False)
class LastOwner(LoyaltyError):
    """The programme would be left without an owner."""


@dataclass(eq=False)
class HoldUnknown(LoyaltyError):
    """No redemption of this number, or not this person's."""


@dataclass(eq=False)
class HoldResolved(LoyaltyError):
    """The redemption has ended already, in this state."""

    state: str


@dataclass(eq=False)
class HoldExpired(LoyaltyError):
    """Nobody confirmed the redemption in time."""


@dataclass(eq=False)
class CustomerUnreachable(LoyaltyError):
    """The customer of this first name has blocked the bot and cannot be asked."""

    name: str


@dataclass(eq=False)
class EntryUnknown(LoyaltyError):
    """No line of the ledger of this number, or not this customer's."""


@dataclass(eq=False)
class PurchaseUnknown(LoyaltyError):
    """No purchase of this number, or not this customer's."""


@dataclass(eq=False)
class UndoTooLate(LoyaltyError):
    """A purchase can be undone for so many minutes only."""

    minutes: int


@dataclass(eq=False)
class NothingToUndo(LoyaltyError):
    """No such purchase, or not one's own."""


@dataclass(eq=False)
class AlreadyRefunded(LoyaltyError):
    """The whole purchase has been refunded before."""


@dataclass(eq=False)
class RefundTooLarge(LoyaltyError):
    """More than what is left of the purchase, in minor units."""

    left_minor: int


@dataclass(eq=False)
class ReasonMissing(LoyaltyError):
    """An adjustment needs a reason."""


@dataclass(eq=False)
class AboveLimit(LoyaltyError):
    """More points than this member of staff may adjust alone."""

    limit: int


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


@dataclass(eq=False)
class SettingInvalid(LoyaltyError):
    """A setting of the programme cannot have this value; `rule` says what it must be."""

    name: str
    value: object
    rule: str


@dataclass(eq=False)
class ComplaintUnknown(LoyaltyError):
    """No complaint of this number, or not this person's."""


@dataclass(eq=False)
class ComplaintTaken(LoyaltyError):
    """Somebody else of the team has it (`taker`, a first name); None: nobody has taken it yet."""

    taker: str | None


@dataclass(eq=False)
class ComplaintClosed(LoyaltyError):
    """Its customer has closed it."""

    number: int


@dataclass(eq=False)
class OwnComplaint(LoyaltyError):
    """Nobody works on their own complaint."""


@dataclass(eq=False)
class NothingSaid(LoyaltyError):
    """Neither words nor a file."""


@dataclass(eq=False)
class RatingUnknown(LoyaltyError):
    """No rating of this person's that could still be changed."""
