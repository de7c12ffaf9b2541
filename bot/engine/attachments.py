"""What people send us besides words. Files are never fetched: Telegram's id of a file is enough to pass it on."""

from typing import NamedTuple

from telegram import Bot, Message


class Attachment(NamedTuple):
    """A file by Telegram's id of it; `media` is the field of a message it came in."""

    media: str
    file_id: str


def attachment_of(message: Message) -> Attachment | None:
    """The file a message came with; None when there is none, or one that cannot be passed on."""
    if message.photo:
        return Attachment("photo", message.photo[-1].file_id)
    # An animation comes with a document too: it is looked for first.
    for media in ("animation", "voice", "video", "video_note", "audio", "document"):
        found = getattr(message, media)
        if found is not None:
            return Attachment(media, found.file_id)
    return None


async def send(bot: Bot, chat_id: int, attachment: Attachment, caption: str | None = None) -> None:
    """Sends the file itself. A video note cannot have a caption and goes without.

    Raises:
        TelegramError: as the Bot API answers; BadRequest when the file is not this bot's.
    """
    media, file_id = attachment
    match media:
        case "photo":
            await bot.send_photo(chat_id, file_id, caption=caption)
        case "animation":
            await bot.send_animation(chat_id, file_id, caption=caption)
        case "voice":
            await bot.send_voice(chat_id, file_id, caption=caption)
        case "video":
            await bot.send_video(chat_id, file_id, caption=caption)
        case "video_note":
            await bot.send_video_note(chat_id, file_id)
        case "audio":
            await bot.send_audio(chat_id, file_id, caption=caption)
        case _:
            await bot.send_document(chat_id, file_id, caption=caption)
