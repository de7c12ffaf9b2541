"""What both sides do with a complaint under way: turn its pages, fetch its files, say one more thing."""

import re
from collections.abc import Awaitable, Callable, Sequence

from telegram import InlineKeyboardButton, Message, Update
from telegram.error import BadRequest

from bot.context import Context
from bot.engine import attachments, dialogue
from bot.engine.attachments import Attachment
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send
from bot.handlers.complaints import texts, thread_texts
from bot.handlers.complaints.said import remember, said_in
from loyalty.complaints import ComplaintView, MessageView, Said
from storage import Transaction

#: Number of the complaint, and a page or how many to pass over.
NUMBER_AND_PLACE = re.compile(r"[1-9]\d{0,8}:\d{1,5}", re.ASCII)
#: Attachments sent at one press.
FILES = 10

SayOneMore = Callable[[Transaction, Said], Awaitable[ComplaintView]]


def number_and_place(update: Update) -> tuple[int, int]:
    number, _, place = argument(update).partition(":")
    return int(number), int(place)


def files_button(
    context: Context, family: str, number: int, messages: Sequence[MessageView]
) -> list[InlineKeyboardButton]:
    count = sum(message.file_id is not None for message in messages)
    if not count:
        return []
    return [button("📎 " + texts.attachments(context.words, count), family, "files", f"{number}:0")]


async def send_files(
    update: Update, context: Context, family: str, number: int, messages: Sequence[MessageView], offset: int
) -> None:
    """Some of the attachments, each as it came, and a button for those that are left."""
    files = [message for message in messages if message.file_id is not None]
    for message in files[offset : offset + FILES]:
        await _send_file(update, context, number, message)
    if left := len(files[offset + FILES :]):
        _ = context.words.gettext
        more = button(_("Next »"), family, "files", f"{number}:{offset + FILES}")
        await send(update, context, Screen(thread_texts.more_files(context.words, left), [[more]]))


async def _send_file(update: Update, context: Context, number: int, message: MessageView) -> None:
    assert message.media is not None
    assert message.file_id is not None
    caption = thread_texts.file_caption(context.words, number, message, context.now)
    attachment = Attachment(message.media, message.file_id)
    try:
        await attachments.send(context.bot, context.visitor.telegram_id, attachment, caption)
    except BadRequest:
        await send(update, context, Screen(thread_texts.file_gone(context.words, message.media)))


async def say_one_more(
    update: Update, context: Context, name: str, number: int, message: Message, say: SayOneMore
) -> ComplaintView | None:
    """One message into a complaint; None when it is of a kind that cannot be passed on.

    The pictures of an album come as messages of their own: after the first, the dialogue `name` waits for the others.
    """
    said = said_in(message)
    if said is None:
        await send(update, context, Screen(texts.cannot_pass_on(context.words)))
        return None
    async with context.db.transaction() as transaction:
        view = await say(transaction, said)
        await remember(transaction, context, view, [message.message_id])
        if message.media_group_id:
            await dialogue.begin(transaction, context, name, "words", number=number, album=message.media_group_id)
        elif await dialogue.current(transaction, context, name):
            await dialogue.end(transaction, context)
    context.services.wake_dispatcher()
    return view


def belongs(state: DialogueState, message: Message) -> bool:
    """Whether a message is the one asked for, or of the same album."""
    album = state.data.get("album")
    return album is None or message.media_group_id == album


def is_further(state: DialogueState) -> bool:
    """A further picture of an album: the first has been answered."""
    return state.data.get("album") is not None
