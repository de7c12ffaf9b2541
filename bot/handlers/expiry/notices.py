"""The warning that points will expire."""

from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.expiry import texts
from bot.handlers.notice import AnyKind, Kind, Wording
from loyalty.expiry.notices import PointsExpiring


async def points_expiring(wording: Wording, notice: PointsExpiring) -> Screen:
    words = wording.words
    _ = words.gettext
    buttons = [[button(_("All dates"), "balance", "dates"), button(words.pgettext("button", "Card"), "card", "show")]]
    return Screen(texts.points_expiring(words, wording.programme, notice), buttons)


KINDS: tuple[AnyKind, ...] = (Kind(PointsExpiring, points_expiring),)
