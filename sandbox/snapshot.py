"""A world as JSON, and back: people, chats, messages, keyboards, what the bot has set, and the updates it has not had.

Left out is what ends with a process: webhooks, polls, open inline queries. Of each chat the newest messages are kept.
"""

from dataclasses import asdict
from itertools import islice
from typing import Any

from sandbox.world import SECONDS_TO_ANSWER, CallbackQuery, Chat, Profile, World

Json = dict[str, Any]
VERSION = 1
KEPT_MESSAGES = 200
PLAIN = (
    "id", "json", "user", "started", "blocked", "deactivated", "bot_status", "migrated_to", "last_message_id",
    "keyboard", "menu_button", "unread", "role_hint", "phone_number",
)  # fmt: skip
BY_NUMBER = ("members", "administrators", "banned", "topics", "messages")
NUMBERS = ("pinned", "foreign", "fixed")


def snapshot(world: World) -> Json:
    """Shares messages with the world, which never change in place, and nothing else that changes."""
    oldest_query = world.clock() - SECONDS_TO_ANSWER
    queries = world.callback_queries.values()
    return {
        "version": VERSION,
        "chats": [_chat(chat) for chat in world.chats.values()],
        "last_message_id": world.last_message_id,
        "last_query_id": world.last_query_id,
        "callback_queries": [[q.id, q.person_id, q.created, q.answer] for q in queries if q.created > oldest_query],
        "inline_messages": [[key, chat.id, number] for key, (chat, number) in world.inline_messages.items()],
        "commands": [[*key, commands] for key, commands in world.commands.items()],
        "menu_button": world.menu_button,
        "profile": asdict(world.profile),
        "updates": world.updates.saved(),
    }


def _chat(chat: Chat) -> Json:
    kept = list(islice(reversed(chat.messages), KEPT_MESSAGES))[::-1]
    tables: Json = {key: list(getattr(chat, key).items()) for key in BY_NUMBER if key != "messages"}
    tables["messages"] = [(number, chat.messages[number]) for number in kept]
    known = set(kept)
    marks = {key: [number for number in getattr(chat, key) if number in known] for key in NUMBERS}
    return {key: getattr(chat, key) for key in PLAIN} | tables | marks


def restore(world: World, state: Json) -> None:
    """Fills an empty world. Raises ValueError, KeyError or TypeError for what is no snapshot of this version."""
    if state["version"] != VERSION:
        raise ValueError(f"version {state['version']}")
    chats = {chat.id: chat for chat in map(_restored, state["chats"])}
    inline = {key: (chats[chat], number) for key, chat, number in state["inline_messages"]}
    queries = {saved[0]: CallbackQuery(*saved) for saved in state["callback_queries"]}
    commands = {(scope, language): menu for scope, language, menu in state["commands"]}
    profile = Profile(**state["profile"])
    # All is understood: only now the world changes.
    world.updates.restore(state["updates"])
    world.last_message_id, world.last_query_id = state["last_message_id"], state["last_query_id"]
    world.chats, world.inline_messages, world.callback_queries, world.commands = chats, inline, queries, commands
    world.menu_button, world.profile = state["menu_button"], profile
    world.bot = world.bot | {"first_name": profile.name[""]}


def _restored(saved: Json) -> Chat:
    chat = Chat(**{key: saved[key] for key in PLAIN})
    for key in BY_NUMBER:
        setattr(chat, key, dict(saved[key]))
    chat.pinned = list(saved["pinned"])
    chat.foreign, chat.fixed = set(saved["foreign"]), set(saved["fixed"])
    return chat
