"""The warning that points will expire."""

from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.expiry import texts
from bot.handlers.notice import Facts, MakeScreen
from bot.i18n import Words
from loyalty.programme import Programme


def points_expiring(words: Words, programme: Programme, facts: Facts) -> Screen:
    _ = words.gettext
    buttons = [[button(_("All dates"), "balance", "dates"), button(_("Card"), "card", "show")]]
    return Screen(texts.points_expiring(words, programme, facts), buttons)


SCREENS: dict[str, MakeScreen] = {"points_expiring": points_expiring}
