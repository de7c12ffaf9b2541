"""/redeem: whose points, for which bill, how many? Then the customer is asked, and this screen waits for the answer.

The random key of what a screen offers travels in its buttons and becomes the request's key: however often a button is
pressed, the customer is asked once, and for no other bill than the one the screen names.
"""

import secrets
from typing import Any

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button, cancel_button
from bot.engine.screens import Screen, show
from bot.handlers import turns
from bot.handlers.family import CARD, KEY, NUMBER, Dialogue, Family, Press
from bot.handlers.purchases import staff_texts, till
from bot.handlers.purchases.amounts import parse_amount, parse_points
from bot.handlers.redemptions import texts
from bot.handlers.redemptions.notices import staff_screen, waiting_key
from loyalty import cards, redemptions
from loyalty.actor import Permission
from loyalty.redemptions import Allowance, Held
from storage import Reading, sent_messages
from storage.sent_messages import Standing


async def redeem(update: Update, context: Context) -> None:
    """Ask for the card."""
    context.actor.require(Permission.REDEEM)
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, REDEEM.name, "card")
    await dialogue.ask(update, context, texts.ask_card(context.words))


async def card_typed(update: Update, context: Context, _state: DialogueState, message: Message) -> bool:
    await _ask_bill(update, context, message.text or "")
    return True


async def card_pressed(update: Update, context: Context) -> None:
    """'Take points' under a customer's card."""
    await _ask_bill(update, context, argument(update))


async def _ask_bill(update: Update, context: Context, card_number: str) -> None:
    async with context.db.transaction() as transaction:
        view = await cards.find(transaction, context.actor, card_number, context.now)
        await dialogue.begin(
            transaction, context, REDEEM.name, "bill", about=view.account_id, card=view.card_number, name=view.name
        )
    await dialogue.ask(update, context, texts.ask_bill(context.words, context.programme, view))


async def bill_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    bill_minor = parse_amount(message.text or "", context.programme.currency)
    if number := till.next_card(context, message, bill_minor):
        await _ask_bill(update, context, number)
    elif bill_minor is None:
        await dialogue.ask(update, context, staff_texts.amount_unreadable(context.words))
    else:
        await _ask_points(update, context, state, bill_minor=bill_minor)
    return True


async def _ask_points(update: Update, context: Context, state: DialogueState, **said: object) -> None:
    said["draft"] = secrets.token_urlsafe(12)
    async with context.db.transaction() as transaction:
        state = await dialogue.go(transaction, context, state, "points", **said)
        allowed = await _allowance(transaction, context, state.data)
    await _put_points(update, context, state, allowed)


async def _put_points(update: Update, context: Context, state: DialogueState, allowed: Allowance) -> None:
    data = state.data
    text = texts.ask_points(context.words, data["name"], allowed, data.get("receipt_number"))
    _ = context.words.gettext
    buttons = [
        [button(texts.as_many_as_allowed(context.words, allowed.largest), "redeem", "most", data["draft"])],
        [button(_("Receipt number"), "redeem", "receipt", data["draft"]), cancel_button(context.words)],
    ]
    await dialogue.put(update, context, state, Screen(text, buttons))


async def points_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    """A number of points, or one of the buttons in words."""
    _ = context.words.gettext
    async with context.db.reading() as reading:
        allowed = await _allowance(reading, context, state.data)
    most = texts.as_many_as_allowed(context.words, allowed.largest)
    match chosen(message.text, {most: "most", _("Receipt number"): "receipt"}):
        case "most":
            await _hold(update, context, state, None)
        case "receipt":
            await till.ask_receipt_number(update, context, state)
        case _ if (points := parse_points(message.text or "")) is not None:
            await _hold(update, context, state, points)
        case _:
            text = texts.points_unreadable(context.words, allowed.largest)
            await dialogue.ask(update, context, text)
    return True


