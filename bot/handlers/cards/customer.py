"""/card: the code to show at the till, and a new one when the old is no longer wanted."""

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot.context import Context
from bot.engine import qr
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers.cards import texts
from bot.handlers.family import CARD, Family, Press
from loyalty import balances, cards
from loyalty.cards import Card


async def card(update: Update, context: Context) -> None:
    async with context.db.reading() as reading:
        current = await cards.current(reading, context.actor.account_id)
        balance = await balances.balance(reading, context.actor.account_id, context.now)
    caption = texts.caption(context.words, context.programme, current.number, balance.available)
    await show(update, context, _screen(context, current, caption))


async def ask_renewal(update: Update, context: Context) -> None:
    """Ask first; the button names the card it is about, so that a second press renews nothing more."""
    async with context.db.reading() as reading:
        current = await cards.current(reading, context.actor.account_id)
    _ = context.words.gettext
    buttons = [[button(_("New card"), "card", "renew", current.number), button(_("Keep this one"), "card", "keep")]]
    await send(update, context, Screen(texts.renewal_question(context.words), buttons))


async def keep(update: Update, context: Context) -> None:
    _ = context.words.gettext
    buttons = [[button(context.words.pgettext("button", "Card"), "card", "show")]]
    await show(update, context, Screen(texts.kept(context.words), buttons))


async def renew(update: Update, context: Context) -> None:
    replaced = argument(update)
    async with context.db.reading() as reading:
        current = await cards.current(reading, context.actor.account_id)
    if current.number == replaced:
        async with context.db.transaction() as transaction:
            current = await cards.renew(transaction, context.actor, context.now)
    async with context.db.reading() as reading:
        balance = await balances.balance(reading, context.actor.account_id, context.now)
    text = texts.renewed(context.words, context.programme, current.number, balance.available)
    await send(update, context, _screen(context, current, text))


def picture(context: Context, current: Card) -> bytes:
    """The code to be scanned at the till, as a PNG."""
    return qr.png(create_deep_linked_url(context.bot.username, f"c_{current.token}"))


def _screen(context: Context, current: Card, caption: str) -> Screen:
    _ = context.words.gettext
    buttons = [[button(_("Balance"), "balance", "show"), button(_("New card"), "card", "ask")]]
    return Screen(caption, buttons, photo=picture(context, current))


FAMILY = Family(
    commands={"card": card},
    buttons={
        "card:show": Press(card),
        "card:ask": Press(ask_renewal),
        "card:renew": Press(renew, CARD),
        "card:keep": Press(keep),
    },
)
