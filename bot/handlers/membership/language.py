"""/language: changed at once, menus included."""

from telegram import Update

from bot.context import Context
from bot.engine.choices import chosen
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers.family import LANGUAGE, Family, Press
from bot.handlers.membership import texts as welcome
from bot.handlers.menu import main_menu
from bot.handlers.programme import presentation as profile
from bot.i18n import LANGUAGES, Words
from loyalty import membership


async def language(update: Update, context: Context) -> None:
    """Offer the languages, or take the one named behind the command."""
    named = _named(update)
    if named is not None:
        await change(update, context, named)
        return
    buttons = [[button(name, "language", "set", code)] for code, name in LANGUAGES.items()]
    await show(update, context, Screen(welcome.language_question(context.words), buttons))


def _named(update: Update) -> str | None:
    text = (update.message and update.message.text) or ""
    said = text.partition(" ")[2].strip().lower()
    return said if said in LANGUAGES else chosen(said, {name: code for code, name in LANGUAGES.items()})


async def pressed(update: Update, context: Context) -> None:
    await change(update, context, argument(update))


async def change(update: Update, context: Context, code: str) -> None:
    """Speak it from now on: the next screens, the menus and the keyboard below the chat."""
    if code != context.visitor.language:
        async with context.db.transaction() as transaction:
            await membership.set_language(transaction, context.actor, code)
    context.words = Words(code, context.programme.currency, context.programme.zone)
    await profile.set_commands(context.bot, context.visitor, context.words)
    text = welcome.language_changed(context.words)
    await send(update, context, Screen(text, menu=main_menu(context.words, context.visitor.role)))


FAMILY = Family(commands={"language": language}, buttons={"language:set": Press(pressed, LANGUAGE)})
