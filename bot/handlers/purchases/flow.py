"""The till's one way through a bill: whose card, how much, perhaps the receipt's number, and a draft to be agreed to.

Entering a purchase and taking points are each such a flow. Its dialogue holds numbers alone: of the customer the card
and the account; their name is read when it is shown. A draft's random key travels in its buttons and becomes the key
of what is booked: however often a button is pressed, one thing comes of it, and the button of an earlier draft never
does what a later one shows.
"""

import secrets
from abc import ABC, abstractmethod

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button, cancel_button
from bot.engine.screens import Rows, Screen
from bot.handlers import aside, turns
from bot.handlers.cards import lookup
from bot.handlers.family import Dialogue
from bot.handlers.purchases import staff_texts as texts
from bot.handlers.purchases import till
from bot.handlers.purchases.amounts import parse_amount
from bot.handlers.purchases.used import saying_whose
from bot.i18n import Words
from loyalty import cards
from loyalty.actor import Permission
from loyalty.cards import Holder
from loyalty.cards.model import CardUnknown, LookUpsPaused
from storage import Reading

MAX_RECEIPT_NUMBER = 64


class Flow(ABC):
    """What differs is told by the subclass: names, words, and what a draft is."""

    #: Of the dialogue and of its buttons' family.
    name: str
    buttons: str
    permission: Permission
    #: What the steps of the amount and of the draft are called, and the amount in what the dialogue holds.
    amount_step: str
    draft_step: str
    amount: str

    @abstractmethod
    def ask_card(self, words: Words) -> str: ...

    @abstractmethod
    async def ask_amount(self, reading: Reading, context: Context, customer: Holder) -> str:
        """The question how much. Raises what stands against serving this customer."""

    @abstractmethod
    async def offer(self, reading: Reading, context: Context, state: DialogueState) -> Screen:
        """The draft, to be agreed to. Raises what stands against it."""

    @abstractmethod
    async def draft_typed(self, update: Update, context: Context, state: DialogueState, message: Message) -> bool:
        """At the draft: its buttons in words, or whatever else fits."""

    def dialogue(self) -> Dialogue:
        steps = {
            "card": self.card_typed,
            self.amount_step: self.amount_typed,
            self.draft_step: self.draft_typed,
            "receipt": self.receipt_typed,
        }
        return Dialogue(self.name, steps, again=self.again, permission=self.permission, takes_cards=True)

    async def begin(self, update: Update, context: Context) -> None:
        """Ask for the card."""
        context.actor.require(self.permission)
        async with context.db.transaction() as transaction:
            await dialogue.begin(transaction, context, self.name, "card")
        await dialogue.ask(update, context, self.ask_card(context.words))

    async def card_typed(self, update: Update, context: Context, state: DialogueState, message: Message) -> bool:
        text = message.text or ""
        if till.is_amount(context, parse_amount(text, context.programme.currency)):
            return await self.amount_first(update, context)
        if till.has_slip(text):
            await dialogue.ask(update, context, texts.slip_in_card(context.words))
        else:
            await self.next_customer(update, context, text)
        return True

    async def amount_first(self, update: Update, context: Context) -> bool:
        """An amount where the card is asked for: whether that was all to be done about it."""
        await dialogue.ask(update, context, self.ask_card(context.words))
        return True

    async def card_pressed(self, update: Update, context: Context) -> None:
        """The button under a customer's card."""
        context.actor.require(self.permission)
        await self.serve(update, context, await lookup.look_up_shown(context, argument(update)))

    async def next_customer(self, update: Update, context: Context, number: str) -> None:
        """The number of a card was typed, wherever in the flow."""
        await self.serve(update, context, await lookup.look_up(context, number))

    async def serve(self, update: Update, context: Context, customer: Holder) -> None:
        """Begin with this customer: how much?"""
        async with context.db.transaction() as transaction:
            about, card = customer.account_id, customer.card_number
            await dialogue.begin(transaction, context, self.name, self.amount_step, about=about, card=card)
            question = await self.ask_amount(transaction, context, customer)
        await dialogue.ask(update, context, question)

    async def customer(self, reading: Reading, context: Context, state: DialogueState) -> Holder:
        """Who is being served; a card renewed meanwhile is refused."""
        return await cards.holder(reading, context.actor, state.data["card"], context.now)

    async def amount_typed(self, update: Update, context: Context, state: DialogueState, message: Message) -> bool:
        amount_minor = parse_amount(message.text or "", context.programme.currency)
        if number := till.next_card(context, message, amount_minor):
            await self.next_customer(update, context, number)
        elif not till.is_amount(context, amount_minor) and till.has_slip(message.text or ""):
            await dialogue.ask(update, context, texts.slip_in_card(context.words))
        elif amount_minor is None:
            await dialogue.ask(update, context, texts.amount_unreadable(context.words))
        else:
            await self.draft(update, context, state, **{self.amount: amount_minor})
        return True

    async def draft_for(self, update: Update, context: Context, customer: Holder, amount_minor: int) -> None:
        """Card and amount are known already: is that right?"""
        async with context.db.transaction() as transaction:
            said = {"card": customer.card_number, self.amount: amount_minor, "draft": _new_key()}
            about = customer.account_id
            state = await dialogue.begin(transaction, context, self.name, self.draft_step, about=about, **said)
            screen = await self.offer(transaction, context, state)
        await dialogue.put(update, context, state, screen)

    async def draft(self, update: Update, context: Context, state: DialogueState, **said: object) -> None:
        """The draft with this added, under a key of its own; what is refused is not kept."""
        async with saying_whose(update, context):
            async with context.db.transaction() as transaction:
                state = await dialogue.go(transaction, context, state, self.draft_step, **{**said, "draft": _new_key()})
                screen = await self.offer(transaction, context, state)
            await dialogue.put(update, context, state, screen)

    def draft_buttons(self, words: Words, state: DialogueState, agree: str, action: str) -> Rows:
        """`agree` is the label of the one that does it."""
        draft = state.data["draft"]
        number = button(words.gettext("Receipt number"), self.buttons, "receipt", draft)
        return [[button(agree, self.buttons, action, draft)], [number, cancel_button(words)]]

    async def drafted(self, context: Context, key: str) -> DialogueState | None:
        """The draft of this key that is under way, or was set aside."""
        state = await aside.draft(context, self.name, key)
        return state if state is not None and self.amount in state.data else None

    async def receipt_pressed(self, update: Update, context: Context) -> None:
        """'Receipt number' under a draft."""
        context.actor.require(self.permission)
        state = await self.drafted(context, argument(update))
        if state is None:
            await turns.stale(update, context)
        else:
            await self.ask_receipt_number(update, context, state)

    async def ask_receipt_number(self, update: Update, context: Context, state: DialogueState) -> None:
        async with context.db.transaction() as transaction:
            await dialogue.go(transaction, context, state, "receipt")
        await dialogue.ask(update, context, texts.ask_receipt_number(context.words))

    async def receipt_typed(self, update: Update, context: Context, state: DialogueState, message: Message) -> bool:
        number = (message.text or "").strip()
        if (customer := await self._card_as_receipt(context, number)) is not None:
            await self.serve(update, context, customer)
        elif 0 < len(number) <= MAX_RECEIPT_NUMBER and "\n" not in number:
            await self.draft(update, context, state, receipt_number=number)
        else:
            await dialogue.ask(update, context, texts.receipt_number_unreadable(context.words))
        return True

    async def _card_as_receipt(self, context: Context, number: str) -> Holder | None:
        """The next customer; what no card has may well be the number of a receipt."""
        if cards.parse_number(number) is None:
            return None
        try:
            return await lookup.look_up(context, number)
        except (CardUnknown, LookUpsPaused):
            return None

    async def again(self, update: Update, context: Context, state: DialogueState) -> None:
        """The question of the step once more."""
        if state.step == "card":
            await dialogue.ask(update, context, self.ask_card(context.words))
        elif state.step == "receipt":
            await dialogue.ask(update, context, texts.ask_receipt_number(context.words))
        elif state.step == self.amount_step:
            async with context.db.reading() as reading:
                question = await self.ask_amount(reading, context, await self.customer(reading, context, state))
            await dialogue.ask(update, context, question)
        else:
            async with context.db.reading() as reading:
                screen = await self.offer(reading, context, state)
            await dialogue.put(update, context, state, screen)


def _new_key() -> str:
    return secrets.token_urlsafe(12)
