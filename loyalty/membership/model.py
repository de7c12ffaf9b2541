"""One in a chat, and what can be refused of membership."""

from dataclasses import dataclass

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
