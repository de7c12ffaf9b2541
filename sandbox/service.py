"""Service messages: what a chat says of itself when people change it."""

from typing import Any

from sandbox.members import quoted
from sandbox.world import Chat, World

Json = dict[str, Any]


def post(world: World, chat: Chat, sender: Json, content: Json) -> Json:
    """Puts a service message into the chat. The bot hears of it in privacy mode too, and of those it causes itself."""
    message = world.put(chat, world.stamped(chat, sender, content))
    if chat.private or chat.bot_is_in:
        world.updates.push("message", message, chat.id)
    return message


# Each of the following gives the content of one kind of service message.


def pinning(chat: Chat, message: Json) -> Json:
    """Pins the message in the chat too; the newest pinned one stands last."""
    number = message["message_id"]
    if number in chat.pinned:
        chat.pinned.remove(number)
    chat.pinned.append(number)
    return {"pinned_message": quoted(chat.messages[number])}


def auto_delete(seconds: int) -> Json:
    """Seconds after which new messages vanish; 0: never."""
    return {"message_auto_delete_timer_changed": {"message_auto_delete_time": seconds}}


def background() -> Json:
    fill = {"type": "solid", "color": 0x9FC5E8}
    return {"chat_background_set": {"type": {"type": "fill", "fill": fill, "dark_theme_dimming": 0}}}


def joined(users: list[Json]) -> Json:
    return {"new_chat_members": users}


def gone(user: Json) -> Json:
    return {"left_chat_member": user}


def boosted(count: int) -> Json:
    return {"boost_added": {"boost_count": count}}


def renamed(title: str) -> Json:
    return {"new_chat_title": title}
