"""What fits nothing: one sentence, and at most three buttons that may fit. What a customer said is not lost."""

from telegram import InlineKeyboardButton, Message, Update

from bot.context import Context
from bot.engine.keyboards import button
from bot.engine.screens import Screen, send
from bot.handlers import spoken, turn_texts, turns
from bot.handlers.complaints import texts as complaint_texts
from bot.handlers.complaints import unplaced
from bot.handlers.family import Family, Press
from bot.handlers.purchases import staff_texts
from loyalty.actor import Permission


async def unknown_command(update: Update, context: Context) -> None:
    await send(update, context, Screen(turn_texts.unknown_command(context.words), [others(context)]))


async def fits_nothing(update: Update, context: Context, message: Message) -> None:
    """Words or a file that nothing under way takes.

    Raises:
        AlreadyHandled: they were an answer when they came first.
    """
    await turns.refuse_repetition(update, context)
    under_way = await unplaced.has_complaint(context)
    if spoken.answer(message.text) is not None and not under_way:
        await send(update, context, Screen(turn_texts.no_question(context.words), [others(context)]))
    elif context.actor.may(Permission.SERVE) and not under_way:
        _ = context.words.gettext
        row = [button(_("Add purchase"), "purchase", "ask"), button(_("Take points"), "redeem", "ask")]
        text = staff_texts.card_or_amount(context.words)
        await send(update, context, Screen(text, [row, [_help(context)]]))
    elif not await unplaced.keep(update, context, message, others(context)):
        await send(update, context, Screen(complaint_texts.cannot_pass_on(context.words), [others(context)]))


def others(context: Context) -> list[InlineKeyboardButton]:
    return [button(context.words.gettext("Balance"), "balance", "show"), _help(context)]


def _help(context: Context) -> InlineKeyboardButton:
    return button(context.words.gettext("Help"), "help", "show")


FAMILY = Family(buttons={"help:show": Press(turns.help_)})
