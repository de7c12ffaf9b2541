"""Messages of the bot: sent, answered, copied, edited, deleted; and when they are refused."""

from typing import Any

import pytest

from sandbox import Person, Sandbox
from tests.sandbox.support import Api, Clock, Json

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def say(api: Api, anna: Person, text: str = "hello", **more: Any) -> int:
    """Sends a text and returns the number of the message."""
    return int((await api("sendMessage", chat_id=anna.id, text=text, **more))["result"]["message_id"])


async def test_whom_the_bot_cannot_write_to(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """Never met, blocked, back again, gone for good."""
    stranger = sandbox.add_person("Boris")

    async def refusal(person: Person) -> str | None:
        answer = await api("sendMessage", chat_id=person.id, text="x")
        return None if answer["ok"] else str(answer["description"])

    assert await refusal(stranger) == "Forbidden: bot can't initiate conversation with a user"
    await anna.block()
    await anna.block()
    assert await refusal(anna) == "Forbidden: bot was blocked by the user"
    await anna.unblock()
    assert await refusal(anna) is None
    await anna.delete_account()
    assert await refusal(anna) == "Forbidden: user is deactivated"
    changes = [u["my_chat_member"] for u in (await api("getUpdates"))["result"] if "my_chat_member" in u]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


async def test_a_reply_shows_what_it_answers(api: Api, anna: Person) -> None:
    """One level deep; a missing message is refused unless the bot does not mind."""
    asked = await anna.send("how much?")
    parameters = {"message_id": asked["message_id"], "chat_id": anna.id}
    answered = await say(api, anna, "much", reply_parameters=parameters)
    assert anna.last["reply_to_message"]["text"] == "how much?"
    await say(api, anna, "very", reply_parameters={"message_id": answered})
    assert "reply_to_message" not in anna.last["reply_to_message"]
    lost = {"message_id": 999}
    answer = await api("sendMessage", chat_id=anna.id, text="x", reply_parameters=lost)
    assert answer["description"] == "Bad Request: message to be replied not found"
    await say(api, anna, "anyway", reply_parameters=lost | {"allow_sending_without_reply": True})
    assert anna.texts[-1] == "anyway"


async def test_options_of_a_message(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """Effect, protection, preview; an effect is for private chats, and there are no topics."""
    options: Json = {"message_effect_id": "5", "protect_content": True, "link_preview_options": {"is_disabled": True}}
    await say(api, anna, **options)
    assert anna.last["effect_id"] == "5"
    assert anna.last["link_preview_options"] == {"is_disabled": True}
    group = sandbox.add_group("Team", members=[anna])
    await group.add_bot(by=anna)
    answer = await api("sendMessage", chat_id=group.id, text="x", message_effect_id="5")
    assert answer["description"] == "Bad Request: EFFECT_ID_INVALID"
    answer = await api("sendMessage", chat_id=group.id, text="x", message_thread_id=1)
    assert answer["description"] == "Bad Request: message thread not found"


async def test_copies_and_forwards(api: Api, anna: Person) -> None:
    """A copy is the bot's own, a forward names its origin, protected content stays."""
    asked = await anna.send("how much?")
    here = {"chat_id": anna.id, "from_chat_id": anna.id}
    copied = (await api("copyMessage", **here, message_id=asked["message_id"]))["result"]
    assert copied == {"message_id": anna.last["message_id"]}
    assert "forward_origin" not in anna.last
    forwarded = (await api("forwardMessage", **here, message_id=asked["message_id"]))["result"]
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "Anna"
    edit = await api("editMessageText", chat_id=anna.id, message_id=forwarded["message_id"], text="x")
    assert edit["description"] == "Bad Request: message can't be edited"
    several = [asked["message_id"], 999, forwarded["message_id"]]
    assert len((await api("copyMessages", **here, message_ids=several))["result"]) == 2
    assert len((await api("forwardMessages", **here, message_ids=several))["result"]) == 2
    for method, verb in (("copyMessage", "copy"), ("forwardMessage", "forward")):
        answer = await api(method, **here, message_id=999)
        assert answer["description"] == f"Bad Request: message to {verb} not found"
        answer = await api(f"{method}s", **here, message_ids=[999])
        assert answer["description"] == f"Bad Request: there are no messages to {verb}"
    secret = await say(api, anna, "secret", protect_content=True)
    assert "can't be forwarded" in (await api("forwardMessage", **here, message_id=secret))["description"]


async def test_an_edit_replaces_text_and_buttons(api: Api, anna: Person, clock: Clock) -> None:
    """The same again is refused; buttons not given are gone; the date of the edit is shown."""
    number = await say(api, anna, "one", reply_markup=YES)
    place = {"chat_id": anna.id, "message_id": number}
    answer = await api("editMessageText", **place, text="one", reply_markup=YES)
    assert answer["description"] == NOT_MODIFIED
    clock.time += 60
    edited = (await api("editMessageText", **place, text="<b>one</b>", parse_mode="HTML"))["result"]
    assert edited["edit_date"] - edited["date"] == 60
    assert anna.buttons == []
    assert (await api("editMessageReplyMarkup", **place, reply_markup=YES))["ok"]
    assert anna.buttons == [["Yes"]]
    assert (await api("editMessageReplyMarkup", **place, reply_markup=YES))["description"] == NOT_MODIFIED
    assert anna.texts == ["one"]


@pytest.mark.parametrize(
    ("place", "description"),
    [
        ({"message_id": 1}, "chat_id is empty"),
        ({"chat_id": "anna"}, "message identifier is not specified"),
        ({"chat_id": "anna", "message_id": 999}, "message to edit not found"),
        ({"chat_id": "anna", "message_id": 1}, "message can't be edited"),
        ({"inline_message_id": "x"}, "MESSAGE_ID_INVALID"),
    ],
)
async def test_what_cannot_be_edited(api: Api, anna: Person, place: Json, description: str) -> None:
    """Nothing named, nothing there, somebody else's."""
    place = place | ({"chat_id": anna.id} if place.get("chat_id") else {})
    answer = await api("editMessageText", **place, text="x")
    assert answer["description"] == f"Bad Request: {description}"


async def test_words_and_captions_are_not_the_same(api: Api, anna: Person) -> None:
    """A text has no caption, a blocked chat takes no edits."""
    number = await say(api, anna)
    answer = await api("editMessageCaption", chat_id=anna.id, message_id=number, caption="x")
    assert answer["description"] == "Bad Request: there is no caption in the message to edit"
    await anna.block()
    answer = await api("editMessageText", chat_id=anna.id, message_id=number, text="x")
    assert answer["description"] == "Forbidden: bot was blocked by the user"


async def test_deleting(sandbox: Sandbox, api: Api, anna: Person, clock: Clock) -> None:
    """Both sides' messages for two days, in groups the bot's own; many at once pass over what is not there."""
    number, pinned = await say(api, anna), await say(api, anna)
    await api("pinChatMessage", chat_id=anna.id, message_id=pinned)
    assert (await api("deleteMessage", chat_id=anna.id, message_id=number))["result"] is True
    answer = await api("deleteMessage", chat_id=anna.id, message_id=number)
    assert answer["description"] == "Bad Request: message to delete not found"
    assert (await api("deleteMessages", chat_id=anna.id, message_ids=[1, pinned, 999]))["result"] is True
    assert [set(message) & {"text", "pinned_message"} for message in anna.messages] == [{"pinned_message"}]
    assert "1 to 100" in (await api("deleteMessages", chat_id=anna.id, message_ids=[]))["description"]
    old = await say(api, anna)
    clock.time += 48 * 3600 + 1
    answer = await api("deleteMessage", chat_id=anna.id, message_id=old)
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"
    group = sandbox.add_group("Team", members=[anna])
    await group.add_bot(by=anna)
    heard = await group.send(anna, "/balance")
    answer = await api("deleteMessage", chat_id=group.id, message_id=heard["message_id"])
    assert answer["description"] == "Bad Request: message can't be deleted"
    await group.promote_bot(by=anna)
    assert (await api("deleteMessage", chat_id=group.id, message_id=heard["message_id"]))["ok"]


async def test_a_press_waits_for_its_answer(api: Api, anna: Person, clock: Clock) -> None:
    """The first answer counts; too late, unknown and too long ones are refused."""
    await say(api, anna, reply_markup=YES)
    query = await anna.press("Yes")
    assert not isinstance(query, dict)
    assert query.answer is None
    update = (await api("getUpdates"))["result"][-1]["callback_query"]
    assert (update["data"], update["message"]["text"]) == ("y", "hello")
    answer = await api("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    assert answer["description"] == "Bad Request: MESSAGE_TOO_LONG"
    for text in ("done", "again"):
        assert (await api("answerCallbackQuery", callback_query_id=query.id, text=text, show_alert=True))["ok"]
    assert query.answer == {"text": "done", "show_alert": True, "url": ""}
    clock.time += 15 * 60 + 1
    for number in (query.id, "1"):
        answer = await api("answerCallbackQuery", callback_query_id=number)
        too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        assert answer["description"] == too_old


async def test_a_press_under_a_deleted_message_shows_where_it_was(api: Api, anna: Person) -> None:
    """The message is inaccessible then."""
    await say(api, anna, reply_markup=YES)
    message = anna.last
    await api("deleteMessage", chat_id=anna.id, message_id=message["message_id"])
    await anna.press_data("y", message)
    gone = (await api("getUpdates"))["result"][-1]["callback_query"]["message"]
    assert (gone["date"], gone["message_id"]) == (0, message["message_id"])


async def test_reactions_and_actions(api: Api, anna: Person) -> None:
    """One of the known emoji; one of the known actions."""
    place = {"chat_id": anna.id, "message_id": anna.messages[0]["message_id"]}
    heart = [{"type": "emoji", "emoji": "❤"}]
    assert (await api("setMessageReaction", **place, reaction=heart))["ok"]
    assert anna.messages[0]["reactions"] == heart
    assert (await api("setMessageReaction", **place))["ok"]
    assert "reactions" not in anna.messages[0]
    answer = await api("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "🥫"}])
    assert answer["description"] == "Bad Request: REACTION_INVALID"
    answer = await api("setMessageReaction", chat_id=anna.id, message_id=999, reaction=heart)
    assert answer["description"] == "Bad Request: message to react not found"
    assert (await api("sendChatAction", chat_id=anna.id, action="typing"))["ok"]
    answer = await api("sendChatAction", chat_id=anna.id, action="thinking")
    assert answer["description"] == "Bad Request: wrong parameter action in request"


async def test_pinning(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """The newest pinned message is shown by getChat and unpinned first."""
    one, two = await say(api, anna, "one"), await say(api, anna, "two")
    for number in (one, two, one):
        await api("pinChatMessage", chat_id=anna.id, message_id=number)
    assert (await api("getChat", chat_id=anna.id))["result"]["pinned_message"]["text"] == "one"
    assert (await api("unpinChatMessage", chat_id=anna.id))["ok"]
    assert (await api("unpinChatMessage", chat_id=anna.id, message_id=two))["ok"]
    answer = await api("unpinChatMessage", chat_id=anna.id)
    assert answer["description"] == "Bad Request: message to unpin not found"
    await api("pinChatMessage", chat_id=anna.id, message_id=one)
    assert (await api("unpinAllChatMessages", chat_id=anna.id))["ok"]
    group = sandbox.add_group("Team", members=[anna])
    await group.add_bot(by=anna)
    hello = await group.send(anna, "hello")
    answer = await api("pinChatMessage", chat_id=group.id, message_id=hello["message_id"])
    assert answer["description"].startswith("Bad Request: not enough rights")
