"""Telegram's HTML, read as TDLib reads it: the same tags, the same tolerance, the same complaints at the same byte."""

from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError, bad_request

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACES = " \t\r\n\0\v"
Entity = dict[str, Any]


def utf16_length(text: str) -> int:
    """Telegram counts entity offsets in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class OpenTag:
    """A start tag whose end tag has not come yet; offset in UTF-16 units, position in the pieces of the result."""

    name: str
    attributes: dict[str, str]
    offset: int
    position: int


class Parser:
    """One text on its way from HTML to plain text and entities."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._position = 0
        self._pieces: list[str] = []
        self._offset = 0
        self._open: list[OpenTag] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        """Raises ApiError 400."""
        while self._position < len(self._source):
            character = self._source[self._position]
            if character == "<":
                self._tag()
            elif character == "&":
                self._emit(self._reference() or self._advance())
            else:
                self._emit(self._plain())
        if self._open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        for entity in self._entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self._pieces), self._entities

    def _plain(self) -> str:
        start = self._position
        while self._position < len(self._source) and self._source[self._position] not in "<&":
            self._position += 1
        return self._source[start : self._position]

    def _emit(self, text: str) -> None:
        self._pieces.append(text)
        self._offset += utf16_length(text)

    def _advance(self) -> str:
        self._position += 1
        return self._source[self._position - 1]

    def _peek(self) -> str:
        return self._source[self._position] if self._position < len(self._source) else ""

    def _reference(self) -> str:
        """The character that a reference such as &lt; or &#1234; stands for, or "" where there is none."""
        end = self._position + 1
        if self._source.startswith("#", end):
            hexadecimal = self._source.startswith("x", end + 1)
            start = end = end + (2 if hexadecimal else 1)
            digits = "0123456789abcdefABCDEF" if hexadecimal else "0123456789"
            while end < len(self._source) and self._source[end] in digits:
                end += 1
            if start == end or end - self._position >= 10:
                return ""
            code = int(self._source[start:end], 16 if hexadecimal else 10)
            if code == 0 or code >= 0x10FFFF:
                return ""
            character = chr(code)
        else:
            start = end
            while end < len(self._source) and self._source[end].isascii() and self._source[end].isalpha():
                end += 1
            character = NAMED.get(self._source[start:end], "")
            if not character:
                return ""
        self._position = end + self._source.startswith(";", end)
        return character

    def _tag(self) -> None:
        begin = self._position
        self._position += 1
        if self._peek() == "/":
            self._position += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _name(self) -> str:
        start = self._position
        while self._peek() and self._peek() not in SPACES + ">":
            self._position += 1
        return self._source[start : self._position].lower()

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in SPACES:
            self._position += 1

    def _start_tag(self, begin: int) -> None:
        name = self._name()
        if not self._peek():
            raise self._at(begin, "Unclosed start tag")
        if name not in TAGS:
            raise self._at(begin, f'Unsupported start tag "{name}"')
        attributes: dict[str, str] = {}
        self._skip_spaces()
        while self._peek() != ">":
            self._attribute(begin, name, attributes)
            self._skip_spaces()
        self._position += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._at(begin, 'Tag "span" must have class "tg-spoiler"')
        self._open.append(OpenTag(name, attributes, self._offset, len(self._pieces)))

    def _attribute(self, begin: int, tag: str, attributes: dict[str, str]) -> None:
        start = self._position
        while self._peek() and self._peek() not in SPACES + "=>/\"'":
            self._position += 1
        name = self._source[start : self._position]
        if not name:
            raise self._at(begin, f'Empty attribute name in the tag "{tag}"')
        self._skip_spaces()
        if self._peek() != "=":
            if not self._peek():
                raise self._at(begin, f'Unclosed start tag "{tag}"')
            attributes[name] = ""
            return
        self._position += 1
        self._skip_spaces()
        if not self._peek():
            raise self._at(begin, f'Unclosed start tag "{tag}"')
        attributes[name] = self._quoted() if self._peek() in "\"'" else self._token()
        if not self._peek():
            raise self._at(begin, "Unclosed start tag")

    def _token(self) -> str:
        start = self._position
        while self._peek() and (self._peek() in ".-" or (self._peek().isascii() and self._peek().isalnum())):
            self._position += 1
        if self._peek() and self._peek() not in SPACES + ">":
            raise self._at(start, "Unexpected end of name token")
        return self._source[start : self._position].lower()

    def _quoted(self) -> str:
        quote = self._advance()
        value = []
        while self._peek() and self._peek() != quote:
            value.append((self._reference() if self._peek() == "&" else "") or self._advance())
        if self._peek():
            self._position += 1
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self._open:
            raise self._at(begin, "Unexpected end tag")
        name = self._name()
        self._skip_spaces()
        if self._peek() != ">":
            raise self._at(begin, "Unclosed end tag")
        self._position += 1
        tag = self._open.pop()
        if name and name != tag.name:
            raise self._at(begin, f'Unmatched end tag, expected "</{tag.name}>", found "</{name}>"')
        if self._offset > tag.offset:
            self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        entity: Entity = {"type": TAGS[tag.name], "offset": tag.offset, "length": self._offset - tag.offset}
        previous = self._entities[-1] if self._entities else {}
        same_place = (previous.get("offset"), previous.get("length")) == (entity["offset"], entity["length"])
        match tag.name:
            case "a":
                entity = self._link(entity, tag)
            case "code":
                language = tag.attributes.get("class", "").partition("language-")[2]
                if previous.get("type") == "pre" and same_place and language:
                    previous["language"] = language
                    return
                entity["language"] = language
            case "pre" if previous.get("type") == "code" and same_place and previous["language"]:
                previous["type"] = "pre"
                return
            case "blockquote" if "expandable" in tag.attributes:
                entity["type"] = "expandable_blockquote"
            case "tg-emoji":
                entity["custom_emoji_id"] = _emoji_id(tag.attributes.get("emoji-id", ""))
            case "tg-time":
                entity |= _moment(tag.attributes)
        if entity:
            self._entities.append(entity)

    def _link(self, entity: Entity, tag: OpenTag) -> Entity:
        url = tag.attributes.get("href") or "".join(self._pieces[tag.position :])
        if url.startswith("tg://user?id=") and _is_number(url[13:]):
            user = {"id": int(url[13:]), "is_bot": False, "first_name": ""}
            return entity | {"type": "text_mention", "user": user}
        return entity | {"url": checked} if (checked := checked_link(url)) else {}

    def _at(self, position: int, complaint: str) -> ApiError:
        """Telegram counts the bytes of UTF-8; a comma continues after the offset."""
        offset = len(self._source[:position].encode("utf-8", "surrogatepass"))
        head, comma, tail = complaint.partition(",")
        return _refusal(f"{head} at byte offset {offset}{comma}{tail}")


def _refusal(complaint: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {complaint}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _emoji_id(identifier: str) -> str:
    if not _is_number(identifier) or int(identifier) == 0:
        raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
    return identifier


def _moment(attributes: dict[str, str]) -> Entity:
    unix = attributes.get("unix", "")
    if not _is_number(unix):
        raise bad_request("can't parse entities: sandbox: tg-time needs the attribute unix, in seconds")
    return {"unix_time": int(unix), "date_time_format": attributes.get("format", "")}


def checked_link(url: str) -> str:
    """The link as Telegram keeps it, or "" for what it does not take for a link."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "http", url
    scheme = scheme.lower()
    if scheme not in ("http", "https", "tg", "ton", "tonsite"):
        return ""
    host = rest.split("/")[0].split("?")[0].split("#")[0].rpartition("@")[2].partition(":")[0]
    if not host or any(character.isspace() for character in host):
        return ""
    if scheme in ("http", "https") and "." not in host:
        return ""
    path = "" if scheme == "tg" or any(mark in rest for mark in "/?#") else "/"
    return f"{scheme}://{rest}{path}"
