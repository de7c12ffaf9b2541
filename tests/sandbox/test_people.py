"""What people do, what the bot hears of it, and what people see."""

import asyncio

import pytest

from sandbox import NotPossible, Person, Sandbox
from tests.sandbox.support import Api, Json


async def newest(api: Api) -> Json:
    """The newest update."""
    update: Json = (await api("getUpdates", offset=-1))["result"][0]
    return update


async def test_everything_a_person_can_send(api: Api, anna: Person) -> None:
    """Each arrives as the message of its kind."""
    assert (await anna.send(" /balance now "))["entities"] == [{"type": "bot_command", "offset": 0, "length": 8}]
    assert (await newest(api))["message"]["text"] == "/balance now"
    sent = {
        "photo": await anna.send_photo(b"x", caption="see @zorg_bot"),
        "document": await anna.send_document(b"x", "a.pdf", caption="bill"),
        "voice": await anna.send_voice(b"x"),
        "video": await anna.send_video(b"x"),
        "sticker": await anna.send_sticker(),
        "contact": await anna.send_contact(),
        "location": await anna.send_location(),
    }
    heard = [update["message"] for update in (await api("getUpdates"))["result"]]
    assert heard[1:] == list(sent.values())
    assert all(kind in message for kind, message in sent.items())
    stranger = await anna.send_contact(own=False)
    assert "user_id" not in stranger["contact"]
    for text in ("", "x" * 4097):
        with pytest.raises(NotPossible):
            await anna.send(text)


async def test_an_own_message_can_be_edited(api: Api, anna: Person) -> None:
    """The bot hears of it; the bot's messages are not Anna's to edit."""
    sent = await anna.send("one")
    await anna.edit(sent, "/two")
    assert (await newest(api))["edited_message"]["text"] == "/two"
    assert anna.messages[-1]["text"] == "/two"
    await anna.edit(sent, "three")
    assert "entities" not in anna.messages[-1]
    await api("sendMessage", chat_id=anna.id, text="x")
    with pytest.raises(NotPossible):
        await anna.edit(anna.last, "y")


