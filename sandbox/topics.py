"""Topics of a forum: where in a chat a message stands, and how topics come and go."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.members import quoted
from sandbox.service import post
from sandbox.world import Chat, World

Json = dict[str, Any]
COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
MAX_NAME = 128


def placed(chat: Chat, thread: int | None, reply: Json | None, *, manager: bool) -> Json:
    """The fields of a message that stands in this thread or answers that message.

    Outside forums an answer carries the first message of its chain as `message_thread_id` too, without being in a
    topic: nothing can be sent by that number. Raises ApiError 400; `manager` may write in closed topics.
    """
    place: Json = {}
    if not thread and reply and reply.get("is_topic_message"):
        thread = reply["message_thread_id"]
    if thread:
        if topic(chat, thread)["closed"] and not manager:
            raise bad_request("TOPIC_CLOSED")
        place = {"message_thread_id": thread, "is_topic_message": True}
        if thread in chat.messages:  # every message of a topic answers the one that opened it
            place["reply_to_message"] = quoted(chat.messages[thread])
    elif reply and chat.json["type"] == "supergroup" and reply["chat"]["id"] == chat.id:
        place["message_thread_id"] = reply.get("message_thread_id", reply["message_id"])
    if reply:
        place["reply_to_message"] = quoted(reply)
    return place


def topic(chat: Chat, thread: int) -> Json:
    """Raises ApiError 400; the topic everyone calls General has no number to write to."""
    found = chat.topics.get(thread)
    if found is None:
        raise bad_request("message thread not found")
    return dict(found)


def open_topic(world: World, chat: Chat, sender: Json, name: str, colour: int = COLOURS[0]) -> Json:
    """The message that opened it; its number is the thread. Raises ApiError 400."""
    if not chat.json.get("is_forum"):
        raise bad_request("the chat is not a forum")
    _check_name(name)
    created = {"name": name, "icon_color": colour}
    message = post(world, chat, sender, {"forum_topic_created": created, "is_topic_message": True})
    chat.topics[message["message_id"]] = created | {"closed": False}
    return message


def rename_topic(world: World, chat: Chat, sender: Json, thread: int, name: str) -> Json:
    _check_name(name)
    if topic(chat, thread)["name"] == name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.topics[thread] = chat.topics[thread] | {"name": name}
    return _in_topic(world, chat, sender, thread, {"forum_topic_edited": {"name": name}})


def close_topic(world: World, chat: Chat, sender: Json, thread: int, *, closed: bool) -> Json:
    """Closes it or opens it again."""
    if topic(chat, thread)["closed"] == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.topics[thread] = chat.topics[thread] | {"closed": closed}
    return _in_topic(world, chat, sender, thread, {f"forum_topic_{'closed' if closed else 'reopened'}": {}})


def delete_topic(world: World, chat: Chat, thread: int) -> None:
    """With all its messages; who is to hear of it hears nothing, as a bot does."""
    topic(chat, thread)
    del chat.topics[thread]
    for number in [n for n, message in chat.messages.items() if message.get("message_thread_id") == thread]:
        world.remove(chat, number)


def _in_topic(world: World, chat: Chat, sender: Json, thread: int, content: Json) -> Json:
    return post(world, chat, sender, content | placed(chat, thread, None, manager=True))


def _check_name(name: str) -> None:
    if not name.strip():
        raise bad_request("TOPIC_TITLE_EMPTY")
    if len(name) > MAX_NAME:
        raise bad_request(f"sandbox: a topic's name has at most {MAX_NAME} characters")
