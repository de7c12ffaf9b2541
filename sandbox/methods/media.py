"""Sending files, contacts and places."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.files import MAX_DOWNLOAD_BYTES, MAX_PHOTO_BYTES, StoredFile, picture_size
from sandbox.methods.call import Call, Json
from sandbox.methods.messages import caption_content, send
from sandbox.specification import Upload

MAX_ALBUM = 10
KINDS = ("photo", "document", "voice", "video", "audio", "animation", "sticker")
NO_CAPTION = ("sticker", "video_note")


def described(stored: StoredFile, details: Json) -> Any:
    """The file as the field of Message shows it: a list of sizes for a photo, else one object."""
    base: Json = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
    }
    match stored.kind:
        case "photo":
            width, height = picture_size(stored.content) or (800, 600)
            return [base | {"width": width, "height": height}]
        case "document":
            return base | {"file_name": stored.file_name, "mime_type": stored.mime_type}
        case "voice":
            return base | {"duration": details.get("duration", 1), "mime_type": "audio/ogg"}
        case "audio":
            named = {key: details[key] for key in ("performer", "title") if details.get(key)}
            return base | {"duration": details.get("duration", 1), "mime_type": stored.mime_type} | named
        case "video_note":
            return base | {"length": details.get("length", 240), "duration": details.get("duration", 1)}
        case "sticker":
            shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
            return base | shape | ({"emoji": details["emoji"]} if details.get("emoji") else {})
    shape = {"width": details.get("width", 640), "height": details.get("height", 480)}
    named = {"file_name": stored.file_name, "mime_type": stored.mime_type}
    return base | shape | {"duration": details.get("duration", 1)} | named


def _stored(call: Call, value: Upload | str, kind: str) -> StoredFile:
    """A new upload, one named by "attach://", or one the bot has by its file_id. Raises ApiError 400."""
    if isinstance(value, str) and value.startswith("attach://"):
        name = value.removeprefix("attach://")
        if name not in call.uploads:
            raise bad_request(f"sandbox: the request has no file '{name}' to attach")
        value = call.uploads[name]
    if isinstance(value, str):
        return call.world.files.reference(value, kind)
    if not value.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        _refuse_bad_photo(value.content)
    return call.world.files.add(kind, value.content, value.file_name, value.mime_type)


def _refuse_bad_photo(content: bytes) -> None:
    if len(content) > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is 10485760 bytes"
        )
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _file_content(call: Call, kind: str, value: Upload | str, values: Json) -> Json:
    content: Json = {kind: described(_stored(call, value, kind), values)}
    if kind == "animation":
        content["document"] = content[kind]  # for old bots, as the real server does
    if values.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content | ({} if kind in NO_CAPTION else caption_content(values))


def _send_file(call: Call, kind: str) -> Json:
    return send(call, _file_content(call, kind, call.values[kind], call.values))


def send_photo(call: Call) -> Json:
    return _send_file(call, "photo")


def send_document(call: Call) -> Json:
    return _send_file(call, "document")


def send_voice(call: Call) -> Json:
    return _send_file(call, "voice")


def send_video(call: Call) -> Json:
    return _send_file(call, "video")


def send_video_note(call: Call) -> Json:
    return _send_file(call, "video_note")


def send_audio(call: Call) -> Json:
    return _send_file(call, "audio")


def send_animation(call: Call) -> Json:
    return _send_file(call, "animation")


def send_sticker(call: Call) -> Json:
    return _send_file(call, "sticker")


def send_media_group(call: Call) -> list[Json]:
    """Photos and videos mix; documents and audio go only with their like."""
    media = call.values["media"]
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) == 1:
        raise bad_request("sandbox: an album has 2 to 10 files")
    if len(media) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {item["type"] for item in media}
    if (not kinds <= {"photo", "video"} and len(kinds) > 1) or kinds & {"live_photo"}:
        raise bad_request("can't use the media of the specified type in the album")
    album = call.world.next_query_id()
    contents = [_file_content(call, item["type"], item["media"], item) for item in media]
    return [
        send(call, content | {"media_group_id": album}, counted=index == 0) for index, content in enumerate(contents)
    ]


def edited_media(call: Call) -> Json:
    """The content that editMessageMedia puts in place. Raises ApiError 400."""
    media = call.values["media"]
    if media["type"] not in KINDS:
        raise bad_request("message can't be edited")
    return _file_content(call, media["type"], media["media"], media)


def send_contact(call: Call) -> Json:
    fields = ("phone_number", "first_name", "last_name", "vcard")
    if not call.values["phone_number"]:
        raise bad_request('field "phone_number" must contain a valid phone number')
    if not call.values["first_name"].strip():
        raise bad_request('field "first_name" must be non-empty')
    return send(call, {"contact": {field: call.values[field] for field in fields if call.get(field)}})


def send_location(call: Call) -> Json:
    latitude, longitude = float(call.values["latitude"]), float(call.values["longitude"])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong latitude or longitude specified")
    optional = ("horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    details = {field: call.values[field] for field in optional if call.get(field)}
    return send(call, {"location": {"latitude": latitude, "longitude": longitude, **details}})


def get_file(call: Call) -> Json:
    stored = call.world.files.get(call.values["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }
