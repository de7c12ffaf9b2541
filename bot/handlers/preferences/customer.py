"""/settings: one menu that edits itself in place. Birthday, phone and privacy are families of their own behind it."""

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
from loyalty.preferences import Preferences

#: Dialogues that a way back to the menu leaves.
LEFT_BY_MENU = ("birthday", "phone", "quiet")


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


FAMILY = Family(
    commands={"settings": settings},
    buttons={
        "settings:menu": Press(settings),
        "settings:language": Press(languages),
        "settings:speak": Press(speak, LANGUAGE),
        "settings:messages": Press(messages),
        "settings:switch": Press(switched, offers.SWITCH),
    },
)
