"""Messages of invitations' rewards, to either side; the facts are `Told` of loyalty.referrals.rewards as JSON."""

from datetime import datetime
from html import escape
from typing import Any

from bot.i18n import Words
from loyalty.programme import Programme

Facts = dict[str, Any]


def pending(words: Words, facts: Facts) -> str:
    _ = words.gettext
    text = (
        _("🎁 {name} has made a first purchase: <b>{points}</b> for your invitation, to be spent from {day}.")
        if facts["side"] == "referrer"
        else _("🎁 {name} invited you: <b>{points}</b> for your first purchase, to be spent from {day}.")
    )
    return _filled(words, text, facts)


def rewarded(words: Words, facts: Facts) -> str:
    _ = words.gettext
    text = (
        _("🎁 Now yours to spend: <b>{points}</b>. {name} came by your invitation and has bought something.")
        if facts["side"] == "referrer"
        else _("🎁 Now yours to spend: <b>{points}</b>, because {name} invited you.")
    )
    return _filled(words, text, facts)


def cancelled(words: Words, facts: Facts) -> str:
    _ = words.gettext
    if facts["still_open"]:
        text = (
            _("↩️ {name} has not bought anything after all, that was a mistake at the till: <b>{points}</b>.")
            if facts["side"] == "referrer"
            else _("↩️ As that purchase was a mistake at the till: <b>{points}</b>. Your next one counts instead.")
        )
    else:
        text = (
            _("↩️ {name} has given the first purchase back: <b>{points}</b> for your invitation.")
            if facts["side"] == "referrer"
            else _("↩️ As your first purchase was refunded: <b>{points}</b> of your invitation.")
        )
    return _filled(words, text, facts | {"points": -facts["points"]})


def capped(words: Words, programme: Programme, facts: Facts) -> str:
    cap = programme.referrals.monthly_cap
    text = words.ngettext(
        "👥 {name} has made a first purchase. It brings you no points: {n} friend a month is the most.",
        "👥 {name} has made a first purchase. It brings you no points: {n} friends a month are the most.",
        cap,
    )
    return text.format(name=_name(words, facts), n=words.number(cap))


def _filled(words: Words, text: str, facts: Facts) -> str:
    matures_at, at = datetime.fromisoformat(facts["matures_at"]), datetime.fromisoformat(facts["at"])
    return text.format(
        name=_name(words, facts), points=words.signed_points(facts["points"]), day=words.day(matures_at, at)
    )


def _name(words: Words, facts: Facts) -> str:
    return escape(facts["name"]) or words.gettext("A friend")
