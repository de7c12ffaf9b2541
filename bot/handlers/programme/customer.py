"""/rules: the terms of the programme."""

from telegram import Update

from bot.context import Context
from bot.engine.keyboards import button
from bot.engine.screens import Screen, show
from bot.handlers.family import Family, Press
from bot.handlers.programme import texts


async def rules(update: Update, context: Context) -> None:
    _ = context.words.gettext
    text = texts.rules(context.words, context.programme, context.now)
    await show(update, context, Screen(text, [[button(_("Balance"), "balance", "show")]]))


FAMILY = Family(commands={"rules": rules}, buttons={"rules:show": Press(rules)})
