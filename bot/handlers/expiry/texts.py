"""Points that will expire."""

from bot.i18n import Words
from loyalty.expiry.notices import PointsExpiring
from loyalty.programme import Programme


def points_expiring(words: Words, programme: Programme, told: PointsExpiring) -> str:
    _ = words.gettext
    points, day = told.points, words.full_day(told.expires_at)
    warning = words.ngettext(
        "📅 <b>{n} point</b>, worth {money}, expires on <b>{day}</b>.",
        "📅 <b>{n} points</b>, worth {money}, expire on <b>{day}</b>.",
        points,
    ).format(n=words.number(points), money=words.money(programme.worth_minor(points)), day=day)
    return warning + "\n" + _("Use them before: show your card at the till and ask to pay with points.")
