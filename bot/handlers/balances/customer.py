"""/balance and what stands behind it."""

from telegram import InlineKeyboardButton, Update

from bot.context import Context
from bot.engine.keyboards import argument, button, page_buttons
from bot.engine.screens import Screen, show
from bot.handlers.balances import texts
from bot.handlers.family import PLACE, Family, Press
from loyalty import balances


async def balance(update: Update, context: Context) -> None:
    async with context.db.glance() as reading:
        view = await balances.overview(reading, context.actor.account_id, context.now)
    _ = context.words.gettext
    buttons = [
        [button(_("History"), "history", "show"), button(context.words.pgettext("button", "Card"), "card", "show")],
        [button(_("Why this number?"), "balance", "why")],
    ]
    if len(view.pending) + len(view.expiring) > 0:
        buttons[-1].append(button(_("All dates"), "balance", "dates"))
    await show(update, context, Screen(texts.overview(context.words, context.programme, view, context.now), buttons))


async def dates(update: Update, context: Context) -> None:
    await _show_dates(update, context, 0)


async def turned(update: Update, context: Context) -> None:
    await _show_dates(update, context, int(argument(update)))


async def _show_dates(update: Update, context: Context, page: int) -> None:
    async with context.db.glance() as reading:
        view = await balances.overview(reading, context.actor.account_id, context.now)
    pages = texts.all_dates(context.words, view, context.now)
    at = min(page, len(pages) - 1)
    buttons = [*page_buttons(context.words, at, len(pages), "balance", "page"), *_back(context)]
    await show(update, context, Screen(pages[at], buttons))


async def why(update: Update, context: Context) -> None:
    async with context.db.reading() as reading:
        explanation = await balances.explain(reading, context.actor.account_id, context.now)
    _ = context.words.gettext
    text = texts.explanation(context.words, context.programme, explanation)
    buttons = [
        [button(_("Line by line"), "history", "show"), button(_("By credit"), "balance", "lots")],
        *_back(context),
    ]
    await show(update, context, Screen(text, buttons))


async def lots(update: Update, context: Context) -> None:
    async with context.db.reading() as reading:
        explanation = await balances.explain(reading, context.actor.account_id, context.now)
    _ = context.words.gettext
    text = texts.open_lots(context.words, explanation, context.now)
    await show(update, context, Screen(text, [[button(_("« Why this number?"), "balance", "why"), *_back(context)[0]]]))


def _back(context: Context) -> list[list[InlineKeyboardButton]]:
    _ = context.words.gettext
    return [[button(_("« Balance"), "balance", "show")]]


FAMILY = Family(
    commands={"balance": balance},
    buttons={
        "balance:show": Press(balance),
        "balance:dates": Press(dates),
        "balance:page": Press(turned, PLACE),
        "balance:why": Press(why),
        "balance:lots": Press(lots),
    },
)
