"""Words that are no command: an answer in a dialogue, a button's word typed or tapped below the chat, a card number."""

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.handlers import fallback, leaving, turns, wishes
from bot.handlers.cards import staff as customer
from bot.handlers.catalogue import DIALOGUES, MENU
from bot.handlers.complaints import customer as own_complaints
from bot.handlers.complaints import replies
from bot.handlers.family import Dialogue
from bot.handlers.menu import menu_label
from bot.handlers.preferences import phone
from bot.handlers.purchases import recognised
from bot.handlers.redemptions import customer as redemption
from bot.i18n import LANGUAGES, Words
from loyalty.actor import Permission
from loyalty.cards import parse_number
from storage import AlreadyHandled
from storage.updates import was_handled


async def typed(update: Update, context: Context) -> None:
    """The first that fits: the menu, a reply, the question at the till, a wish, the dialogue under way, a card …

    What fits nothing is kept, and offered to be passed on.
    """
    message = update.message
    if message is None:  # an edited message changes nothing here
        return
    command = _menu_command(context, message.text)
    if command is not None:
        await leaving.leave_for(update, context, command)
        await MENU[command](update, context)
        return
    for fits in (_replied, redemption.answered, recognised.card_and_amount, _under_way, _out_of_the_blue):
        if await fits(update, context, message):
            return
    await fallback.fits_nothing(update, context, message)


async def _replied(update: Update, context: Context, message: Message) -> bool:
    """Whether it is a reply to a screen that takes one."""
    if message.reply_to_message is None:
        return False
    return await replies.replied(update, context, message) or await recognised.replied_to_card(update, context, message)


async def _out_of_the_blue(update: Update, context: Context, message: Message) -> bool:
    """Whether it says by itself what it is for."""
    if number := _card_number(context, message):
        await customer.open_card(update, context, number)
    elif message.contact is not None:
        await phone.shared(update, context, message.contact)
    else:
        return (
            await own_complaints.confirmed(update, context, message)
            or await recognised.amount_alone(update, context, message)
            or await wishes.granted_when_nothing_is_open(update, context, message)
        )
    return True


def _menu_command(context: Context, text: str | None) -> str | None:
    """The menu's labels are known in every language: old keyboards stay after a change of language."""
    for language in LANGUAGES:
        words = Words(language, context.programme.currency, context.programme.zone)
        command = chosen(text, {menu_label(words, name): name for name in MENU})
        if command is not None:
            return command
    return None


async def _under_way(update: Update, context: Context, message: Message) -> bool:
    """Whether the dialogue under way took the message; or a wish, unless whatever is typed belongs to that dialogue."""
    state, under_way = await _dialogue(update, context)
    takes_words = under_way is not None and under_way.takes_words
    if not takes_words and await wishes.granted(update, context, message):
        return True
    return state is not None and under_way is not None and await _answered(update, context, message, state, under_way)


async def _dialogue(update: Update, context: Context) -> tuple[DialogueState | None, Dialogue | None]:
    if not context.visitor.dialogue:
        return None, None
    async with context.db.reading() as reading:
        state = await dialogue.anywhere(reading, context)
        if await was_handled(reading, context.db.update):  # it was the answer of the step before
            raise AlreadyHandled(context.db.update)
    return state, DIALOGUES.get(state.name) if state else None


async def _answered(
    update: Update, context: Context, message: Message, state: DialogueState, under_way: Dialogue
) -> bool:
    """Whether the dialogue took the message as its answer, or as its end."""
    if not context.actor.may(under_way.permission):
        async with context.services.database.transaction() as transaction:
            await dialogue.end(transaction, context)
        context.actor.require(under_way.permission)
    if chosen(message.text, {context.words.gettext("Cancel"): True}):
        await turns.cancel(update, context)
        return True
    if _card_number(context, message) and not under_way.takes_cards:
        return False
    step = under_way.steps.get(state.step)
    return step is not None and await step(update, context, state, message)


def _card_number(context: Context, message: Message) -> str | None:
    """What the team types when somebody comes to the till."""
    return parse_number(message.text or "") if context.actor.may(Permission.SERVE) else None
