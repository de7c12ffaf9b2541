"""A complaint with everything said in it, over as many pages as that takes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape

from bot.handlers.complaints.texts import moment
from bot.i18n import Words
from loyalty.complaints import MessageView

#: Characters of a page, its head not counted: Telegram takes 4096 with it.
PAGE = 3_000


def pages(words: Words, head: str, messages: Sequence[MessageView], now: datetime, *, own: bool) -> list[str]:
    """Each a sound HTML text with the head on top; nothing is left out. `own`: the customer reads."""
    found: list[list[str]] = [[]]
    room = PAGE
    for message in messages:
        title = _title(words, message, now, own=own)
        for text in _pieces(message.text or ""):
            block = f"{title}\n{escape(text)}" if text else title
            size = len(title) + len(text)
            if size > room and found[-1]:
                found.append([])
                room = PAGE
            found[-1].append(block)
            room -= size
    return ["\n\n".join([head, *blocks]) for blocks in found]


def _pieces(text: str) -> Iterator[str]:
    """A long text in pieces that fit a page, cut between words where there are any."""
    longest = PAGE - 200
    while len(text) > longest:
        cut = max(text.rfind(" ", 0, longest), text.rfind("\n", 0, longest))
        cut = cut if cut > longest // 2 else longest
        yield text[:cut]
        text = text[cut:].lstrip()
    yield text


def _title(words: Words, message: MessageView, now: datetime, *, own: bool) -> str:
    mark = "💬" if message.from_staff else "👤"
    name = (
        words.pgettext("who wrote a message", "You")
        if own and not message.from_staff
        else author(words, message.author)
    )
    parts = [f"{mark} <b>{escape(name)}</b>", moment(words, message.at, now)]
    if message.edited_at is not None:
        parts.append(words.pgettext("a message", "changed"))
    if message.media is not None:
        parts.append(f"📎 {media(words, message.media)}")
    return " · ".join(parts)


def author(words: Words, name: str) -> str:
    """A first name, as long as they have not asked to be forgotten."""
    return name or words.pgettext("who wrote a message", "somebody no longer here")


def media(words: Words, kind: str) -> str:
    p_ = words.pgettext
    # Translators: What was sent with a message; also in brackets.
    return {
        "photo": p_("kind of attachment", "photo"),
        "voice": p_("kind of attachment", "voice message"),
        "video": p_("kind of attachment", "video"),
        "video_note": p_("kind of attachment", "video message"),
        "animation": p_("kind of attachment", "animation"),
        "audio": p_("kind of attachment", "sound"),
    }.get(kind, p_("kind of attachment", "file"))


def file_caption(words: Words, number: int, message: MessageView, now: datetime) -> str:
    """Under an attachment; plain text."""
    text = words.gettext("Complaint {number} · {name} · {moment}")
    return text.format(number=number, name=author(words, message.author), moment=moment(words, message.at, now))


def more_files(words: Words, n: int) -> str:
    return words.ngettext("{n} more attachment", "{n} more attachments", n).format(n=words.number(n))


def file_gone(words: Words, kind: str) -> str:
    return words.gettext("One attachment ({kind}) can no longer be fetched from Telegram.").format(
        kind=media(words, kind)
    )
