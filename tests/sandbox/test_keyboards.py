"""Keyboards as Telegram takes, trims and refuses them."""

from typing import Any

import pytest

from sandbox import NotPossible, Person, Sandbox
from tests.sandbox.support import Api

Json = dict[str, Any]


def inline(**button: Any) -> Json:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (inline(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (
            inline(callback_data=""),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (inline(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (
            inline(callback_data="a", style="pink"),
            "can't parse inline keyboard button: invalid button style specified",
        ),
        (
            {"keyboard": [[{"text": "a", "style": "pink"}]]},
            "can't parse keyboard button: invalid button style specified",
        ),
        (inline(url="nowhere"), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (inline(login_url={"url": "x"}), "inline keyboard button login URL 'x' is invalid: Wrong HTTP URL"),
        (
            inline(web_app={"url": "http://a.org"}),
            "inline keyboard button Web App URL 'http://a.org' is invalid: Only HTTPS links are allowed",
        ),
        (inline(copy_text={"text": "a" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(switch_inline_query_chosen_chat={"query": "a"}), "at least one chat type must be allowed"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "a"}]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "x" * 999, "callback_data": "a"}]] * 12}, "reply markup is too long"),
        ({"keyboard": [[{"text": "x" * 999}]] * 12}, "reply markup is too long"),
    ],
)
async def test_a_bad_keyboard_is_refused(api: Api, anna: Person, markup: Json, description: str) -> None:
    """In Telegram's words, and nothing is sent."""
    answer = await api("sendMessage", chat_id=anna.id, text="a", reply_markup=markup)
    assert answer["description"] == f"Bad Request: {description}"
    assert anna.texts == []


@pytest.mark.parametrize(
    "button",
    [
        {"url": "https://x.org/"},
        {"url": "tg://user?id=5"},
        {"callback_data": "é" * 32},
        {"switch_inline_query": ""},
        {"switch_inline_query_current_chat": "a"},
        {"switch_inline_query_chosen_chat": {"query": "a", "allow_user_chats": True}},
        {"copy_text": {"text": "a"}},
        {"web_app": {"url": "https://x.org/"}},
        {"login_url": {"url": "https://x.org/"}},
        {"callback_data": "a", "style": "primary"},
    ],
)
async def test_a_good_button_comes_back_as_it_was(api: Api, anna: Person, button: Json) -> None:
    """Every kind of inline button."""
    answer = await api("sendMessage", chat_id=anna.id, text="a", reply_markup=inline(**button))
    assert answer["result"]["reply_markup"] == inline(**button)


async def test_the_first_action_of_a_button_wins(api: Api, anna: Person) -> None:
    """As on the real server, the others are ignored."""
    markup = inline(callback_data="a", url="https://x.org/", copy_text={"text": "b"})
    answer = await api("sendMessage", chat_id=anna.id, text="a", reply_markup=markup)
    assert answer["result"]["reply_markup"] == inline(url="https://x.org/")


async def test_buttons_too_many_in_a_row_are_dropped(api: Api, anna: Person) -> None:
    """The thirteenth of a row, and the nameless; a keyboard of nothing else is none."""
    row = [{"text": str(number), "callback_data": "a"} for number in range(13)]
    nameless = [{"text": " ", "callback_data": "a"}]
    await api("sendMessage", chat_id=anna.id, text="a", reply_markup={"inline_keyboard": [nameless, row]})
    assert anna.buttons == [[str(number) for number in range(12)]]
    answer = await api("sendMessage", chat_id=anna.id, text="a", reply_markup={"inline_keyboard": [nameless]})
    assert "reply_markup" not in answer["result"]
    nothing: list[Json] = [{"inline_keyboard": []}, {"keyboard": [[]]}, {"force_reply": False}]
    for empty in nothing:
        assert (await api("sendMessage", chat_id=anna.id, text="a", reply_markup=empty))["ok"]
    assert anna.keyboard is None


