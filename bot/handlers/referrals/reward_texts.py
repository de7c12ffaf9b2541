"""Messages of invitations' rewards, to either side; `name` is the other one's, empty once they are forgotten."""

from html import escape

from bot.i18n import Words
from loyalty.programme import Programme
from loyalty.referrals.notices import RewardCancelled, Rewarded, RewardNotice, RewardPending, Side


def pending(words: Words, told: RewardPending, name: str) -> str:
    _ = words.gettext
    text = (
        _("🎁 {name} has made a first purchase: <b>{points}</b> for your invitation, to be spent from {day}.")
        if told.side is Side.REFERRER
        else _("🎁 {name} invited you: <b>{points}</b> for your first purchase, to be spent from {day}.")
    )
    return _filled(words, text, told, name, told.points)


def rewarded(words: Words, told: Rewarded, name: str) -> str:
    _ = words.gettext
    text = (
        _("🎁 Now yours to spend: <b>{points}</b>. {name} came by your invitation and has bought something.")
        if told.side is Side.REFERRER
        else _("🎁 Now yours to spend: <b>{points}</b>, because {name} invited you.")
    )
    return _filled(words, text, told, name, told.points)


def cancelled(words: Words, told: RewardCancelled, name: str) -> str:
    _ = words.gettext
    if told.still_open:
        text = (
            _("↩️ {name} has not bought anything after all, that was a mistake at the till: <b>{points}</b>.")
            if told.side is Side.REFERRER
            else _("↩️ As that purchase was a mistake at the till: <b>{points}</b>. Your next one counts instead.")
        )
    else:
        text = (
            _("↩️ {name} has given the first purchase back: <b>{points}</b> for your invitation.")
            if told.side is Side.REFERRER
            else _("↩️ As your first purchase was refunded: <b>{points}</b> of your invitation.")
        )
    return _filled(words, text, told, name, -told.points)


def capped(words: Words, programme: Programme, name: str) -> str:
    cap = programme.referrals.monthly_cap
    text = words.ngettext(
        "👥 {name} has made a first purchase. It brings you no points: {n} friend a month is the most.",
        "👥 {name} has made a first purchase. It brings you no points: {n} friends a month are the most.",
        cap,
    )
    return text.format(name=_name(words, name), n=words.number(cap))


def _filled(words: Words, text: str, told: RewardNotice, name: str, points: int) -> str:
    return text.format(
        name=_name(words, name), points=words.signed_points(points), day=words.day(told.matures_at, told.at)
    )


def _name(words: Words, name: str) -> str:
    return escape(name) or words.gettext("A friend")
