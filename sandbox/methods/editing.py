"""Changing and deleting what was sent, and answering presses."""

from importlib.resources import files

from sandbox.errors import bad_request
from sandbox.events import PEOPLE
from sandbox.markup import checked_markup
from sandbox.methods.call import Call, Json
from sandbox.methods.media import edited_media
from sandbox.methods.messages import CONTENT, caption_content, content_of, text_content
from sandbox.world import Chat

SECONDS_TO_DELETE = 48 * 3600
MAX_ANSWER = 200
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
# The emoji that anybody may react with.
REACTIONS = frozenset(files("sandbox").joinpath("data/reactions.txt").read_text("utf-8").split())
MEDIA = ("photo", "document", "voice", "video", "audio", "animation")


def _target(call: Call) -> tuple[Chat, Json]:
    """The message to edit. Raises ApiError 400 when it is not there or not the bot's."""
    if inline_id := call.get("inline_message_id"):
        found = call.world.inline_messages.get(inline_id)
        if found is None or found[1] not in found[0].messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return found[0], found[0].messages[found[1]]
    if call.get("chat_id") is None:
        raise bad_request("chat_id is empty")
    if call.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    chat = call.chat()
    message = chat.message(call.values["message_id"], "message to edit")
    own = message["from"]["id"] == call.world.bot["id"] and "forward_origin" not in message
    if not own or message["message_id"] in chat.fixed:
        raise bad_request("message can't be edited")
    return chat, message


def _replace(call: Call, content: Json) -> Json | bool:
    """Exchanges the content and the inline keyboard; a keyboard that is not given again is gone."""
    chat, message = _target(call)
    markup = checked_markup(call.get("reply_markup"), private=chat.private)
    if content_of(message) == content and message.get("reply_markup") == markup:
        raise bad_request(NOT_MODIFIED)
    world = call.world
    if not call.get("inline_message_id"):
        chat.refuse_unreachable()
        if world.limits:
            world.limits.admit(chat.id)
    kept = {key: value for key, value in message.items() if key not in CONTENT and key != "reply_markup"}
    edited = kept | content | {"edit_date": world.now} | ({"reply_markup": markup} if markup else {})
    chat.messages[message["message_id"]] = edited
    world.events.publish(chat.id, "edited", message=edited)
    world.events.publish(PEOPLE, "people")
    return True if call.get("inline_message_id") else edited


def edit_message_text(call: Call) -> Json | bool:
    content = text_content(call.values)
    if "text" not in _target(call)[1]:
        raise bad_request("there is no text in the message to edit")
    return _replace(call, content)


def edit_message_caption(call: Call) -> Json | bool:
    caption = caption_content(call.values)
    old = content_of(_target(call)[1])
    if not any(kind in old for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _replace(call, {key: old[key] for key in old if "caption" not in key} | caption)


def edit_message_media(call: Call) -> Json | bool:
    old = content_of(_target(call)[1])
    if not any(kind in old for kind in (*MEDIA, "text")):
        raise bad_request("message can't be edited")
    return _replace(call, edited_media(call))


def edit_message_reply_markup(call: Call) -> Json | bool:
    return _replace(call, content_of(_target(call)[1]))


def delete_message(call: Call) -> bool:
    chat = call.chat()
    message = chat.message(call.values["message_id"], "message to delete")
    _refuse_deletion(call, chat, message)
    call.world.remove(chat, message["message_id"])
    return True


def _refuse_deletion(call: Call, chat: Chat, message: Json) -> None:
    if call.world.now - message["date"] > SECONDS_TO_DELETE:
        raise bad_request("message can't be deleted for everyone")
    own = message["from"]["id"] == call.world.bot["id"]
    if not (own or chat.private or chat.bot_status == "administrator"):
        raise bad_request("message can't be deleted")


def delete_messages(call: Call) -> bool:
    """Those that are not there are passed over."""
    chat = call.chat()
    if not 1 <= len(call.values["message_ids"]) <= 100:
        raise bad_request("sandbox: message_ids must name 1 to 100 messages")
    for number in call.values["message_ids"]:
        message = chat.messages.get(number)
        if message is not None and number not in chat.foreign:
            _refuse_deletion(call, chat, message)
            call.world.remove(chat, number)
    return True


def answer_callback_query(call: Call) -> bool:
    """The first answer counts."""
    query = call.world.open_callback_query(call.values["callback_query_id"])
    text = call.get("text", "")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if query.answer is None:
        query.answer = {"text": text, "show_alert": call.get("show_alert", False), "url": call.get("url", "")}
        call.world.events.publish(query.person_id, "callback_answer", callback_query_id=query.id, **query.answer)
    return True


def set_message_reaction(call: Call) -> bool:
    chat = call.chat()
    message = chat.message(call.values["message_id"], "message to react")
    reactions = call.get("reaction", [])
    if len(reactions) > 1 or any(r["type"] != "emoji" or r["emoji"] not in REACTIONS for r in reactions):
        raise bad_request("REACTION_INVALID")
    kept = {key: value for key, value in message.items() if key != "reactions"}
    chat.messages[message["message_id"]] = kept | ({"reactions": reactions} if reactions else {})
    call.world.events.publish(chat.id, "edited", message=chat.messages[message["message_id"]])
    return True
