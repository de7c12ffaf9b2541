"""Points that will expire."""

from bot.i18n import Words
from loyalty.expiry.notices import PointsExpiring
from loyalty.programme import Programme


def points_expiring(words: Words, programme: Programme, told: PointsExpiring) -> str:
    _ = words.gettext
    points, day = told.points, words.last_full_day(told.expires_at)
    warning = words.ngettext(
        "📅 <b>{n} point</b>, worth {money}, is good until <b>{day}</b>.",
        "📅 <b>{n} points</b>, worth {money}, are good until <b>{day}</b>.",
        points,
    ).format(n=words.number(points), money=words.money(programme.worth_minor(points)), day=day)
    return warning + "\n" + _("To use them, show your card at the till and ask to pay with points.")
