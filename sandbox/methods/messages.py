"""Sending text, copying, forwarding, and what every sent message has in common."""

from sandbox.errors import bad_request
from sandbox.formatting import formatted
from sandbox.markup import checked_markup
from sandbox.methods.call import Call, Json
from sandbox.topics import placed
from sandbox.world import Chat

# The fields of Message that are its content and go along when it is copied or forwarded.
CONTENT = (
    "text", "entities", "link_preview_options", "photo", "document", "voice", "video", "video_note", "audio",
    "animation", "sticker", "contact", "location", "caption", "caption_entities", "show_caption_above_media",
    "has_media_spoiler",
)  # fmt: skip
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def text_content(values: Json) -> Json:
    text, entities = formatted(values["text"], values.get("parse_mode"), values.get("entities"))
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if values.get("link_preview_options"):
        content["link_preview_options"] = values["link_preview_options"]
    return content


def caption_content(values: Json) -> Json:
    text, entities = formatted(
        values.get("caption") or "", values.get("parse_mode"), values.get("caption_entities"), caption=True
    )
    content: Json = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    if values.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def send(call: Call, content: Json, *, counted: bool = True) -> Json:
    """Puts the bot's message into its chat: markup, reply, effect, 403s and rate limits as for any message.

    `counted` is False for the further messages of one call, which count as one against the rate limits.
    """
    chat = call.chat()
    markup = checked_markup(call.get("reply_markup"), private=chat.private)
    chat.refuse_unreachable()
    chat.refuse_muted()
    place = placed(chat, call.get("message_thread_id"), _reply(call, chat), manager=chat.bot_status == "administrator")
    if call.world.limits and counted:
        call.world.limits.admit(chat.id)
    message = _stamped(call, chat, content) | place
    if markup:
        _apply_markup(call, chat, message, markup)
    return call.world.put(chat, message)


def _stamped(call: Call, chat: Chat, content: Json) -> Json:
    if call.get("message_effect_id") and not chat.private:
        raise bad_request("EFFECT_ID_INVALID")
    message = call.world.stamped(chat, {"from": call.world.bot}, content)
    if call.get("protect_content"):
        message["has_protected_content"] = True
    if effect := call.get("message_effect_id"):
        message["effect_id"] = effect
    return message


def _apply_markup(call: Call, chat: Chat, message: Json, markup: Json) -> None:
    if "inline_keyboard" in markup:
        message["reply_markup"] = markup
        return
    chat.fixed.add(message["message_id"])
    if not markup.get("force_reply"):
        chat.keyboard = None if markup.get("remove_keyboard") else markup
        call.world.events.publish(chat.id, "keyboard", keyboard=chat.keyboard)


def _reply(call: Call, chat: Chat) -> Json | None:
    """The message that this one answers."""
    parameters = call.get("reply_parameters")
    if not parameters:
        return None
    where = call.world.chat(parameters["chat_id"]) if parameters.get("chat_id") else chat
    original = where.messages.get(parameters["message_id"])
    if original is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return original


def send_message(call: Call) -> Json:
    return send(call, text_content(call.values))


def send_chat_action(call: Call) -> bool:
    if call.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = call.chat()
    chat.refuse_unreachable()
    placed(chat, call.get("message_thread_id"), None, manager=True)
    call.world.events.publish(chat.id, "typing", action=call.get("action"))
    return True


def copy_message(call: Call) -> Json:
    original = call.world.chat(call.values["from_chat_id"]).message(call.values["message_id"], "message to copy")
    return {"message_id": send(call, _copied(call, original))["message_id"]}


def _copied(call: Call, original: Json) -> Json:
    content = content_of(original)
    if not content:
        raise bad_request("message can't be copied")
    if call.get("caption") is not None and "text" not in content:
        kept = {key: value for key, value in content.items() if not key.startswith("caption")}
        content = kept | caption_content(call.values)
    return content


def content_of(message: Json) -> Json:
    return {key: message[key] for key in CONTENT if key in message}


def forward_message(call: Call) -> Json:
    original = call.world.chat(call.values["from_chat_id"]).message(call.values["message_id"], "message to forward")
    return send(call, _forwarded(original))


def _forwarded(original: Json) -> Json:
    if original.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    origin = {"type": "user", "sender_user": original["from"], "date": original["date"]}
    return content_of(original) | {"forward_origin": original.get("forward_origin", origin)}


def copy_messages(call: Call) -> list[Json]:
    return _send_all(call, [content_of(message) for message in _several(call, "copy")])


def forward_messages(call: Call) -> list[Json]:
    return _send_all(call, [_forwarded(message) for message in _several(call, "forward")])


def _send_all(call: Call, contents: list[Json]) -> list[Json]:
    sent = [send(call, content, counted=index == 0) for index, content in enumerate(contents)]
    return [{"message_id": message["message_id"]} for message in sent]


def _several(call: Call, what: str) -> list[Json]:
    """Those that exist, as on the real server; only when none does, the call fails."""
    source = call.world.chat(call.values["from_chat_id"])
    numbers: list[int] = call.values["message_ids"]
    found = [source.messages[number] for number in numbers if number in source.messages]
    if not found:
        raise bad_request(f"there are no messages to {what}")
    return found
