"""Why something cannot be done, and what to do instead: words for the errors of membership."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.actor import Forbidden
from loyalty.membership.model import AlreadyOwned, InvitationExpired, InvitationUnknown, InvitationUsed, LastOwner


def forbidden(words: Words, error: Forbidden) -> str:
    _ = words.gettext
    return _("This is for the team only. If you work here, ask for an invitation link.")


def invitation_unknown(words: Words, error: InvitationUnknown) -> str:
    _ = words.gettext
    return _("This invitation link is not known. Ask for a new one.")


def invitation_used(words: Words, error: InvitationUsed) -> str:
    _ = words.gettext
    return _("This invitation link has already been used. Ask for a new one.")


def invitation_expired(words: Words, error: InvitationExpired) -> str:
    _ = words.gettext
    return _("This invitation link is too old. Ask for a new one.")


def already_owned(words: Words, error: AlreadyOwned) -> str:
    _ = words.gettext
    return _("This bot already has an owner. Ask them for an invitation.")


def last_owner(words: Words, error: LastOwner) -> str:
    _ = words.gettext
    return _("The bot needs an owner. Make somebody else the owner first.")


REFUSALS: Refusals = {
    Forbidden: forbidden,
    InvitationUnknown: invitation_unknown,
    InvitationUsed: invitation_used,
    InvitationExpired: invitation_expired,
    AlreadyOwned: already_owned,
    LastOwner: last_owner,
}
