"""A customer's card in the hands of the team."""

from collections.abc import Sequence

from telegram import Update

from bot.context import Context
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers.cards import customer as card
from bot.handlers.cards import lookup
from bot.handlers.cards import staff_texts as texts
from bot.handlers.cards import texts as card_texts
from bot.handlers.family import CARD, Family, Press
from bot.handlers.purchases import recognised
from loyalty import cards, complaints
from loyalty.actor import Permission
from loyalty.cards import CustomerView, Holder

#: The longest waiting ones; a keyboard has no room for as many as somebody may write.
SHOWN_COMPLAINTS = 5


async def open_card(update: Update, context: Context, token_or_number: str) -> None:
    """Show whose card it is: to the team from a scanned link or a typed number, to its owner as their own card."""
    if not context.actor.may(Permission.SERVE):
        await _open_as_customer(update, context, token_or_number)
        return
    await _show(update, context, await lookup.look_up(context, token_or_number))


async def reopen(update: Update, context: Context) -> None:
    """A button with the customer's name."""
    context.actor.require(Permission.SERVE)
    await _show(update, context, await lookup.look_up_shown(context, argument(update)))


async def _show(update: Update, context: Context, holder: Holder) -> None:
    async with context.db.reading() as reading:
        view = await cards.view(reading, holder)
        numbers = await complaints.under_way_of(reading, context.actor, view.person_id)
    await recognised.put_in_front(context, view.card_number)
    await show(update, context, screen(context, view, numbers))


async def _open_as_customer(update: Update, context: Context, token: str) -> None:
    async with context.db.reading() as reading:
        own = await cards.current(reading, context.actor.account_id)
    if token == own.token:
        await card.card(update, context)
    else:
        row = [button(context.words.pgettext("button", "Card"), "card", "show")]
        await send(update, context, Screen(card_texts.not_for_you(context.words), [row]))


def screen(context: Context, view: CustomerView, complaint_numbers: Sequence[int]) -> Screen:
    text = texts.customer(context.words, context.programme, view, context.now)
    _ = context.words.gettext
    add_purchase = button(_("Add purchase"), "purchase", "card", view.card_number)
    take_points = button(_("Take points"), "redeem", "card", view.card_number)
    to_complaints = [
        [button(texts.open_complaint(context.words, number), "desk", "open", number)]
        for number in complaint_numbers[:SHOWN_COMPLAINTS]
    ]
    return Screen(text, [[add_purchase, take_points], *to_complaints])


FAMILY = Family(buttons={"customer:show": Press(reopen, CARD)})
