"""Groups: what the bot hears there, who is a member, what the group says of itself, and how messages are numbered."""

from typing import Any

import pytest

from sandbox import NotPossible, Person, Sandbox
from sandbox.groups import Group
from tests.sandbox.support import Api, Json


@pytest.fixture
def boris(sandbox: Sandbox) -> Person:
    return sandbox.add_person("Boris")


@pytest.fixture
async def group(sandbox: Sandbox, anna: Person, boris: Person) -> Group:
    """A supergroup of both with the bot in it; the bot has seen all so far."""
    group = sandbox.add_supergroup("Regulars", members=[anna, boris])
    await group.add_bot(by=anna)
    sandbox.world.updates.clear()
    return group


def heard(sandbox: Sandbox) -> list[Json]:
    """The messages that reached the bot since it last looked."""
    messages = [update["message"] for update in sandbox.world.updates.pending if "message" in update]
    sandbox.world.updates.clear()
    return messages


async def test_a_supergroup_numbers_its_own_messages(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """From 1; private chats and basic groups share the one count of the bot's account."""
    basic, own, other = (
        sandbox.add_group("A", [anna]),
        sandbox.add_supergroup("B", [anna]),
        sandbox.add_supergroup("C", [anna]),
    )
    for group in (basic, own, other):
        await group.add_bot(by=anna)

    async def number(chat_id: int) -> int:
        return int((await api("sendMessage", chat_id=chat_id, text="x"))["result"]["message_id"])

    assert [await number(chat.id) for chat in (own, other, own, anna, basic, anna)] == [2, 2, 3, 3, 4, 5]
    assert own.chat.messages[2]["chat"]["title"] == "B"
    assert other.chat.messages[2]["chat"]["title"] == "C"
    await api("editMessageText", chat_id=other.id, message_id=2, text="changed")
    await api("deleteMessage", chat_id=own.id, message_id=3)
    assert [chat.texts for chat in (own, other)] == [["x"], ["changed"]]
    assert await number(own.id) == 4, "a number that was deleted is not given again"


async def test_a_grown_group_begins_at_one(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """Its old id answers every method with the new one."""
    group = sandbox.add_group("Team", members=[anna])
    await group.add_bot(by=anna)
    await group.promote(anna)
    grown = await group.upgrade(by=anna)
    with pytest.raises(NotPossible, match="has become a supergroup"):
        await group.send(anna, "to the old one")
    assert [message["message_id"] for message in grown.messages] == [1]
    for method, more in (("sendMessage", {"text": "x"}), ("sendChatAction", {"action": "typing"}), ("getChat", {})):
        answer = await api(method, chat_id=group.id, **more)
        assert answer["parameters"] == {"migrate_to_chat_id": grown.id}
    found = await api("getChatMember", chat_id=grown.id, user_id=anna.id)
    assert (found["result"]["status"], found["result"]["can_manage_topics"]) == ("administrator", True)


async def test_privacy_mode(sandbox: Sandbox, api: Api, group: Group, anna: Person) -> None:
    """Commands that are not another bot's, the bot's name, answers to it; once it is an administrator, everything."""
    hello = (await api("sendMessage", chat_id=group.id, text="hello"))["result"]
    said = ["talk", "😀 /balance@zorg_bot", "/balance@other_bot", "/balance", "ask @zorg_bot", "a/b"]
    for text in said:
        await group.send(anna, text)
    await group.send(anna, "thanks", reply_to=hello)
    assert [m["text"] for m in heard(sandbox)] == ["😀 /balance@zorg_bot", "/balance", "ask @zorg_bot", "thanks"]
    sent = await group.send(anna, "quiet")
    await group.edit(anna, sent, "still quiet")
    assert sandbox.world.updates.pending == []
    await group.promote_bot(by=anna)
    await group.send(anna, "talk")
    assert [m["text"] for m in heard(sandbox)] == ["talk"]
    await group.edit(anna, sent, "now heard")
    assert sandbox.world.updates.pending[-1]["edited_message"]["text"] == "now heard"
    await group.demote_bot(by=anna)
    sandbox.world.updates.clear()
    await group.send(anna, "talk")
    assert heard(sandbox) == []


async def test_without_privacy_mode_the_bot_hears_everything(anna: Person) -> None:
    sandbox = Sandbox(privacy_mode=False)
    boris = sandbox.add_person("Boris")
    group = sandbox.add_group("Team", [boris])
    await group.add_bot(by=boris)
    await group.send(boris, "talk")
    assert heard(sandbox)[-1]["text"] == "talk"


async def test_an_anonymous_administrator(sandbox: Sandbox, api: Api, group: Group, anna: Person) -> None:
    """Writes as the group, under a title; pressing a button tells who it is."""
    await group.promote(anna, anonymous=True, title="The boss")
    await api(
        "sendMessage",
        chat_id=group.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
    )
    await group.send(anna, "/ban")
    said = heard(sandbox)[0]
    assert said["from"] == {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    assert (said["sender_chat"]["id"], said["author_signature"]) == (group.id, "The boss")
    await group.press(anna, "A")
    pressed = sandbox.world.updates.pending[-1]["callback_query"]
    assert (pressed["from"]["id"], pressed["message"]["chat"]["id"], pressed["data"]) == (anna.id, group.id, "a")
    administrators = (await api("getChatAdministrators", chat_id=group.id))["result"]
    assert [(a["user"]["id"], a["is_anonymous"], a["custom_title"]) for a in administrators] == [
        (anna.id, True, "The boss")
    ]


async def test_who_is_no_member_does_nothing(group: Group, sandbox: Sandbox) -> None:
    """Neither writes nor presses nor pins."""
    stranger = sandbox.add_person("Carl")
    for act in (
        group.send(stranger, "x"),
        group.press_data(stranger, "x", group.messages[0]),
        group.set_auto_delete(stranger, 60),
        group.kick(stranger, stranger),
        group.leave(stranger),
    ):
        with pytest.raises(NotPossible, match="Carl is no"):
            await act


async def test_what_a_group_says_of_itself(sandbox: Sandbox, group: Group, anna: Person, boris: Person) -> None:
    """Service messages reach the bot in privacy mode too, each as the real client reads it."""
    carl = sandbox.add_person("Carl")
    said = await group.send(anna, "read this")
    await group.pin(anna, said)
    await group.set_auto_delete(anna, 86_400)
    await group.set_background(anna)
    await group.boost(boris, 2)
    await group.rename(anna, "Friends")
    await group.join(carl, by=anna)
    await group.leave(carl)
    messages = heard(sandbox)
    assert messages[0]["pinned_message"]["text"] == "read this"
    assert messages[1]["message_auto_delete_timer_changed"] == {"message_auto_delete_time": 86_400}
    assert messages[2]["chat_background_set"]["type"]["type"] == "fill"
    assert messages[3]["boost_added"] == {"boost_count": 2}
    assert (messages[4]["new_chat_title"], messages[4]["chat"]["title"]) == ("Friends", "Friends")
    assert (messages[5]["from"]["id"], messages[5]["new_chat_members"][0]["id"]) == (anna.id, carl.id)
    assert (messages[6]["from"]["id"], messages[6]["left_chat_member"]["id"]) == (carl.id, carl.id)


async def test_what_people_do_to_a_private_chat(sandbox: Sandbox, anna: Person) -> None:
    """The timer, the background and a pin come as messages without words."""
    sandbox.world.updates.clear()
    await anna.pin(anna.messages[0])
    await anna.set_auto_delete(60)
    await anna.set_background()
    kinds = {"pinned_message", "message_auto_delete_timer_changed", "chat_background_set"}
    assert [set(message) & kinds for message in heard(sandbox)] == [
        {"pinned_message"}, {"message_auto_delete_timer_changed"}, {"chat_background_set"},
    ]  # fmt: skip


async def test_the_bot_hears_of_its_own_pinning(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """As of no other message of its own."""
    sandbox.world.updates.clear()
    await api("pinChatMessage", chat_id=anna.id, message_id=anna.messages[0]["message_id"])
    assert [message["from"]["id"] for message in heard(sandbox)] == [sandbox.world.bot["id"]]


async def test_members_come_and_go(sandbox: Sandbox, api: Api, group: Group, anna: Person, boris: Person) -> None:
    """An administrating bot that asked for it is told; it bans, and who is banned comes back when allowed to."""
    sandbox.world.updates.allowed = ["chat_member", "message"]
    refused = await api("banChatMember", chat_id=group.id, user_id=boris.id)
    assert refused["description"] == "Bad Request: not enough rights to restrict/unrestrict chat member"
    await group.promote_bot(by=anna)
    assert (await api("banChatMember", chat_id=group.id, user_id=boris.id))["ok"]
    change = sandbox.world.updates.pending[-2]["chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert sandbox.world.updates.pending[-1]["message"]["left_chat_member"]["id"] == boris.id
    assert (await api("getChatMember", chat_id=group.id, user_id=boris.id))["result"]["status"] == "kicked"
    assert (await api("getChatMemberCount", chat_id=group.id))["result"] == 2
    assert (await api("unbanChatMember", chat_id=group.id, user_id=boris.id))["ok"]
    assert (await api("getChatMember", chat_id=group.id, user_id=boris.id))["description"].endswith("member not found")
    await group.join(boris)
    assert (await api("unbanChatMember", chat_id=group.id, user_id=boris.id, only_if_banned=True))["ok"]
    await group.send(boris, "still here")
    await group.promote(anna)
    await group.kick(boris, by=anna)
    assert boris.id not in group.chat.members
    refused = await api("banChatMember", chat_id=group.id, user_id=anna.id)
    assert refused["description"] == "Bad Request: user is an administrator of the chat"
    await group.demote(anna)
    assert (await api("getChatAdministrators", chat_id=group.id, return_bots=True))["result"][0]["user"]["is_bot"]


async def test_the_bot_is_muted_and_kicked(sandbox: Sandbox, api: Api, group: Group, anna: Person) -> None:
    """It hears that it was taken out, and nothing after."""
    await group.mute_bot(by=anna)
    answer = await api("sendMessage", chat_id=group.id, text="x")
    assert answer["description"] == "Bad Request: not enough rights to send text messages to the chat"
    assert (await api("getChatAdministrators", chat_id=group.id))["ok"], "it may look all the same"
    assert sandbox.world.updates.pending[-1]["my_chat_member"]["new_chat_member"]["can_send_messages"] is False
    await group.remove_bot(by=anna)
    left, change = sandbox.world.updates.pending[-2:]
    assert left["message"]["left_chat_member"]["id"] == sandbox.world.bot["id"]
    assert change["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    answer = await api("sendMessage", chat_id=group.id, text="x")
    assert answer["description"] == "Forbidden: bot was kicked from the supergroup chat"
    sandbox.world.updates.clear()
    await group.send(anna, "/start@zorg_bot")
    await group.set_auto_delete(anna, 0)
    assert sandbox.world.updates.pending == []


@pytest.mark.parametrize(("method", "more"), [("banChatMember", {"user_id": 9}), ("getChatAdministrators", {})])
async def test_methods_for_groups_refuse_private_chats(
    api: Api, anna: Person, method: str, more: dict[str, Any]
) -> None:
    assert not (await api(method, chat_id=anna.id, **more))["ok"]
