"""Taking members out of a group and letting them in again."""

from sandbox.errors import bad_request
from sandbox.members import member, member_of, tell_of_change
from sandbox.methods.call import Call, Json
from sandbox.service import gone, post
from sandbox.world import Chat


def _managed(call: Call) -> Chat:
    """The group the bot may take members out of. Raises ApiError."""
    chat = call.chat()
    if chat.private:
        raise bad_request("can't restrict self" if call.values["user_id"] == chat.id else "chat not found")
    chat.refuse_unreachable()
    if chat.bot_status != "administrator":
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    if call.values["user_id"] in chat.administrators:
        raise bad_request("user is an administrator of the chat")
    return chat


def _take_out(call: Call, chat: Chat, user: Json, status: str) -> None:
    old = member_of(call.world, chat, user["id"]) or member(user, "left", chat.json)
    was_in = chat.members.pop(user["id"], None)
    if status == "kicked":
        chat.banned[user["id"]] = user
    tell_of_change(call.world, chat, call.world.bot, old, member(user, status, chat.json))
    if was_in:
        post(call.world, chat, {"from": call.world.bot}, gone(user))


def ban_chat_member(call: Call) -> bool:
    chat, user_id = _managed(call), call.values["user_id"]
    known = call.world.chats.get(user_id)
    if known is None or known.user is None:
        raise bad_request("invalid user_id specified")
    if user_id not in chat.banned:
        _take_out(call, chat, known.user, "kicked")
    return True


def unban_chat_member(call: Call) -> bool:
    """Who is not banned but a member is taken out, unless only the ban is to be lifted."""
    chat, user_id = _managed(call), call.values["user_id"]
    if chat.banned.pop(user_id, None) is None and user_id in chat.members and not call.get("only_if_banned"):
        _take_out(call, chat, chat.members[user_id], "left")
    return True
