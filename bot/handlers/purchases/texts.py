"""Messages that tell of points and come of themselves; the facts are what the use case returned, as JSON."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

from bot.handlers.balances.texts import now_have, shortfall
from bot.i18n import Words
from loyalty.programme import Programme

Facts = dict[str, Any]


def receipt(words: Words, programme: Programme, facts: Facts) -> str:
    _ = words.gettext
    at = datetime.fromisoformat(facts["at"])
    lines = [
        "🧾 "
        + _("<b>{money}</b> at {shop} · {time}").format(
            money=words.money(facts["amount_minor"]), shop=escape(facts["shop"]), time=words.time(at)
        )
    ]
    if facts["redeemed_points"]:
        lines.append(
            f"{words.signed_points(-facts['redeemed_points'])} · "
            + _("worth {money}").format(money=words.money(programme.worth_minor(facts["redeemed_points"])))
        )
    earned = f"<b>{words.signed_points(facts['points'])}</b> ({words.rate(facts['rate_basis_points'])})"
    balance = facts["balance_after"]
    if not facts["points"]:
        lines.append(_("It brings no points.") + " " + now_have(words, balance))
    elif facts["matures_at"]:
        matures = words.day(datetime.fromisoformat(facts["matures_at"]), at)
        later = _("They are yours to spend from {day}; until then you have {points}.")
        lines += [earned, "⏳ " + later.format(day=matures, points=words.points(balance))]
    else:
        lines.append(f"{earned}. {now_have(words, balance)}")
    return "\n".join([*lines, *_thanks(words, facts)])


def _thanks(words: Words, facts: Facts) -> Iterator[str]:
    """Some receipts have one more line, for a round number of purchases or an anniversary."""
    _ = words.gettext
    milestone, years = facts.get("milestone"), facts.get("anniversary_years")
    if milestone == 1:
        yield "🌱 " + _("Your first purchase with the card. Thank you for coming.")
    elif milestone:
        yield "🌟 " + _("Purchase no. {n} with your card. Thank you for coming back.").format(n=words.number(milestone))
    if years:
        yield "🎂 " + words.ngettext(
            "You have been with us for {n} year. Thank you.", "You have been with us for {n} years. Thank you.", years
        ).format(n=words.number(years))


def refund(words: Words, facts: Facts) -> str:
    _ = words.gettext
    lines = [
        "↩️ "
        + _("{money} of your purchase at {shop} was refunded.").format(
            money=words.money(facts["amount_minor"]), shop=escape(facts["shop"])
        )
    ]
    return "\n".join(lines + _taken_and_given(words, facts))


def purchase_undone(words: Words, facts: Facts) -> str:
    _ = words.gettext
    lines = [
        "↩️ "
        + _("The purchase of {money} at {shop} was a mistake at the till and is undone.").format(
            money=words.money(facts["amount_minor"]), shop=escape(facts["shop"])
        )
    ]
    return "\n".join(lines + _taken_and_given(words, facts))


def _taken_and_given(words: Words, facts: Facts) -> list[str]:
    moved = [words.signed_points(n) for n in (-facts["taken_points"], facts["returned_points"]) if n]
    lines = [" · ".join([*moved, now_have(words, facts["balance_after"])])]
    if facts["uncovered_points"]:
        lines.append(shortfall(words, facts["uncovered_points"]))
    return lines
