"""One in a chat, the team and those it invites, and what can be refused of membership."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.actor import Actor
from loyalty.refusal import LoyaltyError
from storage.models import Role


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person in a chat, as the bot met them in this update: who acts, and what the chat needs besides."""

    actor: Actor
    role: Role
    telegram_id: int
    language: str
    #: Their names as Telegram showed them when last heard of.
    first_name: str
    last_name: str | None
    username: str | None
    #: They had blocked the bot when last heard of.
    blocked: bool
    #: A question that takes several messages is under way.
    dialogue: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram tells of a person. `language` is one the bot speaks."""

    telegram_id: int
    first_name: str
    last_name: str | None
    username: str | None
    language: str

    @property
    def shown(self) -> tuple[str, str | None, str | None]:
        """The names."""
        return self.first_name, self.last_name, self.username


@dataclass(frozen=True, slots=True)
class Joined:
    """A new customer, or one who had joined before, with what they got then."""

    visitor: Visitor
    welcome_points: int
    is_new: bool
    card_token: str


@dataclass(frozen=True, slots=True)
class Invited:
    """A one-time invitation; `token` follows `i_` in its link."""

    token: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """As it was made, and whether it is used up."""

    id: int
    role: Role
    #: Where one is to serve; None: at the first shop.
    shop_id: int | None
    #: None: the owner's link, which nobody made.
    created_by: int | None
    expires_at: datetime
    used_by: int | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The role a person now has, and the one they had before."""

    role: Role
    previous: Role
    #: False: they had opened this link before, or their role was no lower already.
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody with more rights than a customer."""

    person_id: int
    telegram_id: int | None
    name: str
    role: Role
    shop: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the team: where a message to them goes, and in which language."""

    telegram_id: int
    language: str
    role: Role


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes or a no to a purpose, and the version of the words that were asked."""

    granted: bool
    wording: str


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
class AlreadyOwned(LoyaltyError):
    """The programme has its owner."""


@dataclass(eq=False)
class LastOwner(LoyaltyError):
    """The programme would be left without an owner."""