async def receipt_pressed(update: Update, context: Context) -> None:
    context.actor.require(Permission.REDEEM)
    await till.receipt_pressed(update, context, REDEEM.name)


async def receipt_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    number = await till.receipt_number(update, context, message)
    if number is not None:
        await _ask_points(update, context, state, receipt_number=number)
    return True


async def most_pressed(update: Update, context: Context) -> None:
    """'As many as allowed': the first time asks the customer, every other time shows how that stands."""
    draft = argument(update)
    context.actor.require(Permission.REDEEM)
    async with context.db.reading() as reading:
        held = await redemptions.asked(reading, context.actor, _key(draft))
    if held is not None:
        await _show(update, context, held)
        return
    state = await till.draft(context, REDEEM.name, draft)
    if state is None:
        await turns.stale(update, context)
        return
    await _hold(update, context, state, None)


async def _hold(update: Update, context: Context, state: DialogueState, points: int | None) -> None:
    """Ask the customer; None: for as many points as allowed."""
    data = state.data
    async with context.db.transaction() as transaction:
        view = await cards.find(transaction, context.actor, data["card"], context.now)
        held = await redemptions.hold(
            transaction,
            context.actor,
            view.account_id,
            data["bill_minor"],
            points,
            key=_key(data["draft"]),
            now=context.now,
            receipt_number=data.get("receipt_number"),
        )
        await dialogue.end(transaction, context)
    await _show(update, context, held)


async def _show(update: Update, context: Context, held: Held) -> None:
    """Put how it stands before the member of staff; the answer will take this screen's place."""
    message_id = await show(update, context, staff_screen(context.words, held))
    standing = Standing(context.place.chat_id, message_id, context.place.thread_id)
    async with context.services.database.transaction() as transaction:
        await sent_messages.put(transaction, [(waiting_key(held.hold_id, context.person_id), standing)])
    context.services.wake_dispatcher()


async def take_back(update: Update, context: Context) -> None:
    """'Take it back' under the waiting screen, also when the answer was there first."""
    context.actor.require(Permission.REDEEM)
    async with context.db.transaction() as transaction:
        held = await redemptions.answer(transaction, context.actor, int(argument(update)), yes=False, now=context.now)
    context.services.wake_dispatcher()
    await show(update, context, staff_screen(context.words, held))


async def _allowance(reading: Reading, context: Context, data: dict[str, Any]) -> Allowance:
    view = await cards.find(reading, context.actor, data["card"], context.now)
    return await redemptions.allowance(
        reading, context.actor, view.account_id, data["bill_minor"], context.now, data.get("receipt_number")
    )


def _key(draft: str) -> str:
    return f"redeem:{draft}"


async def again(update: Update, context: Context, state: DialogueState) -> None:
    match state.step:
        case "card":
            await dialogue.ask(update, context, texts.ask_card(context.words))
        case "bill":
            async with context.db.reading() as reading:
                view = await cards.find(reading, context.actor, state.data["card"], context.now)
            await dialogue.ask(update, context, texts.ask_bill(context.words, context.programme, view))
        case "receipt":
            await till.put_receipt_number(update, context)
        case _:
            async with context.db.reading() as reading:
                allowed = await _allowance(reading, context, state.data)
            await _put_points(update, context, state, allowed)


REDEEM = Dialogue(
    "redeem",
    {"card": card_typed, "bill": bill_typed, "points": points_typed, "receipt": receipt_typed},
    again=again,
    permission=Permission.REDEEM,
    takes_cards=True,
)


FAMILY = Family(
    commands={"redeem": redeem},
    buttons={
        "redeem:ask": Press(redeem),
        "redeem:card": Press(card_pressed, CARD),
        "redeem:receipt": Press(receipt_pressed, KEY),
        "redeem:most": Press(most_pressed, KEY),
        "redeem:back": Press(take_back, NUMBER),
    },
    dialogues=(REDEEM,),
)
