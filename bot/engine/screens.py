"""What is put before a reader, and how it gets there: menus edit themselves in place, all else is a new message."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.engine.attachments import Attachment
from bot.engine.sending import LeanBot

Rows = Sequence[Sequence[InlineKeyboardButton]]


class Place(NamedTuple):
    """Where something is put: a chat, and in a forum one of its threads."""

    chat_id: int
    thread_id: int | None = None


class Conversation(Protocol):
    """What a screen needs to know of the update that it answers."""

    @property
    def bot(self) -> LeanBot: ...
    @property
    def place(self) -> Place: ...
    async def answer(self, text: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Screen:
    """A text in Telegram's HTML with its buttons, perhaps under a picture (PNG)."""

    text: str
    buttons: Rows = ()
    photo: bytes | None = None
    #: A file somebody sent us, to be passed on before the text; of notices only.
    attachment: Attachment | None = None
    #: The reply keyboard to leave below the chat; only with a screen that has no buttons of its own.
    menu: ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None

    @property
    def inline_markup(self) -> InlineKeyboardMarkup | None:
        return InlineKeyboardMarkup(self.buttons) if self.buttons else None

    @property
    def markup(self) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
        return self.inline_markup or self.menu


async def show(update: Update, context: Conversation, screen: Screen) -> int:
    """Put a screen in the place of the one whose button was pressed, or else below. Returns the message's id."""
    pressed = update.callback_query.message if update.callback_query else None
    if isinstance(pressed, Message) and screen.menu is None and _of_one_kind(pressed, screen):
        try:
            await _edit(pressed, screen)
        except BadRequest as refusal:
            reason = refusal.message.lower()
            if "not modified" in reason:
                return pressed.message_id
            if "can't be edited" not in reason and "not found" not in reason:
                raise
        else:
            return pressed.message_id
    return await send(update, context, screen)


async def move(update: Update, context: Conversation, screen: Screen, before: int | None) -> int:
    """Put a screen in the place of the message `before` (None: of the pressed button's), wherever that stands by now.

    What stands above the person's last words goes away and the screen is put below them, so that of a dialogue's
    questions one is in the chat. Returns the message's id.
    """
    pressed = update.callback_query.message if update.callback_query else None
    if pressed is not None and before in (None, pressed.message_id):
        return await show(update, context, screen)
    placed = await send(update, context, screen)
    if before is not None:
        with suppress(BadRequest):  # gone already, or too old to be taken away
            await context.bot.delete_message(context.place.chat_id, before)
    return placed


async def send(update: Update, context: Conversation, screen: Screen) -> int:
    """Put a screen below, as a message of its own. Returns the message's id."""
    chat_id, thread_id = context.place
    if screen.photo is None:
        return await context.bot.send_text(chat_id, screen.text, screen.markup, thread_id=thread_id)
    sent = await context.bot.send_photo(
        chat_id,
        screen.photo,
        caption=screen.text,
        parse_mode=ParseMode.HTML,
        reply_markup=screen.markup,
        message_thread_id=thread_id,
    )
    return sent.message_id


async def send_file(update: Update, context: Conversation, content: bytes, name: str, caption: str) -> None:
    """Put a file below, under this name, with a caption in Telegram's HTML."""
    chat_id, thread_id = context.place
    await context.bot.send_document(
        chat_id, content, caption=caption, filename=name, parse_mode=ParseMode.HTML, message_thread_id=thread_id
    )


def _of_one_kind(message: Message, screen: Screen) -> bool:
    """A text becomes no picture, nor a file's caption a text."""
    return message.text is not None if screen.photo is None else bool(message.photo)


async def _edit(message: Message, screen: Screen) -> None:
    if screen.photo is None:
        await message.edit_text(screen.text, parse_mode=ParseMode.HTML, reply_markup=screen.inline_markup)
    else:
        picture = InputMediaPhoto(screen.photo, caption=screen.text, parse_mode=ParseMode.HTML)
        await message.edit_media(picture, reply_markup=screen.inline_markup)
