"""The birthday greeting."""

from bot.engine.screens import Screen
from bot.handlers.birthdays import texts
from bot.handlers.notice import AnyKind, Kind, Wording
from loyalty.birthdays.notices import BirthdayGreeting


async def birthday(wording: Wording, notice: BirthdayGreeting) -> Screen:
    return Screen(texts.birthday(wording.words, wording.programme, notice))


KINDS: tuple[AnyKind, ...] = (Kind(BirthdayGreeting, birthday),)
