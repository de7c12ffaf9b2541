"""Notices of cards, to the owners."""

from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.cards import staff_texts as texts
from bot.handlers.notice import AnyKind, Kind, Wording
from loyalty import complaints
from loyalty.cards.notices import CardsGuessed


async def guessed(wording: Wording, notice: CardsGuessed) -> Screen:
    name = await complaints.name_of(wording.reading, notice.staff_id)
    team = button(wording.words.gettext("« The team"), "staff", "show")
    return Screen(texts.guessed(wording.words, notice, name), [[team]])


KINDS: tuple[AnyKind, ...] = (Kind(CardsGuessed, guessed),)
