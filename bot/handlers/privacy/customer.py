"""My data, and delete me."""

import json
import re
from contextlib import suppress

from telegram import InlineKeyboardButton, Update

from bot.context import Context
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, send_file, show
from bot.handlers import turns
from bot.handlers.family import Family, Press
from bot.handlers.menu import no_menu
from bot.handlers.preferences.customer import back
from bot.handlers.privacy import my_data, texts
from bot.handlers.programme import presentation as profile
from loyalty import privacy
from loyalty.privacy import Farewell
from storage import Unavailable

#: Account and points: the button of a question about other points, or of an earlier life, deletes nothing.
STAKE = re.compile(r"[1-9]\d{0,17}-\d{1,18}", re.ASCII)


async def data(update: Update, context: Context) -> None:
    """Two files, one for the reader and one for programs, out of the same look."""
    async with context.services.database.snapshot() as reading:
        everything = await privacy.collect(reading, context.actor, context.now)
    readable = my_data.readable(context.words, everything)
    caption = texts.data_caption(context.words, context.now)
    # The mark at its beginning tells every phone that the letters are UTF-8.
    await send_file(update, context, readable.encode("utf-8-sig"), "my-data.txt", caption)
    document = json.dumps(everything, ensure_ascii=False, indent=2).encode()
    await send_file(update, context, document, "my-data.json", texts.data_for_programs(context.words))


async def forget(update: Update, context: Context) -> None:
    """The first step: what it means."""
    farewell = await _preview(context)
    _ = context.words.gettext
    buttons = [[button(_("Go on"), "privacy", "ask")], [_keep(context)]]
    await show(update, context, Screen(texts.explanation(context.words, farewell), buttons))


async def ask(update: Update, context: Context) -> None:
    """The second step."""
    await show(update, context, _last_question(context, await _preview(context)))


async def _preview(context: Context) -> Farewell:
    async with context.db.reading() as reading:
        return await privacy.preview(reading, context.actor, context.now)


def _last_question(context: Context, farewell: Farewell) -> Screen:
    _ = context.words.gettext
    stake = f"{farewell.account_id}-{farewell.points}"
    buttons = [[button(_("Delete everything"), "privacy", "erase", stake)], [_keep(context)]]
    return Screen(texts.last_question(context.words, farewell), buttons)


def _keep(context: Context) -> InlineKeyboardButton:
    _ = context.words.gettext
    return button(_("Keep my card"), "privacy", "keep")


async def keep(update: Update, context: Context) -> None:
    await show(update, context, Screen(texts.kept(context.words), [[back(context)]]))


async def erase(update: Update, context: Context) -> None:
    """Deletes, unless there is more to lose by now than was said: then the question is put again."""
    account_id, _, points = argument(update).partition("-")
    if int(account_id) != context.actor.account_id:
        await turns.stale(update, context)
        return
    async with context.db.transaction() as transaction:
        farewell = await privacy.forget(transaction, context.actor, int(points), context.now)
    if not farewell.done:
        await show(update, context, _last_question(context, farewell))
        return
    context.services.wake_dispatcher()
    with suppress(Unavailable):  # it is done, and the sweeper comes by
        await context.services.database.leave_nothing_behind()
    await show(update, context, Screen(texts.forgotten(context.words)))
    await send(update, context, Screen(texts.goodbye(context.words), menu=no_menu()))
    await profile.forget_commands(context.bot, context.visitor.telegram_id)


FAMILY = Family(
    buttons={
        "privacy:data": Press(data),
        "privacy:forget": Press(forget),
        "privacy:ask": Press(ask),
        "privacy:keep": Press(keep),
        "privacy:erase": Press(erase, STAKE),
    },
)
