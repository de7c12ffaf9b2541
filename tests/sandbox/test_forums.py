"""Topics of a forum: where messages stand, and what closed and deleted topics refuse."""

import pytest
from telegram import Bot, Update

from sandbox import ApiError, Person, Sandbox
from sandbox.groups import Group
from tests.sandbox.support import Api


@pytest.fixture
async def forum(sandbox: Sandbox, anna: Person) -> Group:
    """A supergroup with topics and the bot in it."""
    forum = sandbox.add_supergroup("Ideas", members=[anna], forum=True)
    await forum.add_bot(by=anna)
    sandbox.world.updates.clear()
    return forum


async def test_a_message_stands_in_its_topic(sandbox: Sandbox, api: Api, forum: Group, anna: Person) -> None:
    """The thread is the number of the message that opened the topic, which every message in it answers."""
    opened = await forum.open_topic(anna, "Coffee")
    thread = opened["message_id"]
    assert opened["message_thread_id"] == thread
    assert sandbox.world.updates.pending[-1]["message"]["forum_topic_created"]["name"] == "Coffee"
    said = await forum.send(anna, "/menu", topic=thread)
    heard = sandbox.world.updates.pending[-1]["message"]
    assert heard == said
    assert (heard["message_thread_id"], heard["is_topic_message"], heard["chat"]["is_forum"]) == (thread, True, True)
    assert heard["reply_to_message"]["message_id"] == thread
    answer = (await api("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread))["result"]
    assert (answer["message_thread_id"], answer["is_topic_message"]) == (thread, True)
    edited = await api("editMessageText", chat_id=forum.id, message_id=answer["message_id"], text="y")
    assert edited["result"]["message_thread_id"] == thread
    general = (await api("sendMessage", chat_id=forum.id, text="to all"))["result"]
    assert "message_thread_id" not in general


async def test_an_answer_goes_where_the_question_is(api: Api, forum: Group, anna: Person) -> None:
    """Without a thread given, in the topic of the message it answers."""
    thread = (await forum.open_topic(anna, "Coffee"))["message_id"]
    said = await forum.send(anna, "/menu", topic=thread)
    answer = await api("sendMessage", chat_id=forum.id, text="x", reply_parameters={"message_id": said["message_id"]})
    assert (answer["result"]["message_thread_id"], answer["result"]["is_topic_message"]) == (thread, True)
    assert answer["result"]["reply_to_message"]["text"] == "/menu"


async def test_no_such_topic(api: Api, sandbox: Sandbox, forum: Group, anna: Person) -> None:
    """Nor is General one, nor a chain of answers in a group without topics, whose messages carry a thread too."""
    for thread in (1, 999):
        answer = await api("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
        assert answer["description"] == "Bad Request: message thread not found"
    answer = await api("sendChatAction", chat_id=forum.id, action="typing", message_thread_id=999)
    assert answer["description"] == "Bad Request: message thread not found"
    plain = sandbox.add_supergroup("Plain", members=[anna])
    await plain.add_bot(by=anna)
    first = await plain.send(anna, "/one")
    second = await plain.send(anna, "/two", reply_to=first)
    third = await plain.send(anna, "/three", reply_to=second)
    assert {second["message_thread_id"], third["message_thread_id"]} == {first["message_id"]}
    assert "is_topic_message" not in third
    answer = await api("sendMessage", chat_id=plain.id, text="x", message_thread_id=first["message_id"])
    assert answer["description"] == "Bad Request: message thread not found"
    with pytest.raises(ApiError, match="not a forum"):
        await plain.open_topic(anna, "x")


async def test_the_bot_keeps_topics(sandbox: Sandbox, api: Api, forum: Group, anna: Person) -> None:
    """As an administrator: opens, renames, closes, opens again, deletes with all that is in it."""
    refused = await api("createForumTopic", chat_id=forum.id, name="Tea")
    assert refused["description"] == "Bad Request: not enough rights to create a topic"
    await forum.promote_bot(by=anna)
    made = (await api("createForumTopic", chat_id=forum.id, name="Tea", icon_color=0x8EEE98))["result"]
    thread = made["message_thread_id"]
    assert (made["name"], made["icon_color"]) == ("Tea", 0x8EEE98)
    place = {"chat_id": forum.id, "message_thread_id": thread}
    assert (await api("editForumTopic", **place, name="Teas"))["ok"]
    assert (await api("closeForumTopic", **place))["ok"]
    with pytest.raises(ApiError, match="TOPIC_CLOSED"):
        await forum.send(anna, "too late", topic=thread)
    assert (await api("sendMessage", **place, text="closed"))["ok"], "who manages topics may"
    assert (await api("closeForumTopic", **place))["description"] == "Bad Request: TOPIC_NOT_MODIFIED"
    assert (await api("reopenForumTopic", **place))["ok"]
    await forum.send(anna, "at last", topic=thread)
    kinds = [
        next(iter(set(m) & {"forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"}))
        for m in forum.messages
        if "forum_topic" in str(list(m))
    ]
    assert kinds == ["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"]
    assert (await api("deleteForumTopic", **place))["ok"]
    assert [m for m in forum.messages if m.get("message_thread_id")] == []
    answer = await api("sendMessage", **place, text="x")
    assert answer["description"] == "Bad Request: message thread not found"


@pytest.mark.parametrize(
    ("facts", "description"),
    [
        ({"name": " "}, "TOPIC_TITLE_EMPTY"),
        ({"name": "x" * 129}, "sandbox: a topic's name has at most 128 characters"),
        ({"name": "x", "icon_color": 1}, "sandbox: icon_color is none of the six that Telegram offers"),
        ({"name": "x", "colour": 1}, "sandbox: unknown parameter 'colour' of createForumTopic"),
    ],
)
async def test_bad_topics_are_refused(
    api: Api, forum: Group, anna: Person, facts: dict[str, object], description: str
) -> None:
    await forum.promote_bot(by=anna)
    answer = await api("createForumTopic", chat_id=forum.id, **facts)
    assert answer["description"] == f"Bad Request: {description}"


async def test_topics_exist_in_supergroups_only(sandbox: Sandbox, api: Api, anna: Person) -> None:
    answer = await api("createForumTopic", chat_id=anna.id, name="x")
    assert answer["description"] == "Bad Request: method is available only for supergroups"
    plain = sandbox.add_supergroup("Plain", members=[anna])
    await plain.add_bot(by=anna)
    answer = await api("createForumTopic", chat_id=plain.id, name="x")
    assert answer["description"] == "Bad Request: the chat is not a forum"


async def test_the_real_client_answers_in_the_topic(sandbox: Sandbox, forum: Group, anna: Person, bot: Bot) -> None:
    """python-telegram-bot's reply_text, unmodified, and people who keep the topics themselves."""
    await forum.promote(anna)
    thread = (await forum.open_topic(anna, "Coffee"))["message_id"]
    await forum.rename_topic(anna, thread, "Coffees")
    await forum.close_topic(anna, thread)
    await forum.close_topic(anna, thread, closed=False)
    await forum.send(anna, "/menu", topic=thread)
    updates = [Update.de_json(update, bot) for update in sandbox.world.updates.pending]
    messages = [update.message for update in updates if update.message]
    assert [bool(m.forum_topic_edited) for m in messages] == [False, True, False, False, False]
    await messages[-1].reply_text("here")
    assert forum.last["message_thread_id"] == thread
    await forum.delete_topic(anna, thread)
    assert forum.texts == []
