"""/redeem: whose points, for which bill, how many? Then the customer is asked, and this screen waits for the answer."""

import re

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers import turns
from bot.handlers.family import CARD, KEY, NUMBER, Family, Press
from bot.handlers.purchases import recognised, staff_texts, till
from bot.handlers.purchases.amounts import parse_amount, parse_points
from bot.handlers.purchases.flow import Flow
from bot.handlers.purchases.used import saying_whose
from bot.handlers.redemptions import texts
from bot.handlers.redemptions.notices import staff_screen, waiting_key
from bot.handlers.refusals import refusal
from bot.i18n import Words
from loyalty import redemptions
from loyalty.actor import Permission
from loyalty.cards import Holder
from loyalty.redemptions import Allowance, Held
from loyalty.redemptions.model import CustomerUnreachable, PointsAskedFor
from storage import Reading, sent_messages
from storage.sent_messages import Standing

#: What a number of points has no need of and an amount of money may have: the currency beside it.
_WITH_CURRENCY = re.compile(r"[^\d\s.,'’+\-]")


class RedeemFlow(Flow):
    name = buttons = "redeem"
    permission = Permission.REDEEM
    amount_step, draft_step, amount = "bill", "points", "bill_minor"

    def ask_card(self, words: Words) -> str:
        return texts.ask_card(words)

    async def serve(self, update: Update, context: Context, customer: Holder) -> None:
        """The bill is asked for only where points can pay for it."""
        try:
            async with context.db.glance() as reading:
                can = await redemptions.spendable(reading, context.actor, customer.account_id, context.now)
        except (CustomerUnreachable, PointsAskedFor) as why:
            await self._without_points(update, context, customer, refusal(context.words, why))
            return
        if can.points < can.smallest:
            await self._without_points(update, context, customer, texts.too_few(context.words, customer.name, can))
        else:
            await super().serve(update, context, customer)

    async def _without_points(self, update: Update, context: Context, customer: Holder, why: str) -> None:
        """No question is left open, least of all the one about the customer before: an amount typed now is theirs."""
        async with context.db.transaction() as transaction:
            await dialogue.begin(transaction, context, self.name, "card")
            await dialogue.end(transaction, context)
        await recognised.put_in_front(context, customer.card_number)
        row = [button(context.words.gettext("Add purchase"), "purchase", "card", customer.card_number)]
        await send(update, context, Screen(why, [row]))

    async def ask_amount(self, reading: Reading, context: Context, customer: Holder) -> str:
        can = await redemptions.spendable(reading, context.actor, customer.account_id, context.now)
        return texts.ask_bill(context.words, customer.name, can)

    async def offer(self, reading: Reading, context: Context, state: DialogueState) -> Screen:
        customer = await self.customer(reading, context, state)
        allowed = await self._allowance(reading, context, state, customer)
        text = texts.ask_points(context.words, customer.name, allowed, state.data.get("receipt_number"))
        most = texts.as_many_as_allowed(context.words, allowed.largest)
        return Screen(text, self.draft_buttons(context.words, state, most, "most"))

    async def _allowance(self, reading: Reading, context: Context, state: DialogueState, customer: Holder) -> Allowance:
        data = state.data
        return await redemptions.allowance(
            reading,
            context.actor,
            customer.account_id,
            data["bill_minor"],
            context.now,
            data.get("receipt_number"),
        )

    async def draft_typed(self, update: Update, context: Context, state: DialogueState, message: Message) -> bool:
        """The next card, a number of points, another bill, or one of the buttons in words: recognised by how it looks,
        for whether it may be is judged afterwards, when the points may have gone."""
        text = message.text or ""
        points = parse_points(text)
        if number := till.next_card(context, message, points):
            await self.next_customer(update, context, number)
        elif till.has_slip(text):
            await dialogue.ask(update, context, staff_texts.slip_in_card(context.words))
        elif points is not None:
            await self.hold(update, context, state, points)
        elif _WITH_CURRENCY.search(text) and parse_amount(text, context.programme.currency) is not None:
            await self.amount_typed(update, context, state, message)
        elif chosen(text, {context.words.gettext("Receipt number"): True}):
            await self.ask_receipt_number(update, context, state)
        else:
            await self._other_words(update, context, state, text)
        return True

    async def _other_words(self, update: Update, context: Context, state: DialogueState, text: str) -> None:
        async with context.db.glance() as reading:
            customer = await self.customer(reading, context, state)
            allowed = await self._allowance(reading, context, state, customer)
        if chosen(text, {texts.as_many_as_allowed(context.words, allowed.largest): True}):
            await self.hold(update, context, state, None)
        else:
            await dialogue.ask(update, context, texts.points_unreadable(context.words, allowed.largest))

    async def most_pressed(self, update: Update, context: Context) -> None:
        """'As many as allowed': the first time asks the customer, every other time shows how that stands."""
        draft = argument(update)
        context.actor.require(Permission.REDEEM)
        async with context.db.reading() as reading:
            held = await redemptions.asked(reading, context.actor, _key(draft))
        if held is not None:
            await _show(update, context, held)
        elif (state := await self.drafted(context, draft)) is not None:
            await self.hold(update, context, state, None)
        else:
            await turns.stale(update, context)

    async def hold(self, update: Update, context: Context, state: DialogueState, points: int | None) -> None:
        """Ask the customer; None: for as many points as allowed."""
        data = state.data
        async with saying_whose(update, context):
            async with context.db.transaction() as transaction:
                customer = await self.customer(transaction, context, state)
                held = await redemptions.hold(
                    transaction,
                    context.actor,
                    customer.account_id,
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


def _key(draft: str) -> str:
    return f"redeem:{draft}"


FLOW = RedeemFlow()

FAMILY = Family(
    commands={"redeem": FLOW.begin},
    buttons={
        "redeem:ask": Press(FLOW.begin),
        "redeem:card": Press(FLOW.card_pressed, CARD),
        "redeem:receipt": Press(FLOW.receipt_pressed, KEY),
        "redeem:most": Press(FLOW.most_pressed, KEY),
        "redeem:back": Press(take_back, NUMBER),
    },
    dialogues=(FLOW.dialogue(),),
)
