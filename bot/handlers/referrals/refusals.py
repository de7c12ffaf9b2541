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
    if not error.name:
        return _(
            "Your friend joined with an invitation of yours or of your friends, so it cannot count the other way round."
            " Invite somebody who has no card yet: /invite"
        )
    already = _(
        "{name} joined with an invitation of yours or of your friends, so it cannot count the other way round."
        " Invite somebody who has no card yet: /invite"
    )
    return already.format(name=escape(error.name))


def already_invited(words: Words, error: AlreadyInvited) -> str:
    _ = words.gettext
    if not error.name:
        return _("Your invitation by a friend already counts. You can invite friends yourself: /invite")
    already = _("Your invitation by {name} already counts. You can invite friends yourself: /invite")
    return already.format(name=escape(error.name))


def not_a_newcomer(words: Words, error: NotANewcomer) -> str:
    _ = words.gettext
    n_ = words.ngettext
    if error.bought:
        return _("An invitation counts only before the first purchase. You can invite friends yourself: /invite")
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
