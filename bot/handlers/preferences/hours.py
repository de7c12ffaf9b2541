"""Quiet hours in the settings: the usual spans to tap, any other to type."""

import re

from telegram import InlineKeyboardButton, Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers import spoken
from bot.handlers.family import Dialogue, Family, Press
from bot.handlers.preferences import texts
from bot.handlers.preferences.customer import back, load, settings
from loyalty import preferences

_HOUR = "(?:1?[0-9]|2[0-3])"
HOUR = re.compile(_HOUR)
SPAN = re.compile(f"{_HOUR}-{_HOUR}")
#: Spans that people choose.
USUAL = ((22, 8), (21, 9), (23, 7))


async def quiet(update: Update, context: Context) -> None:
    """What holds, and the spans to choose from; one's own may be typed at once."""
    own = await load(context)
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, QUIET.name, "hours")
    _ = context.words.gettext
    buttons = [[_span_button(context, span)] for span in USUAL]
    buttons.append([button(_("Other hours"), "settings", "otherhours")])
    buttons += [[button(_("Our usual hours"), "settings", "usual")]] if own.quiet else []
    text = texts.quiet(context.words, context.programme, own)
    await show(update, context, Screen(text, [*buttons, [back(context)]]))


def _span_button(context: Context, span: tuple[int, int]) -> InlineKeyboardButton:
    start, end = span
    return button(texts.span(context.words, start, end), "settings", "quiethours", f"{start}-{end}")


async def other(update: Update, context: Context) -> None:
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, QUIET.name, "hours")
    await show(update, context, _question(context))


def _question(context: Context) -> Screen:
    _ = context.words.gettext
    return Screen(texts.ask_hours(context.words), [[button(_("« Quiet hours"), "settings", "quiet")]])


async def typed(update: Update, context: Context, _state: DialogueState, message: Message) -> bool:
    span = spoken.hours(message.text)
    if span is None:
        return False
    await _set(update, context, span)
    return True


async def again(update: Update, context: Context, _state: DialogueState) -> None:
    await show(update, context, _question(context))


async def offer(update: Update, context: Context, span: tuple[int, int]) -> None:
    """Hours typed out of the blue: one tap makes them the quiet ones."""
    await send(update, context, Screen(texts.offer_hours(context.words), [[_span_button(context, span)]]))


async def pressed(update: Update, context: Context) -> None:
    start, _, end = argument(update).partition("-")
    await _set(update, context, (int(start), int(end)))


async def usual(update: Update, context: Context) -> None:
    await _set(update, context, None)


async def _set(update: Update, context: Context, hours: tuple[int, int] | None) -> None:
    async with context.db.transaction() as transaction:
        await preferences.set_quiet_hours(transaction, context.actor, hours)
    await settings(update, context)


QUIET = Dialogue("quiet", {"hours": typed}, again=again, casual=True)

FAMILY = Family(
    buttons={
        "settings:quiet": Press(quiet),
        "settings:otherhours": Press(other),
        "settings:quietfrom": Press(other, HOUR),  # of screens shown before there were spans to choose
        "settings:quiethours": Press(pressed, SPAN),
        "settings:usual": Press(usual),
    },
    dialogues=(QUIET,),
)
