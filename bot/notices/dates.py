"""Notices that the calendar brings: birthdays, and points that will expire."""

from bot.i18n import Words
from bot.keyboards import button
from bot.notices.screen import Facts, MakeScreen
from bot.screens import Screen
from bot.texts import dates as texts
from loyalty.programme import Programme


def birthday(words: Words, programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.birthday(words, programme, facts))


def points_expiring(words: Words, programme: Programme, facts: Facts) -> Screen:
    _ = words.gettext
    buttons = [[button(_("All dates"), "balance", "dates"), button(_("Card"), "card", "show")]]
    return Screen(texts.points_expiring(words, programme, facts), buttons)


SCREENS: dict[str, MakeScreen] = {"birthday": birthday, "points_expiring": points_expiring}
