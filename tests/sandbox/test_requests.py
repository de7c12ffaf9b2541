"""Every request is checked against the published Bot API."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox import Person, Sandbox
from tests.sandbox.support import Api


async def test_a_request_may_come_in_any_of_four_forms(sandbox: Sandbox, http: ClientSession, anna: Person) -> None:
    """Query, form, multipart and JSON mean the same, and the method's name may be in any case."""
    url = f"{sandbox.url}/bot{sandbox.token}/SENDmessage"
    for form in (
        {"params": {"chat_id": str(anna.id), "text": "hé", "protect_content": "true"}},
        {"data": {"chat_id": str(anna.id), "text": "hé", "protect_content": "True"}},
        {"json": {"chat_id": anna.id, "text": "hé", "protect_content": True, "entities": None}},
    ):
        async with http.post(url, **form) as response:
            assert (await response.json())["result"]["has_protected_content"] is True
    assert anna.texts == ["hé"] * 3


async def test_a_get_request_works_too(sandbox: Sandbox, http: ClientSession) -> None:
    """A browser's address line is enough for getMe."""
    async with http.get(f"{sandbox.url}/bot{sandbox.token}/getMe") as response:
        assert (await response.json())["result"]["username"] == "zorg_bot"


async def test_a_wrong_token_is_unauthorized(sandbox: Sandbox, http: ClientSession) -> None:
    """401, as from Telegram."""
    async with http.post(f"{sandbox.url}/bot1:no/getMe") as response:
        assert response.status == 401
        assert (await response.json())["description"] == "Unauthorized"


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("sendMesage", {}, "Not Found: method not found"),
        ("sendMessage", {"txt": 1}, "Bad Request: sandbox: unknown parameter 'txt' of sendMessage"),
        ("sendMessage", {"text": "a"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": "", "text": "a"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 1, "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "@anna", "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": 1000000, "text": "a"}, "Forbidden: the bot can't send messages to the bot"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "Bad Request: sandbox: text of sendMessage must be String"),
        (
            "sendMessage",
            {"chat_id": [1], "text": "a"},
            "Bad Request: sandbox: chat_id of sendMessage must be Integer or String",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "protect_content": "maybe"},
            "Bad Request: sandbox: protect_content of sendMessage must be Boolean",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "message_thread_id": "x"},
            "Bad Request: sandbox: message_thread_id of sendMessage must be Integer",
        ),
        (
            "sendLocation",
            {"chat_id": 1, "latitude": "north", "longitude": "1.5"},
            "Bad Request: sandbox: latitude of sendLocation must be Float",
        ),
        ("getFile", {}, "Bad Request: sandbox: parameter 'file_id' of getFile is required"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": "{"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": "[]"},
            "Bad Request: object expected as reply markup",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"url": "x"}]]}},
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": {"keyboard": [[{"request_contact": True}]]}},
            "Bad Request: can't parse keyboard button: Can't find field \"text\"",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x", "callbackdata": "y"}]]}},
            "Bad Request: sandbox: reply_markup.inline_keyboard[0][0] of sendMessage has an unknown field "
            "'callbackdata' (InlineKeyboardButton)",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [{"text": "x"}]}},
            "Bad Request: sandbox: reply_markup.inline_keyboard[0] of sendMessage must be an Array",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_parameters": 5},
            "Bad Request: sandbox: reply_parameters of sendMessage must be an Object (ReplyParameters)",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "entities": [{"type": "bold"}]},
            "Bad Request: can't parse MessageEntity: Can't find field \"offset\"",
        ),
        (
            "sendMediaGroup",
            {"chat_id": 1, "media": [{"type": "photo", "media": "x", "caption": 1}]},
            "Bad Request: sandbox: media[0].caption of sendMediaGroup must be String",
        ),
        (
            "sendMediaGroup",
            {"chat_id": 1, "media": [{"type": "poll", "media": "x"}]},
            "Bad Request: sandbox: media[0] of sendMediaGroup Unsupported type specified",
        ),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "magic"}},
            "Bad Request: can't parse menu button: Unsupported type specified",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "business_connection_id": "b"},
            "Bad Request: business connection not found",
        ),
        ("sendPoll", {"chat_id": 1, "question": "?", "options": [{"text": "a"}]}, None),
    ],
)
async def test_what_the_specification_does_not_know_is_refused(
    api: Api, method: str, parameters: dict[str, Any], description: str | None
) -> None:
    """Unknown, missing and ill-typed values are named, down to nested fields; a valid but unbuilt method says so."""
    answer = await api(method, **parameters)
    assert answer["description"] == (description or f"Bad Request: sandbox: method {method} is not built yet")


async def test_a_body_that_is_no_json_object_is_refused(sandbox: Sandbox, http: ClientSession) -> None:
    """Broken JSON, and JSON that is a list."""
    url = f"{sandbox.url}/bot{sandbox.token}/getMe"
    for body in ("{", "[]"):
        async with http.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400


async def test_text_that_is_no_utf8_is_refused(sandbox: Sandbox, http: ClientSession, anna: Person) -> None:
    """In the encoding of the request, and as half a surrogate pair in JSON."""
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    half = json.dumps({"chat_id": anna.id, "text": "x\ud800"})
    for body, headers in ((b"text=%ff", form), (b"text=\xff", form), (half, {"Content-Type": "application/json"})):
        async with http.post(url, data=body, headers=headers) as response:
            assert (await response.json())["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_every_request_is_remembered(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """With its parameters in their types and what became of it."""
    await api("sendmessage", chat_id=str(anna.id), text="one")
    await api("sendMessage", chat_id=anna.id, text="")
    (sent_as, sent, result), (_, _, error) = sandbox.requests
    assert (sent_as, sent) == ("sendMessage", {"chat_id": anna.id, "text": "one"})
    assert result["text"] == "one"
    assert error.description == "Bad Request: message text is empty"
