"""/settings: one menu that edits itself in place. Birthday, phone and privacy are families of their own behind it."""

import re

from telegram import InlineKeyboardButton, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, show
from bot.handlers.family import LANGUAGE, Family, Press
from bot.handlers.membership import language
from bot.handlers.membership import texts as welcome
from bot.handlers.offers import customer as offers
from bot.handlers.preferences import texts
from bot.i18n import LANGUAGES
from loyalty import preferences
from loyalty.preferences import HOURS, Preferences

_HOUR = "(?:1?[0-9]|2[0-3])"
HOUR = re.compile(_HOUR)
SPAN = re.compile(f"{_HOUR}-{_HOUR}")
HOURS_PER_ROW = 4
#: Dialogues that a way back to the menu leaves.
LEFT_BY_MENU = ("birthday", "phone")


async def settings(update: Update, context: Context) -> None:
    """The menu. Whoever comes back to it has left the question they were asked."""
    if context.visitor.dialogue:
        async with context.services.database.transaction() as transaction:
            state = await dialogue.anywhere(transaction, context)
            if state and state.name in LEFT_BY_MENU:
                await dialogue.end(transaction, context)
    own = await load(context)
    _ = context.words.gettext
    buttons = [
        [button(_("Language"), "settings", "language"), button(_("Messages"), "settings", "messages")],
        [button(_("Birthday"), "birthday", "show"), button(_("Phone"), "phone", "show")],
        [button(_("Quiet hours"), "settings", "quiet")],
        [button(_("My data"), "privacy", "data"), button(_("Delete me"), "privacy", "forget")],
    ]
    await show(update, context, Screen(texts.overview(context.words, context.programme, own), buttons))


async def load(context: Context) -> Preferences:
    async with context.db.reading() as reading:
        return await preferences.load(reading, context.actor)


def back(context: Context) -> InlineKeyboardButton:
    _ = context.words.gettext
    return button(_("« Settings"), "settings", "menu")


async def languages(update: Update, context: Context) -> None:
    buttons = [[button(name, "settings", "speak", code)] for code, name in LANGUAGES.items()]
    await show(update, context, Screen(welcome.language_question(context.words), [*buttons, [back(context)]]))


async def speak(update: Update, context: Context) -> None:
    await language.change(update, context, argument(update))
    await settings(update, context)


async def messages(update: Update, context: Context) -> None:
    own = await load(context)
    buttons = [*offers.switches(context, own, "settings"), [back(context)]]
    await show(update, context, Screen(texts.messages(context.words, context.programme, own), buttons))


async def switched(update: Update, context: Context) -> None:
    await offers.record_switch(update, context, "settings")
    await messages(update, context)


async def quiet(update: Update, context: Context) -> None:
    own = await load(context)
    _ = context.words.gettext
    choices = [button(context.words.hour(hour), "settings", "quietfrom", hour) for hour in HOURS]
    usual = [[button(_("Our usual hours"), "settings", "usual")]] if own.quiet else []
    buttons = [*_in_rows(choices), *usual, [back(context)]]
    await show(update, context, Screen(texts.quiet(context.words, context.programme, own), buttons))


async def quiet_from(update: Update, context: Context) -> None:
    start = int(argument(update))
    after = [hour % len(HOURS) for hour in range(start + 1, start + len(HOURS))]
    choices = [button(context.words.hour(end), "settings", "quiethours", f"{start}-{end}") for end in after]
    _ = context.words.gettext
    buttons = [*_in_rows(choices), [button(_("« Quiet hours"), "settings", "quiet")]]
    await show(update, context, Screen(texts.quiet_until(context.words, start), buttons))


def _in_rows(choices: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [choices[first : first + HOURS_PER_ROW] for first in range(0, len(choices), HOURS_PER_ROW)]


async def quiet_hours(update: Update, context: Context) -> None:
    start, _, end = argument(update).partition("-")
    await _set_quiet_hours(update, context, (int(start), int(end)))


async def usual_hours(update: Update, context: Context) -> None:
    await _set_quiet_hours(update, context, None)


async def _set_quiet_hours(update: Update, context: Context, hours: tuple[int, int] | None) -> None:
    async with context.db.transaction() as transaction:
        await preferences.set_quiet_hours(transaction, context.actor, hours)
    await settings(update, context)


FAMILY = Family(
    commands={"settings": settings},
    buttons={
        "settings:menu": Press(settings),
        "settings:language": Press(languages),
        "settings:speak": Press(speak, LANGUAGE),
        "settings:messages": Press(messages),
        "settings:switch": Press(switched, offers.SWITCH),
        "settings:quiet": Press(quiet),
        "settings:quietfrom": Press(quiet_from, HOUR),
        "settings:quiethours": Press(quiet_hours, SPAN),
        "settings:usual": Press(usual_hours),
    },
)
