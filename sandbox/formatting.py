"""From what a bot writes to what people read: plain text and its entities, within Telegram's limits."""

import re
from typing import Any

from sandbox.errors import bad_request
from sandbox.html import Parser, utf16_length

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 32768
MAX_ENTITIES = 100
Entity = dict[str, Any]

CONTROL = re.compile(r"[\x00-\x09\x0b-\x0c\x0e-\x1f]")
DETECTED = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,!?;:)\]]|\bt\.me/[^\s<>\"]*[^\s<>\".,!?;:)\]])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/<>])"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z]\w{2,31})(?!\w)"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)
# Order of entities that begin and end together.
NESTING = ("expandable_blockquote", "blockquote", "pre", "code")


def formatted(
    text: str, parse_mode: str | None, entities: list[Entity] | None, *, caption: bool = False
) -> tuple[str, list[Entity]]:
    """Raises ApiError 400 with Telegram's words."""
    if not text.isascii() and not _is_unicode(text):
        raise bad_request("strings must be encoded in UTF-8")
    if not text and not caption:
        raise bad_request("message text is empty")
    if len(text) > MAX_RAW_BYTES // 4 and len(text.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    text, found = parsed(text, parse_mode, entities)
    text, found = _trimmed(text, found)
    if not text and not caption:
        raise bad_request("text must be non-empty")
    if len(text) > (MAX_CAPTION if caption else MAX_TEXT):
        raise bad_request("message caption is too long" if caption else "message is too long")
    return text, with_detected(text, found)


def parsed(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    text = CONTROL.sub(" ", text.replace("\r", ""))
    mode = (parse_mode or "").lower()
    if mode == "html":
        return Parser(text).parse() if "<" in text or "&" in text else (text, [])
    if mode in ("markdown", "markdownv2"):
        raise bad_request("sandbox: Markdown is not built; write HTML, which never needs escaping by position")
    if mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    end = utf16_length(text)
    return text, [dict(e) for e in entities or [] if e["length"] > 0 and 0 <= e["offset"] <= end - e["length"]]


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Spaces at the end go; those at the beginning go as far as no entity covers them."""
    text = text.rstrip(" \n\t\u00a0")
    first = min((entity["offset"] for entity in entities), default=len(text))
    lead = 0
    while lead < min(first, len(text)) and text[lead] in " \n":
        lead += 1
    text = text[lead:]
    end = utf16_length(text)
    kept = []
    for entity in entities:
        entity["offset"] -= lead
        entity["length"] = min(entity["length"], end - entity["offset"])
        if entity["length"] > 0:
            kept.append(entity)
    return text, kept


def with_detected(text: str, entities: list[Entity]) -> list[Entity]:
    """Adds the commands, links and names that Telegram finds by itself where no link or code stands."""
    if any(mark in text for mark in "/@#"):
        taken = [e for e in entities if e["type"] in ("text_link", "text_mention", "code", "pre", "custom_emoji")]
        for match in DETECTED.finditer(text):
            start = utf16_length(text[: match.start()])
            length = utf16_length(match.group())
            if not any(e["offset"] < start + length and start < e["offset"] + e["length"] for e in taken):
                entities.append({"type": match.lastgroup, "offset": start, "length": length})
    return sorted(entities, key=_order)[:MAX_ENTITIES]


def _order(entity: Entity) -> tuple[int, int, int]:
    kind = entity["type"]
    return entity["offset"], -entity["length"], NESTING.index(kind) if kind in NESTING else len(NESTING)
