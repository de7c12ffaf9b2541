"""Inline mode: results that people choose from in any chat."""

from sandbox.errors import bad_request
from sandbox.files import StoredFile
from sandbox.markup import checked_markup
from sandbox.methods.call import Call, Json
from sandbox.methods.media import described
from sandbox.methods.messages import caption_content, text_content

MAX_RESULTS = 50
MAX_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
PLACE = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
CONTACT = ("phone_number", "first_name", "last_name", "vcard")


def answer_inline_query(call: Call) -> bool:
    """Each result is turned into the message it would send, so that a bad one is refused now."""
    query = call.world.open_inline_query(call.values["inline_query_id"])
    results = call.values["results"]
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(call.get("next_offset", "").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    query.results = [_checked(call, result) for result in results]
    query.next_offset = call.get("next_offset", "")
    query.button = call.get("button")
    call.world.events.signal(query.person_id).notify()
    return True


def _checked(call: Call, result: Json) -> Json:
    if not 0 < len(result["id"].encode()) <= MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    checked = result | {"content": _content(call, result)}
    markup = checked_markup(result.get("reply_markup"), private=True)
    checked.pop("reply_markup", None)
    return checked | ({"reply_markup": markup} if markup else {})


def _content(call: Call, result: Json) -> Json:
    message = result.get("input_message_content")
    if message is not None:
        return _message(message)
    kind = result["type"]
    if kind == "contact":
        return {"contact": _some(result, CONTACT)}
    if kind == "location":
        return {"location": _some(result, PLACE)}
    field, stored = _cached_file(call, result)
    return {field: described(stored, result)} | ({} if field == "sticker" else caption_content(result))


def _message(content: Json) -> Json:
    if "message_text" in content:
        return text_content(content | {"text": content["message_text"]})
    if "phone_number" in content:
        return {"contact": _some(content, CONTACT)}
    if "latitude" in content and "title" not in content:
        return {"location": _some(content, PLACE)}
    raise bad_request("sandbox: this kind of inline message content is not built yet")


def _cached_file(call: Call, result: Json) -> tuple[str, StoredFile]:
    named: str = result["type"]
    kind = "animation" if named in ("gif", "mpeg4_gif") else named
    reference = result.get(f"{named}_file_id")
    if reference is None:
        raise bad_request(f"sandbox: an inline {named} by URL is not built; send the file once and use its file_id")
    return kind, call.world.files.reference(reference, kind)


def _some(source: Json, fields: tuple[str, ...]) -> Json:
    return {field: source[field] for field in fields if source.get(field) is not None}
