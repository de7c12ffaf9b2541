"""/purchase: whose card, how much, is that right? And undo for a while."""

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, show
from bot.handlers import turns
from bot.handlers.cards import lookup
from bot.handlers.family import CARD, KEY, NUMBER, Family, Press
from bot.handlers.purchases import staff_texts as texts
from bot.handlers.purchases.flow import Flow
from bot.handlers.purchases.used import saying_whose
from bot.i18n import Words
from loyalty import purchases
from loyalty.actor import Permission
from loyalty.cards import Holder
from loyalty.purchases import Receipt
from storage import Reading


class PurchaseFlow(Flow):
    name = buttons = "purchase"
    permission = Permission.SERVE
    amount_step, draft_step, amount = "amount", "confirm", "amount_minor"

    def ask_card(self, words: Words) -> str:
        return texts.ask_card(words)

    async def amount_first(self, update: Update, context: Context) -> bool:
        """It is for whoever is in front, or it is asked for whom: as an amount that comes alone."""
        return False

    async def ask_amount(self, reading: Reading, context: Context, customer: Holder) -> str:
        return texts.ask_amount(context.words, customer.name)

    async def offer(self, reading: Reading, context: Context, state: DialogueState) -> Screen:
        data, customer = state.data, await self.customer(reading, context, state)
        words, number = context.words, data.get("receipt_number")
        preview = await purchases.preview(
            reading, context.actor, customer.account_id, data["amount_minor"], context.now, number
        )
        text = texts.preview(words, context.programme, customer.name, preview, number)
        return Screen(text, self.draft_buttons(words, state, words.gettext("Confirm"), "ok"))

    async def draft_typed(self, update: Update, context: Context, state: DialogueState, message: Message) -> bool:
        """'Confirm' in words, 'receipt number' in words, the next card, or another amount."""
        _ = context.words.gettext
        match chosen(message.text, {_("Confirm"): "ok", _("Receipt number"): "receipt"}):
            case "ok":
                await self.record(update, context, state)
            case "receipt":
                await self.ask_receipt_number(update, context, state)
            case _:
                await self.amount_typed(update, context, state, message)
        return True

    async def confirmed(self, update: Update, context: Context) -> None:
        """'Confirm' pressed: the first time records, every other time shows what was recorded."""
        draft = argument(update)
        context.actor.require(Permission.SERVE)
        async with context.db.reading() as reading:
            recorded = await purchases.find(reading, f"purchase:{draft}")
        if recorded is not None:
            await _show_added(update, context, recorded)
        elif (state := await self.drafted(context, draft)) is not None:
            await self.record(update, context, state)
        else:
            await turns.stale(update, context)

    async def record(self, update: Update, context: Context, state: DialogueState) -> None:
        data = state.data
        async with saying_whose(update, context):
            async with context.db.transaction() as transaction:
                customer = await self.customer(transaction, context, state)
                receipt = await purchases.record(
                    transaction,
                    context.actor,
                    customer.account_id,
                    data["amount_minor"],
                    key=f"purchase:{data['draft']}",
                    now=context.now,
                    receipt_number=data.get("receipt_number"),
                )
                await dialogue.end(transaction, context)
            context.services.wake_dispatcher()
            await _show_added(update, context, receipt)


async def preview_for(update: Update, context: Context, card: str, amount_minor: int) -> None:
    """Card (its number or token) and amount are known already: is that right?"""
    await FLOW.draft_for(update, context, await lookup.look_up_shown(context, card), amount_minor)


async def _show_added(update: Update, context: Context, receipt: Receipt) -> None:
    _ = context.words.gettext
    blocked = await _is_blocked(context, receipt.purchase_id)
    buttons = [[button(_("Undo"), "purchase", "undo", receipt.purchase_id)]]
    await show(update, context, Screen(texts.added(context.words, receipt, blocked=blocked), buttons))


async def _is_blocked(context: Context, purchase_id: int) -> bool:
    """Whether the customer of this purchase gets no messages."""
    async with context.db.glance() as reading:
        buyer = await purchases.buyer(reading, context.actor, purchase_id)
    return buyer is not None and buyer.blocked


async def undo(update: Update, context: Context) -> None:
    async with context.db.transaction() as transaction:
        undone = await purchases.undo(transaction, context.actor, int(argument(update)), context.now)
    context.services.wake_dispatcher()
    blocked = await _is_blocked(context, undone.purchase_id)
    await show(update, context, Screen(texts.undone(context.words, undone, blocked=blocked)))


FLOW = PurchaseFlow()

FAMILY = Family(
    commands={"purchase": FLOW.begin},
    buttons={
        "purchase:ask": Press(FLOW.begin),
        "purchase:card": Press(FLOW.card_pressed, CARD),
        "purchase:receipt": Press(FLOW.receipt_pressed, KEY),
        "purchase:ok": Press(FLOW.confirmed, KEY),
        "purchase:undo": Press(undo, NUMBER),
    },
    dialogues=(FLOW.dialogue(),),
)
