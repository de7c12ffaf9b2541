"""The notice of an adjustment."""

from bot.engine.screens import Screen
from bot.handlers.adjustments import texts
from bot.handlers.notice import Facts, MakeScreen
from bot.i18n import Words
from loyalty.programme import Programme


def adjustment(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.adjustment(words, facts))


SCREENS: dict[str, MakeScreen] = {"adjustment": adjustment}
