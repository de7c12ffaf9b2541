"""Topics that the bot opens and closes in forums."""

from sandbox.errors import bad_request
from sandbox.methods.call import Call, Json
from sandbox.topics import COLOURS, close_topic, delete_topic, open_topic, rename_topic
from sandbox.world import Chat


def _forum(call: Call, what: str) -> Chat:
    """The forum whose topics the bot may manage. Raises ApiError."""
    chat = call.chat()
    if chat.json["type"] != "supergroup":
        raise bad_request("method is available only for supergroups")
    chat.refuse_unreachable()
    if not chat.json.get("is_forum"):
        raise bad_request("the chat is not a forum")
    if chat.bot_status != "administrator":
        raise bad_request(f"not enough rights to {what} topic")
    return chat


def _sender(call: Call) -> Json:
    return {"from": call.world.bot}


def create_forum_topic(call: Call) -> Json:
    chat = _forum(call, "create a")
    colour = call.get("icon_color", COLOURS[0])
    if colour not in COLOURS:
        raise bad_request("sandbox: icon_color is none of the six that Telegram offers")
    message = open_topic(call.world, chat, _sender(call), call.values["name"], colour)
    return {"message_thread_id": message["message_id"], "name": call.values["name"], "icon_color": colour}


def edit_forum_topic(call: Call) -> bool:
    chat = _forum(call, "edit the")
    if call.get("name"):
        rename_topic(call.world, chat, _sender(call), call.values["message_thread_id"], call.values["name"])
    return True


def close_forum_topic(call: Call) -> bool:
    chat = _forum(call, "edit the")
    close_topic(call.world, chat, _sender(call), call.values["message_thread_id"], closed=True)
    return True


def reopen_forum_topic(call: Call) -> bool:
    chat = _forum(call, "edit the")
    close_topic(call.world, chat, _sender(call), call.values["message_thread_id"], closed=False)
    return True


def delete_forum_topic(call: Call) -> bool:
    delete_topic(call.world, _forum(call, "delete the"), call.values["message_thread_id"])
    return True
