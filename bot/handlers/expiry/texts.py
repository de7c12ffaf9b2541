"""Points that will expire."""

from datetime import datetime
from typing import Any

from bot.i18n import Words
from loyalty.programme import Programme


def points_expiring(words: Words, programme: Programme, facts: dict[str, Any]) -> str:
    _ = words.gettext
    points, day = facts["points"], words.full_day(datetime.fromisoformat(facts["expires_at"]))
    warning = words.ngettext(
        "📅 <b>{n} point</b>, worth {money}, expires on <b>{day}</b>.",
        "📅 <b>{n} points</b>, worth {money}, expire on <b>{day}</b>.",
        points,
    ).format(n=words.number(points), money=words.money(programme.worth_minor(points)), day=day)
    return warning + "\n" + _("Use them before: show your card at the till and ask to pay with points.")
