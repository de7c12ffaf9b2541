"""Why something cannot be done, and what to do instead: words for the errors of referrals."""

from html import escape

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.referrals.model import AlreadyInvited, NotANewcomer, OwnReferral, ReferralCircle, ReferralUnknown


def referral_unknown(words: Words, error: ReferralUnknown) -> str:
    _ = words.gettext
    return _("I do not know this invitation. Check the code and type it again, or ask for the link.")


def own_referral(words: Words, error: OwnReferral) -> str:
    _ = words.gettext
    return _("This is your own invitation. Pass it on to a friend who has no card here yet.")


def referral_circle(words: Words, error: ReferralCircle) -> str:
    _ = words.gettext
    already = _("{name} came by an invitation of yours, or of a friend of yours: it does not count back.")
    return already.format(name=escape(error.name))


def already_invited(words: Words, error: AlreadyInvited) -> str:
    _ = words.gettext
    already = _("You came by an invitation already: {name} invited you, and that counts.")
    return already.format(name=escape(error.name) or _("a friend"))


def not_a_newcomer(words: Words, error: NotANewcomer) -> str:
    _ = words.gettext
    n_ = words.ngettext
    if error.bought:
        return _("An invitation counts before the first purchase only. You can invite friends yourself: /invite")
    return n_(
        "You have your card already; an invitation counts during its first {n} day. "
        "You can invite friends yourself: /invite",
        "You have your card already; an invitation counts during its first {n} days. "
        "You can invite friends yourself: /invite",
        error.days,
    ).format(n=words.number(error.days))


REFUSALS: Refusals = {
    ReferralUnknown: referral_unknown,
    OwnReferral: own_referral,
    ReferralCircle: referral_circle,
    AlreadyInvited: already_invited,
    NotANewcomer: not_a_newcomer,
}
