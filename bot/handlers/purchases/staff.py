"""/purchase: whose card, how much, is that right? And undo for a while.

A preview's random key travels in its buttons and becomes the purchase's key: however often 'Confirm' is pressed, one
purchase comes of it, and the button of an earlier preview never adds what a later one shows.
"""

import secrets

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button, cancel_button
from bot.engine.screens import Screen, show
from bot.handlers import turns
from bot.handlers.family import CARD, KEY, NUMBER, Dialogue, Family, Press
from bot.handlers.purchases import staff_texts as texts
from bot.handlers.purchases import till
from bot.handlers.purchases.amounts import parse_amount
from loyalty import cards, purchases
from loyalty.actor import Permission
from loyalty.purchases import Preview, Receipt
from storage import Reading


async def purchase(update: Update, context: Context) -> None:
    """Ask for the card."""
    context.actor.require(Permission.SERVE)
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, PURCHASE.name, "card")
    await dialogue.ask(update, context, texts.ask_card(context.words))


async def card_typed(update: Update, context: Context, _state: DialogueState, message: Message) -> bool:
    if till.has_slip(message.text or ""):
        await dialogue.ask(update, context, texts.slip_in_card(context.words))
    else:
        await _ask_amount(update, context, message.text or "")
    return True


async def card_pressed(update: Update, context: Context) -> None:
    """'Add purchase' under a customer's card."""
    await _ask_amount(update, context, argument(update))


async def _ask_amount(update: Update, context: Context, card_number: str) -> None:
    async with context.db.reading() as reading:
        view = await cards.find(reading, context.actor, card_number, context.now)
    async with context.db.transaction() as transaction:
        await dialogue.begin(
            transaction, context, PURCHASE.name, "amount", about=view.account_id, card=view.card_number, name=view.name
        )
    await dialogue.ask(update, context, texts.ask_amount(context.words, view.name))


async def amount_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    amount_minor = parse_amount(message.text or "", context.programme.currency)
    if number := till.next_card(context, message, amount_minor):
        await _ask_amount(update, context, number)
    elif not till.is_amount(context, amount_minor) and till.has_slip(message.text or ""):
        await dialogue.ask(update, context, texts.slip_in_card(context.words))
    elif amount_minor is None:
        await dialogue.ask(update, context, texts.amount_unreadable(context.words))
    else:
        await _preview(update, context, state, amount_minor=amount_minor)
    return True


async def preview_for(update: Update, context: Context, card: str, amount_minor: int) -> None:
    """Card (its number or token) and amount are known already: is that right?"""
    async with context.db.transaction() as transaction:
        view = await cards.find(transaction, context.actor, card, context.now)
        state = await dialogue.begin(
            transaction,
            context,
            PURCHASE.name,
            "confirm",
            about=view.account_id,
            card=view.card_number,
            name=view.name,
            amount_minor=amount_minor,
            draft=secrets.token_urlsafe(12),
        )
        preview = await _previewed(transaction, context, state)
    await _put_preview(update, context, state, preview)


async def _preview(update: Update, context: Context, state: DialogueState, **said: object) -> None:
    said["draft"] = secrets.token_urlsafe(12)
    async with context.db.transaction() as transaction:
        state = await dialogue.go(transaction, context, state, "confirm", **said)
        preview = await _previewed(transaction, context, state)
    await _put_preview(update, context, state, preview)


async def _previewed(reading: Reading, context: Context, state: DialogueState) -> Preview:
    view = await cards.find(reading, context.actor, state.data["card"], context.now)
    return await purchases.preview(reading, context.actor, view.account_id, state.data["amount_minor"], context.now)


async def _put_preview(update: Update, context: Context, state: DialogueState, preview: Preview) -> None:
    data = state.data
    text = texts.preview(context.words, context.programme, data["name"], preview, data.get("receipt_number"))
    _ = context.words.gettext
    buttons = [
        [button(_("Confirm"), "purchase", "ok", data["draft"])],
        [button(_("Receipt number"), "purchase", "receipt", data["draft"]), cancel_button(context.words)],
    ]
    await dialogue.put(update, context, state, Screen(text, buttons))


async def confirm_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    """At the preview: 'confirm' in words, 'receipt number' in words, or another amount."""
    _ = context.words.gettext
    match chosen(message.text, {_("Confirm"): "ok", _("Receipt number"): "receipt"}):
        case "ok":
            await _record(update, context, state)
        case "receipt":
            await till.ask_receipt_number(update, context, state)
        case _:
            await amount_typed(update, context, state, message)
    return True


async def receipt_pressed(update: Update, context: Context) -> None:
    context.actor.require(Permission.SERVE)
    await till.receipt_pressed(update, context, PURCHASE.name)


async def receipt_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    number = await till.receipt_number(update, context, message)
    if number is not None:
        await _preview(update, context, state, receipt_number=number)
    return True


async def confirmed(update: Update, context: Context) -> None:
    """'Confirm' pressed: the first time records, every other time shows what was recorded."""
    draft = argument(update)
    context.actor.require(Permission.SERVE)
    async with context.db.reading() as reading:
        recorded = await purchases.find(reading, f"purchase:{draft}")
    if recorded is not None:
        await show(update, context, _added(context, recorded))
        return
    state = await till.draft(context, PURCHASE.name, draft)
    if state is None or "amount_minor" not in state.data:
        await turns.stale(update, context)
        return
    await _record(update, context, state)


async def _record(update: Update, context: Context, state: DialogueState) -> None:
    data = state.data
    async with context.db.transaction() as transaction:
        view = await cards.find(transaction, context.actor, data["card"], context.now)
        receipt = await purchases.record(
            transaction,
            context.actor,
            view.account_id,
            data["amount_minor"],
            key=f"purchase:{data['draft']}",
            now=context.now,
            receipt_number=data.get("receipt_number"),
        )
        await dialogue.end(transaction, context)
    context.services.wake_dispatcher()
    await show(update, context, _added(context, receipt))


def _added(context: Context, receipt: Receipt) -> Screen:
    _ = context.words.gettext
    buttons = [[button(_("Undo"), "purchase", "undo", receipt.purchase_id)]]
    return Screen(texts.added(context.words, receipt), buttons)


async def undo(update: Update, context: Context) -> None:
    async with context.db.transaction() as transaction:
        undone = await purchases.undo(transaction, context.actor, int(argument(update)), context.now)
    context.services.wake_dispatcher()
    await show(update, context, Screen(texts.undone(context.words, undone)))


async def again(update: Update, context: Context, state: DialogueState) -> None:
    match state.step:
        case "card":
            await dialogue.ask(update, context, texts.ask_card(context.words))
        case "amount":
            await dialogue.ask(update, context, texts.ask_amount(context.words, state.data["name"]))
        case "receipt":
            await till.put_receipt_number(update, context)
        case _:
            async with context.db.reading() as reading:
                preview = await _previewed(reading, context, state)
            await _put_preview(update, context, state, preview)


PURCHASE = Dialogue(
    "purchase",
    {"card": card_typed, "amount": amount_typed, "confirm": confirm_typed, "receipt": receipt_typed},
    again=again,
    permission=Permission.SERVE,
    takes_cards=True,
)


FAMILY = Family(
    commands={"purchase": purchase},
    buttons={
        "purchase:ask": Press(purchase),
        "purchase:card": Press(card_pressed, CARD),
        "purchase:receipt": Press(receipt_pressed, KEY),
        "purchase:ok": Press(confirmed, KEY),
        "purchase:undo": Press(undo, NUMBER),
    },
    dialogues=(PURCHASE,),
)
