"""What the bot says of itself in each language, and the button beside the message field."""

from sandbox.errors import bad_request
from sandbox.events import PEOPLE
from sandbox.markup import https_url
from sandbox.methods.call import Call, Json
from sandbox.world import is_language_code

MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120


def _language(call: Call) -> str:
    language: str = call.get("language_code", "")
    if not is_language_code(language):
        raise bad_request("invalid language code specified")
    return language


def _set(call: Call, texts: dict[str, str], parameter: str, limit: int) -> bool:
    """An empty text takes the one of this language away."""
    language = _language(call)
    text = call.get(parameter, "").strip()
    if len(text) > limit:
        raise bad_request(f"sandbox: {parameter} must not exceed {limit} characters")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    for chat_id in call.world.chats:
        call.world.events.publish(chat_id, "chat")
    return True


def set_my_name(call: Call) -> bool:
    world = call.world
    if not call.get("name", "").strip() and not _language(call):
        raise bad_request("sandbox: a bot cannot be without a name")
    done = _set(call, world.profile.name, "name", MAX_NAME)
    world.bot = world.bot | {"first_name": world.profile.name[""]}
    world.events.publish(PEOPLE, "people")
    return done


def get_my_name(call: Call) -> Json:
    return {"name": call.world.profile.pick(call.world.profile.name, _language(call))}


def set_my_description(call: Call) -> bool:
    return _set(call, call.world.profile.description, "description", MAX_DESCRIPTION)


def get_my_description(call: Call) -> Json:
    return {"description": call.world.profile.pick(call.world.profile.description, _language(call))}


def set_my_short_description(call: Call) -> bool:
    return _set(call, call.world.profile.short_description, "short_description", MAX_SHORT_DESCRIPTION)


def get_my_short_description(call: Call) -> Json:
    return {"short_description": call.world.profile.pick(call.world.profile.short_description, _language(call))}


def set_chat_menu_button(call: Call) -> bool:
    button = call.get("menu_button") or {"type": "default"}
    if button["type"] == "web_app":
        https_url(button["web_app"]["url"], "menu button Web App URL")
    world = call.world
    if call.get("chat_id") is None:
        world.menu_button = {"type": "commands"} if button["type"] == "default" else button
        for chat_id in world.chats:
            world.events.publish(chat_id, "chat")
        return True
    chat = call.chat()
    if not chat.private:
        raise bad_request("chat not found")
    chat.menu_button = None if button["type"] == "default" else button
    world.events.publish(chat.id, "chat")
    return True


def get_chat_menu_button(call: Call) -> Json:
    if call.get("chat_id") is None:
        return call.world.menu_button
    return call.chat().menu_button or {"type": "default"}
