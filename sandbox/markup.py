"""Keyboards: what Telegram refuses, and what it silently drops."""

import json
from typing import Any

from sandbox.errors import bad_request
from sandbox.html import checked_link

STYLES = ("", "default", "primary", "danger", "success")
MAX_CALLBACK_BYTES = 64
MAX_COPY_LENGTH = 256
MAX_INLINE_BUTTONS = 100
MAX_MARKUP_BYTES = 10_000
MAX_ROW = 12
MAX_BUTTONS = 300

Json = dict[str, Any]

# The first that is present decides what an inline button does; the others are ignored.
ACTIONS = (
    "url", "callback_data", "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app", "copy_text",
)  # fmt: skip
# Buttons that ask for something only a private chat can give.
REQUESTS = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "web_app": "web App buttons can be used in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "request_managed_bot": "managed bots can be requested in private chats only",
}


def checked_markup(markup: Json | None, *, private: bool) -> Json | None:
    """The markup as Telegram keeps it; None for one without buttons. Raises ApiError 400."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup, private)
    if "keyboard" in markup:
        return _reply(markup, private)
    if not (markup.get("remove_keyboard") or markup.get("force_reply")):
        return None
    return markup


def _inline(markup: Json, private: bool) -> Json | None:
    rows = [[_inline_button(button, private) for button in row] for row in markup["inline_keyboard"]]
    rows = _kept(rows)
    buttons = sum(len(row) for row in rows)
    if buttons > MAX_INLINE_BUTTONS or (buttons > 8 and _too_large(rows)):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _too_large(rows: list[list[Json]]) -> bool:
    return len(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")) > MAX_MARKUP_BYTES


def _kept(rows: list[list[Json]]) -> list[list[Json]]:
    """Without nameless buttons, those beyond the twelfth of a row, those beyond three hundred, and empty rows."""
    room = MAX_BUTTONS
    kept = []
    for row in rows:
        named = [button for button in row if button["text"].strip()][: min(MAX_ROW, room)]
        room -= len(named)
        if named:
            kept.append(named)
    return kept


def _style(button: Json, kind: str) -> Json:
    if button.get("style", "").lower() not in STYLES:
        raise bad_request(f"can't parse {kind}: invalid button style specified")
    return {key: button[key] for key in ("text", "icon_custom_emoji_id", "style") if button.get(key) is not None}


def _inline_button(button: Json, private: bool) -> Json:
    kept = _style(button, "inline keyboard button")
    for action in ACTIONS:
        value = button.get(action)
        if value is None or (value == "" and action in ("url", "callback_data")):
            continue
        return kept | {action: _action(action, value, private)}
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _action(action: str, value: Any, private: bool) -> Any:
    match action:
        case "url" if not value.startswith("tg://user?id="):
            return _http_url(value, "inline keyboard button URL")
        case "login_url":
            return value | {"url": _http_url(value["url"], "inline keyboard button login URL")}
        case "web_app":
            if not private:
                raise bad_request("BUTTON_TYPE_INVALID")
            return {"url": https_url(value["url"], "inline keyboard button Web App URL")}
        case "callback_data" if len(value.encode("utf-8", "surrogatepass")) > MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        case "copy_text" if not 0 < len(value["text"]) <= MAX_COPY_LENGTH:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "switch_inline_query_chosen_chat" if not any(value.get(kind) for kind in value if kind != "query"):
            raise bad_request("at least one chat type must be allowed")
    return value


def _http_url(url: str, what: str) -> str:
    checked = checked_link(url)
    if not checked:
        raise bad_request(f"{what} '{url}' is invalid: Wrong HTTP URL")
    return checked


def https_url(url: str, what: str) -> str:
    checked = _http_url(url, what)
    if not checked.startswith("https://"):
        raise bad_request(f"{what} '{url}' is invalid: Only HTTPS links are allowed")
    return checked


def _reply(markup: Json, private: bool) -> Json | None:
    rows = [[_reply_button(button, private) for button in row] for row in markup["keyboard"]]
    rows = _kept(rows)
    if rows and _too_large(rows):
        raise bad_request("reply markup is too long")
    return markup | {"keyboard": rows} if rows else None


def _reply_button(button: Json, private: bool) -> Json:
    kept = _style(button, "keyboard button")
    for request, refusal in REQUESTS.items():
        if button.get(request) not in (None, False):
            if not private:
                raise bad_request(refusal)
            if request == "web_app":
                https_url(button[request]["url"], "keyboard button Web App URL")
            return kept | {request: button[request]}
    return kept