async def test_the_reply_keyboard_stays_until_it_is_removed(api: Api, anna: Person) -> None:
    """The message itself does not show it, and nobody can edit such a message."""
    markup = {"keyboard": [[{"text": "Card"}, {"text": "My number", "request_contact": True}], [{"text": "Where"}]]}
    sent = (await api("sendMessage", chat_id=anna.id, text="menu", reply_markup=markup))["result"]
    assert "reply_markup" not in sent
    assert anna.keyboard == [["Card", "My number"], ["Where"]]
    await api("sendMessage", chat_id=anna.id, text="answer this", reply_markup={"force_reply": True})
    assert anna.keyboard is not None
    edit = await api("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="new")
    assert edit["description"] == "Bad Request: message can't be edited"
    await api("sendMessage", chat_id=anna.id, text="bye", reply_markup={"remove_keyboard": True})
    assert anna.keyboard is None


async def test_a_one_time_keyboard_hides_after_use(api: Api, anna: Person) -> None:
    """Any other text leaves it where it is; the contact button shares the own number, the location button a place."""
    rows = [[{"text": "Me", "request_contact": True}], [{"text": "Here", "request_location": True}], [{"text": "Hi"}]]
    for label, field in (("Me", "contact"), ("Here", "location"), ("Hi", "text")):
        markup = {"keyboard": rows, "one_time_keyboard": True}
        await api("sendMessage", chat_id=anna.id, text="menu", reply_markup=markup)
        await anna.send("something else")
        assert anna.keyboard == [["Me"], ["Here"], ["Hi"]]
        sent = await anna.press(label)
        assert isinstance(sent, dict)
        assert field in sent
        assert anna.keyboard is None
    own = next(message["contact"] for message in anna.messages if "contact" in message)
    assert own["user_id"] == anna.id


@pytest.mark.parametrize(
    ("button", "what"),
    [
        ({"request_contact": True}, "phone number can be requested"),
        ({"request_location": True}, "location can be requested"),
        ({"request_poll": {}}, "poll can be requested"),
        ({"request_users": {"request_id": 1}}, "users can be requested"),
        ({"request_chat": {"request_id": 1, "chat_is_channel": False}}, "chats can be requested"),
        ({"web_app": {"url": "https://x.org"}}, "web App buttons can be used"),
    ],
)
async def test_a_group_cannot_be_asked_for_private_things(
    sandbox: Sandbox, api: Api, anna: Person, button: Json, what: str
) -> None:
    """A private chat can."""
    group = sandbox.add_group("Team", members=[anna])
    await group.add_bot(by=anna)
    markup = {"keyboard": [[{"text": "a", **button}]]}
    answer = await api("sendMessage", chat_id=group.id, text="a", reply_markup=markup)
    assert answer["description"] == f"Bad Request: {what} in private chats only"
    assert (await api("sendMessage", chat_id=anna.id, text="a", reply_markup=markup))["ok"]


async def test_an_inline_web_app_button_needs_a_private_chat(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """BUTTON_TYPE_INVALID in a group."""
    group = sandbox.add_group("Team", members=[anna])
    await group.add_bot(by=anna)
    markup = inline(web_app={"url": "https://x.org"})
    answer = await api("sendMessage", chat_id=group.id, text="a", reply_markup=markup)
    assert answer["description"] == "Bad Request: BUTTON_TYPE_INVALID"


async def test_a_press_without_such_a_button_tells_what_is_there(api: Api, anna: Person) -> None:
    """The error names the buttons and the last words."""
    await api("sendMessage", chat_id=anna.id, text="Offers?", reply_markup=inline(copy_text={"text": "a"}))
    with pytest.raises(NotPossible, match=r"no button 'Yes'(?s:.*)Offers\?(?s:.*)\[\['x'\]\]"):
        await anna.press("Yes")
    with pytest.raises(NotPossible, match="sends nothing"):
        await anna.press("x")
    with pytest.raises(NotPossible, match="no longer there"):
        await anna.press("x", {"message_id": 999})
