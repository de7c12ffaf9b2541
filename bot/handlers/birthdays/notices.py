"""The birthday greeting."""

from bot.engine.screens import Screen
from bot.handlers.birthdays import texts
from bot.handlers.notice import Facts, MakeScreen
from bot.i18n import Words
from loyalty.programme import Programme


def birthday(words: Words, programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.birthday(words, programme, facts))


SCREENS: dict[str, MakeScreen] = {"birthday": birthday}
