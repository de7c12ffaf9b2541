"""/history: every point, line by line; each line explained on a tap, and all of it as a file."""

import re
from collections.abc import Sequence

from telegram import InlineKeyboardButton, Update

from bot.context import Context
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send_file, show
from bot.handlers.family import NUMBER, Family, Press
from bot.handlers.history import texts
from loyalty import history as ledger
from loyalty.history import Page

#: A line, and the first line of the page it was tapped on: the way back.
LINE_ON_PAGE = re.compile(r"[1-9]\d{0,8}\.[1-9]\d{0,8}", re.ASCII)


async def history(update: Update, context: Context) -> None:
    """The newest page."""
    await _show_page(update, context, None)


async def turned(update: Update, context: Context) -> None:
    """The page that begins with a line."""
    await _show_page(update, context, int(argument(update)))


async def _show_page(update: Update, context: Context, from_id: int | None) -> None:
    async with context.db.reading() as reading:
        page = await ledger.page(reading, context.actor, from_id)
    _ = context.words.gettext
    if page.lines:
        text = texts.page(context.words, page.lines, context.now)
        await show(update, context, Screen(text, _page_buttons(context, page)))
    else:
        text = texts.empty(context.words, context.programme)
        await show(
            update,
            context,
            Screen(text, [[button(context.words.pgettext("button", "Card"), "card", "show"), _to_balance(context)]]),
        )


def _page_buttons(context: Context, page: Page) -> Sequence[Sequence[InlineKeyboardButton]]:
    _ = context.words.gettext
    first = page.lines[0].id
    numbers = [
        button(context.words.number(number), "history", "line", f"{line.id}.{first}")
        for number, line in enumerate(page.lines, start=1)
    ]
    beside = [(_("« Previous"), page.newer_from), (_("Next »"), page.older_from)]
    turns = [button(label, "history", "from", from_id) for label, from_id in beside if from_id is not None]
    return [numbers, *([turns] if turns else []), [button(_("As a file"), "history", "file"), _to_balance(context)]]


async def line(update: Update, context: Context) -> None:
    """One line with all that stands behind it."""
    entry_id, first = argument(update).split(".")
    async with context.db.reading() as reading:
        story = await ledger.story(reading, context.actor, int(entry_id))
    _ = context.words.gettext
    buttons = [[button(_("« History"), "history", "from", first)]]
    if story.line.purchase_id is not None:
        buttons[0].append(button(_("Not me"), "receipt", "notme", story.line.purchase_id))
    await show(update, context, Screen(texts.story(context.words, story, context.now), buttons))


async def file(update: Update, context: Context) -> None:
    """All lines as CSV."""
    async with context.db.reading() as reading:
        lines = await ledger.whole(reading, context.actor)
    content = texts.file(context.words, lines)
    name = f"points-{context.now.astimezone(context.words.zone):%Y-%m-%d}.csv"
    await send_file(update, context, content, name, texts.file_caption(context.words, context.now))


def _to_balance(context: Context) -> InlineKeyboardButton:
    _ = context.words.gettext
    return button(_("« Balance"), "balance", "show")


FAMILY = Family(
    commands={"history": history},
    buttons={
        "history:show": Press(history),
        "history:from": Press(turned, NUMBER),
        "history:line": Press(line, LINE_ON_PAGE),
        "history:file": Press(file),
    },
)
