"""Files that bot and people sent, and what Telegram finds out about them."""

import mimetypes
import secrets
import struct
from dataclasses import dataclass

from sandbox.errors import bad_request

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
PREFIXES = {"photo": "AgAC", "document": "BQAC", "voice": "AwAC", "video": "BAAC", "audio": "CQAC"}
PREFIXES |= {"sticker": "CAAC", "animation": "CgAC", "video_note": "DQAC"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; `kind` is the field of Message it belongs in."""

    file_id: str
    unique_id: str
    kind: str
    content: bytes
    file_name: str
    mime_type: str
    path: str


class Files:
    """All files of a sandbox by file_id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: str, content: bytes, file_name: str | None = None, mime_type: str | None = None) -> StoredFile:
        number = len(self._by_id)
        unique_id = f"AQAD{secrets.token_urlsafe(8)}"
        name = file_name or f"file_{number}"
        mime_type = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        extension = mimetypes.guess_extension(mime_type) or ""
        path = f"{kind}s/file_{number}{extension}"
        file_id = f"{PREFIXES.get(kind, 'BQAC')}{secrets.token_urlsafe(40)}"
        stored = StoredFile(file_id, unique_id, kind, content, name, mime_type, path)
        self.put(stored)
        return stored

    def put(self, stored: StoredFile) -> None:
        """One that already has its ids."""
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored

    def all(self) -> list[StoredFile]:
        """Oldest first."""
        return list(self._by_id.values())

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file getFile gave this path, unless it is beyond what a bot may download."""
        stored = self._by_path.get(path)
        return stored if stored and len(stored.content) <= MAX_DOWNLOAD_BYTES else None

    def reference(self, value: str, kind: str) -> StoredFile:
        """The file a bot names by file_id. Raises ApiError for anything else; this server fetches no URLs."""
        if value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        stored = self._by_id.get(value)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
        return stored


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, JPEG, GIF or WebP, read from its header; None for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X" and len(content) >= 30:
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    return _jpeg_size(content) if content[:2] == b"\xff\xd8" else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    return None
