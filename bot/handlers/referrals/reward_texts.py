"""Messages of invitations' rewards, to either side; `name` is the other one's, empty once they are forgotten."""

from html import escape

from bot.i18n import Words
from loyalty.programme import Programme
from loyalty.referrals.notices import RewardCancelled, Rewarded, RewardNotice, RewardPending, Side


def pending(words: Words, told: RewardPending, name: str) -> str:
    text = _pending_for_inviter(words, name) if told.side is Side.REFERRER else _pending_for_friend(words, name)
    return _filled(words, text, told, name, told.points)


def _pending_for_inviter(words: Words, name: str) -> str:
    _ = words.gettext
    if name:
        return _("🎁 {name} has made a first purchase: <b>{points}</b> for your invitation, to be spent from {day}.")
    return _("🎁 Your friend has made a first purchase: <b>{points}</b> for your invitation, to be spent from {day}.")


def _pending_for_friend(words: Words, name: str) -> str:
    _ = words.gettext
    if name:
        return _("🎁 {name} invited you: <b>{points}</b> for your first purchase, to be spent from {day}.")
    return _("🎁 A friend invited you: <b>{points}</b> for your first purchase, to be spent from {day}.")


def rewarded(words: Words, told: Rewarded, name: str) -> str:
    text = _rewarded_inviter(words, name) if told.side is Side.REFERRER else _rewarded_friend(words, name)
    return _filled(words, text, told, name, told.points)


def _rewarded_inviter(words: Words, name: str) -> str:
    _ = words.gettext
    if name:
        return _("🎁 Now yours to spend: <b>{points}</b>. {name} joined with your invitation and has bought something.")
    return _("🎁 Now yours to spend: <b>{points}</b>. Your friend has bought something.")


def _rewarded_friend(words: Words, name: str) -> str:
    _ = words.gettext
    if name:
        return _("🎁 Now yours to spend: <b>{points}</b>, because {name} invited you.")
    return _("🎁 Now yours to spend: <b>{points}</b>, because a friend invited you.")


def cancelled(words: Words, told: RewardCancelled, name: str) -> str:
    text = _never_was(words, told.side, name) if told.still_open else _returned(words, told.side, name)
    return _filled(words, text, told, name, -told.points)


def _never_was(words: Words, side: Side, name: str) -> str:
    _ = words.gettext
    if side is not Side.REFERRER:
        return _("↩️ That purchase was a mistake at the till: <b>{points}</b>. Your next one counts instead.")
    if name:
        return _("↩️ {name} has not bought anything after all; that was a mistake at the till: <b>{points}</b>.")
    return _("↩️ Your friend has not bought anything after all; that was a mistake at the till: <b>{points}</b>.")


def _returned(words: Words, side: Side, name: str) -> str:
    _ = words.gettext
    if side is not Side.REFERRER:
        return _("↩️ Your first purchase was refunded: <b>{points}</b> for your invitation.")
    if name:
        return _("↩️ {name} has returned the first purchase: <b>{points}</b> for your invitation.")
    return _("↩️ Your friend has returned the first purchase: <b>{points}</b> for your invitation.")


def capped(words: Words, programme: Programme, name: str) -> str:
    n_, cap = words.ngettext, programme.referrals.monthly_cap
    if name:
        text = n_(
            "👥 {name} has made a first purchase. It brings you no points: the limit is {n} friend a month.",
            "👥 {name} has made a first purchase. It brings you no points: the limit is {n} friends a month.",
            cap,
        )
    else:
        text = n_(
            "👥 Your friend has made a first purchase. It brings you no points: the limit is {n} friend a month.",
            "👥 Your friend has made a first purchase. It brings you no points: the limit is {n} friends a month.",
            cap,
        )
    return text.format(name=escape(name), n=words.number(cap))


def _filled(words: Words, text: str, told: RewardNotice, name: str, points: int) -> str:
    return text.format(name=escape(name), points=words.signed_points(points), day=words.day(told.matures_at, told.at))
