"""What the bot can learn of a chat and its members, and do in it besides writing."""

from sandbox.errors import bad_request
from sandbox.members import member_of
from sandbox.methods.call import Call, Json
from sandbox.service import pinning, post
from sandbox.world import Chat

NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat(call: Call) -> Json:
    """ChatFullInfo with what every chat has; a private chat only after the person has written."""
    chat = call.chat()
    _refuse_unknown(chat)
    info = chat.json | {"accent_color_id": chat.id % 7, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}
    if chat.pinned:
        info["pinned_message"] = chat.messages[chat.pinned[-1]]
    return info


def _refuse_unknown(chat: Chat) -> None:
    if chat.private and not chat.started:
        raise bad_request("chat not found")


def get_chat_member(call: Call) -> Json:
    chat = call.chat()
    _refuse_unknown(chat)
    member = member_of(call.world, chat, call.values["user_id"])
    if member is None:
        raise bad_request("member not found")
    return member


def get_chat_administrators(call: Call) -> list[Json]:
    """The bot among them only when it is asked for all bots."""
    chat = call.chat()
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    chat.refuse_unreachable()
    numbers = list(chat.administrators)
    if call.get("return_bots") and chat.bot_status == "administrator":
        numbers.append(call.world.bot["id"])
    return [member for number in numbers if (member := member_of(call.world, chat, number))]


def get_chat_member_count(call: Call) -> int:
    chat = call.chat()
    _refuse_unknown(chat)
    return 2 if chat.private else len(chat.members) + chat.bot_is_in


def leave_chat(call: Call) -> bool:
    chat = call.chat()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.refuse_unreachable()
    chat.bot_status = "left"
    return True


def pin_chat_message(call: Call) -> bool:
    chat = call.chat()
    message = chat.message(call.values["message_id"], "message to pin")
    _refuse_pinning(chat)
    # Telegram tells a bot of its own pinning, as of no other message of its own.
    post(call.world, chat, {"from": call.world.bot}, pinning(chat, message))
    call.world.events.publish(chat.id, "chat")
    return True


def unpin_chat_message(call: Call) -> bool:
    """Without a number, the newest pinned message."""
    chat = call.chat()
    _refuse_pinning(chat)
    number = call.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    call.world.events.publish(chat.id, "chat")
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    chat = call.chat()
    _refuse_pinning(chat)
    chat.pinned.clear()
    call.world.events.publish(chat.id, "chat")
    return True


def _refuse_pinning(chat: Chat) -> None:
    chat.refuse_unreachable()
    if not chat.private and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
