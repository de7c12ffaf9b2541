"""Members of chats as Telegram describes them, and the changes it tells the bot of."""

from typing import Any

from sandbox.world import Chat, World

Json = dict[str, Any]

#: Whom an anonymous administrator appears as; the group itself stands in `sender_chat`.
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

_ADMINISTRATOR = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": True,
    "can_edit_stories": True,
    "can_delete_stories": True,
    "can_pin_messages": True,
}
_RESTRICTED = dict.fromkeys(
    (
        "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
        "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
        "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
        "can_pin_messages", "can_manage_topics",
    ),
    False,
)  # fmt: skip
#: What ChatMember has besides, by status.
_DETAILS: dict[str, Json] = {
    "kicked": {"until_date": 0},
    "administrator": _ADMINISTRATOR,
    "restricted": {"is_member": True, "until_date": 0, **_RESTRICTED},
}


def member(user: Json, status: str, chat: Json, **more: Any) -> Json:
    """A ChatMember. Topics can be managed in supergroups only."""
    topics = {"can_manage_topics": True} if status == "administrator" and chat["type"] == "supergroup" else {}
    return {"user": user, "status": status, **_DETAILS.get(status, {}), **topics, **more}


def member_of(world: World, chat: Chat, user_id: int) -> Json | None:
    """The ChatMember of anybody who is or was in the chat; None for a stranger."""
    if user_id == world.bot["id"]:
        return member(world.bot, "member" if chat.private else chat.bot_status, chat.json)
    if user_id in chat.banned:
        return member(chat.banned[user_id], "kicked", chat.json)
    known = chat.user if chat.user and chat.user["id"] == user_id else chat.members.get(user_id)
    if known is None:
        return None
    if user_id in chat.administrators:
        return member(known, "administrator", chat.json, **chat.administrators[user_id])
    return member(known, "member", chat.json)


def bot_change(world: World, chat: Json, by: Json, old: str, new: str) -> Json:
    """A ChatMemberUpdated about the bot itself."""
    change = {"old_chat_member": member(world.bot, old, chat), "new_chat_member": member(world.bot, new, chat)}
    return {"chat": chat, "from": by, "date": world.now, **change}


def tell_of_change(world: World, chat: Chat, by: Json, old: Json, new: Json) -> None:
    """Administrators among bots hear of other members' changes, when they asked for it."""
    if chat.bot_status == "administrator":
        change = {"old_chat_member": old, "new_chat_member": new}
        update = {"chat": chat.json, "from": by, "date": world.now, **change}
        world.updates.push("chat_member", update, chat.id)


def quoted(message: Json) -> Json:
    """A message as another one shows it: without what it answers itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}