async def test_a_link_of_the_bot_becomes_its_start(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """With what stands behind start=; other links lead elsewhere."""
    await anna.open("https://t.me/Zorg_bot?start=c_abc-1")
    assert (await newest(api))["message"]["text"] == "/start c_abc-1"
    assert (await anna.open("t.me/zorg_bot"))["text"] == "/start"
    button = {"inline_keyboard": [[{"text": "Card", "url": "https://t.me/zorg_bot?start=c_x"}]]}
    await api("sendMessage", chat_id=anna.id, text="x", reply_markup=button)
    pressed = await anna.press("Card")
    assert isinstance(pressed, dict)
    assert pressed["text"] == "/start c_x"
    for link in ("https://t.me/other_bot?start=x", "https://x.org/zorg_bot", "https://t.me/zorg_bot?start=a.b"):
        with pytest.raises(NotPossible):
            await anna.open(link)


async def test_who_has_blocked_the_bot_does_nothing_with_it(api: Api, anna: Person) -> None:
    """Neither words nor presses."""
    await api("sendMessage", chat_id=anna.id, text="x")
    await anna.block()
    with pytest.raises(NotPossible, match="has blocked"):
        await anna.send("hello?")
    with pytest.raises(NotPossible, match="has blocked"):
        await anna.press_data("x", anna.last)


async def test_waiting_for_the_bots_words(api: Api, anna: Person) -> None:
    """By a part of the text or by anything else; in vain, the error shows the chat."""
    waiting = asyncio.create_task(anna.wait_for("points"))
    await api("sendMessage", chat_id=anna.id, text="You have 5 points")
    assert (await waiting)["text"] == "You have 5 points"
    assert await anna.wait_for(lambda message: "5" in message["text"]) == anna.last
    with pytest.raises(AssertionError, match=r"'roses'(?s:.*)You have 5 points"):
        await anna.wait_for("roses", timeout=0.01)


async def test_before_the_bot_says_anything(sandbox: Sandbox) -> None:
    """There is no last message; people need ids of their own."""
    boris = sandbox.add_person("Boris", last_name="B", username="boris", phone_number="+27", id=77)
    assert (boris.id, boris.first_name, boris.user["username"]) == (77, "Boris", "boris")
    with pytest.raises(NotPossible):
        _ = boris.last
    assert (boris.texts, boris.buttons, boris.keyboard) == ([], [], None)
    for number in (77, -1):
        with pytest.raises(ValueError, match="cannot be taken"):
            sandbox.add_person("C", id=number)


async def test_a_sandbox_can_go_on_where_another_ended() -> None:
    """People who have met the bot before can be written to at once; the numbers of updates go on."""
    sandbox = Sandbox(first_update_id=900)
    boris = sandbox.add_person("Boris", started=True)
    boris.chat.refuse_unreachable()
    await boris.send("again")
    assert sandbox.world.updates.pending[0]["update_id"] == 900


async def test_a_group_lets_the_bot_hear_what_concerns_it(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """Commands, its name, answers to it; nothing else."""
    boris = sandbox.add_person("Boris")
    group = sandbox.add_group("Team", members=[anna])
    await group.send(anna, "/unheard")
    await group.add_bot(by=anna)
    hello = (await api("sendMessage", chat_id=group.id, text="hello"))["result"]
    await api("getUpdates", offset=-1)
    await group.send(anna, "private talk")
    await group.send(anna, "/balance")
    await group.send(anna, "and @zorg_bot?")
    await group.send(anna, "hi", reply_to=hello)
    heard = [u["message"].get("text") for u in (await api("getUpdates"))["result"]]
    assert heard == [None, "/balance", "and @zorg_bot?", "hi"]
    assert len(group.messages) == 7
    with pytest.raises(NotPossible):
        await group.send(boris, "let me in")
    with pytest.raises(NotPossible):
        await group.add_bot(by=anna)


async def test_a_group_that_grows_gets_another_id(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """The old one is refused with the new one named."""
    group = sandbox.add_group("Team", members=[anna])
    await group.add_bot(by=anna)
    grown = await group.upgrade(by=anna)
    answer = await api("sendMessage", chat_id=group.id, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": grown.id}
    assert (await api("sendMessage", chat_id=grown.id, text="x"))["ok"]
    told = [
        set(u["message"]) & {"migrate_to_chat_id", "migrate_from_chat_id"} for u in sandbox.world.updates.pending[-2:]
    ]
    assert told == [{"migrate_to_chat_id"}, {"migrate_from_chat_id"}]


def article(number: str, **more: object) -> Json:
    return {"type": "article", "id": number, "title": "a", "input_message_content": {"message_text": "Join me"}} | more


async def test_an_inline_result_is_sent_to_a_friend(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """The friend sees and presses it; the bot edits it by its inline id, and not by its number."""
    boris = sandbox.add_person("Boris")
    query = await anna.inline_query("invite")
    asked = (await newest(api))["inline_query"]
    assert (asked["query"], asked["id"]) == ("invite", query.id)
    with pytest.raises(AssertionError, match="not answered"):
        await query.answered(timeout=0)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    results = [article("1"), article("2", reply_markup=keyboard)]
    assert (await api("answerInlineQuery", inline_query_id=query.id, results=results, next_offset="9"))["ok"]
    message = await anna.choose(query, 1, chat=boris)
    assert boris.messages == [message]
    chosen = (await newest(api))["chosen_inline_result"]
    assert chosen["result_id"] == "2"
    await boris.press("Yes")
    pressed = (await newest(api))["callback_query"]
    assert pressed["inline_message_id"] == chosen["inline_message_id"]
    inline_id = chosen["inline_message_id"]
    assert (await api("editMessageText", inline_message_id=inline_id, text="Joined"))["result"] is True
    assert boris.messages[0]["text"] == "Joined"
    answer = await api("editMessageText", chat_id=boris.id, message_id=message["message_id"], text="x")
    assert answer["description"] == "Bad Request: message to edit not found"
    assert (await anna.choose(query, 0))["text"] == "Join me"


async def test_inline_results_of_other_kinds(api: Api, anna: Person) -> None:
    """Contacts, places and files the bot has already sent."""
    photo = await anna.send_photo(b"x")
    query = await anna.inline_query("")
    place = {"latitude": 1.0, "longitude": 2.0}
    person = {"phone_number": "+27", "first_name": "A"}
    results: list[Json] = [
        {"type": "contact", "id": "1", **person},
        {"type": "location", "id": "2", "title": "a", **place},
        {"type": "photo", "id": "3", "photo_file_id": photo["photo"][0]["file_id"], "caption": "see"},
        article("4", input_message_content=person),
        article("5", input_message_content=place),
    ]
    assert (await api("answerInlineQuery", inline_query_id=query.id, results=results))["ok"]
    assert query.results is not None
    kinds = [next(iter(result["content"])) for result in query.results]
    assert kinds == ["contact", "location", "photo", "contact", "location"]


@pytest.mark.parametrize(
    ("results", "more", "description"),
    [
        ([article(str(n)) for n in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([article("1"), article("1")], {}, "RESULT_ID_DUPLICATE"),
        ([article("x" * 65)], {}, "RESULT_ID_INVALID"),
        ([], {"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ([article("1", input_message_content={"message_text": ""})], {}, "message text is empty"),
        (
            [{"type": "photo", "id": "1", "photo_url": "https://x.org/a", "thumbnail_url": "https://x.org/b"}],
            {},
            "sandbox: an inline photo by URL is not built; send the file once and use its file_id",
        ),
        (
            [article("1", input_message_content={"latitude": 1.0, "longitude": 1.0, "title": "a", "address": "b"})],
            {},
            "sandbox: this kind of inline message content is not built yet",
        ),
    ],
)
async def test_bad_inline_results_are_refused(
    api: Api, anna: Person, results: list[Json], more: Json, description: str
) -> None:
    """All of them, or none."""
    query = await anna.inline_query("a")
    answer = await api("answerInlineQuery", inline_query_id=query.id, results=results, **more)
    assert answer["description"] == f"Bad Request: {description}"
    assert query.results is None
