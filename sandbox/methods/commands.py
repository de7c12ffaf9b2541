"""The bot's command menus, by scope and language."""

import re

from sandbox.errors import bad_request
from sandbox.events import PEOPLE
from sandbox.methods.call import Call, Json
from sandbox.world import is_language_code

MAX_COMMANDS = 100
MAX_NAME = 32
MAX_DESCRIPTION = 256


def _key(call: Call) -> tuple[str, str]:
    """Scope and language under which a menu is kept. Raises ApiError 400."""
    scope = call.get("scope") or {"type": "default"}
    language = call.get("language_code", "")
    if not is_language_code(language):
        raise bad_request("invalid language code specified")
    kind = scope["type"]
    if "chat_id" not in scope:
        return kind, language
    chat = call.world.chat(scope["chat_id"])
    if chat.private and kind != "chat":
        raise bad_request("can't use specified scope in private chats")
    member = f":{scope['user_id']}" if kind == "chat_member" else ""
    return f"{kind}:{chat.id}{member}", language


def set_my_commands(call: Call) -> bool:
    key = _key(call)
    commands = [_checked(command) for command in call.values["commands"]]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if commands:
        call.world.commands[key] = commands
    else:
        call.world.commands.pop(key, None)
    _tell(call)
    return True


def _checked(command: Json) -> Json:
    name = command["command"].strip().removeprefix("/")
    description = command["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > MAX_NAME:
        raise bad_request(f"command length must not exceed {MAX_NAME}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {MAX_DESCRIPTION}")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def get_my_commands(call: Call) -> list[Json]:
    return call.world.commands.get(_key(call), [])


def delete_my_commands(call: Call) -> bool:
    call.world.commands.pop(_key(call), None)
    _tell(call)
    return True


def _tell(call: Call) -> None:
    world = call.world
    for chat in world.chats.values():
        if chat.user:
            commands = world.commands_for(chat, chat.user.get("language_code") or "")
            world.events.publish(chat.id, "commands", commands=commands)
    world.events.publish(PEOPLE, "people")
