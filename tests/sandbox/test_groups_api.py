"""Groups over HTTP, for whoever drives the sandbox from outside Python."""

from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox import Person, Sandbox
from sandbox.groups_api import ACTS
from tests.sandbox.support import Api

pytestmark = pytest.mark.usefixtures("api")


@pytest.fixture
def ask(sandbox: Sandbox, http: ClientSession) -> Api:
    """Status and body of a request to the groups."""

    async def ask(path: str, body: Any = None) -> Any:
        method = "GET" if body is None else "POST"
        async with http.request(method, f"{sandbox.url}/sandbox/groups{path}", json=body) as response:
            return response.status, await response.json()

    return ask


async def test_a_forum_is_made_and_used(sandbox: Sandbox, api: Api, ask: Any, anna: Person) -> None:
    """Made, joined by the bot, given a topic, written in, pressed in."""
    _, made = await ask("", {"title": "Ideas", "kind": "forum", "members": [anna.id]})
    assert (made["type"], made["is_forum"], made["members"]) == ("supergroup", True, [anna.id])
    place, by = f"/{made['id']}", {"by": anna.id}
    await ask(f"{place}/add_bot", by)
    _, topic = await ask(f"{place}/topics", by | {"name": "Coffee"})
    thread = topic["message_thread_id"]
    buttons = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    await api("sendMessage", chat_id=made["id"], message_thread_id=thread, text="x", reply_markup=buttons)
    _, said = await ask(f"{place}/messages", by | {"text": "/menu", "message_thread_id": thread})
    assert (said["is_topic_message"], said["from"]["id"]) == (True, anna.id)
    _, pressed = await ask(f"{place}/press", by | {"label": "A"})
    assert sandbox.world.updates.pending[-1]["callback_query"]["id"] == pressed["callback_query_id"]
    _, shown = await ask(f"{place}/chat")
    assert [topic["name"] for topic in shown["group"]["topics"]] == ["Coffee"]
    assert shown["messages"][-1] == said
    _, listed = await ask("")
    assert [group["bot_status"] for group in listed["groups"]] == ["member"]


async def test_everything_members_do_has_an_address(sandbox: Sandbox, ask: Any, anna: Person) -> None:
    """Each of them once, in an order in which they are possible."""
    boris = sandbox.add_person("Boris")
    _, made = await ask("", {"title": "Team", "members": [anna.id]})
    place = f"/{made['id']}"
    facts = {"seconds": 60, "count": 2, "title": "Friends", "message_id": 0, "anonymous": True}
    acts = [
        "add_bot", "promote_bot", "demote_bot", "mute_bot", "promote", "demote", "messages", "auto_delete",
        "background", "boost", "title", "pin",
    ]  # fmt: skip
    for act in acts:
        body = {"by": anna.id, **facts, "text": "x"}
        if act == "pin":
            body["message_id"] = sandbox.groups[made["id"]].messages[0]["message_id"]
        assert (await ask(f"{place}/{act}", body))[0] == 200, act
    assert (await ask(f"{place}/join", {"by": boris.id}))[0] == 200
    assert (await ask(f"{place}/leave", {"by": boris.id}))[0] == 200
    assert (await ask(f"{place}/remove_bot", {"by": anna.id}))[0] == 200
    status, grown = await ask(f"{place}/upgrade", {"by": anna.id})
    assert (status, grown["type"], grown["title"]) == (200, "supergroup", "Friends")
    assert set(ACTS) == {*acts, "join", "leave", "remove_bot", "upgrade", "press", "topics"}


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("", {"title": " "}, 400, "A group needs a title."),
        ("", {"title": "x", "kind": "party"}, 400, "A group is a group, a supergroup or a forum."),
        ("", {"title": "x", "members": [9]}, 400, "There is no such person."),
        ("/-9/chat", None, 404, "There is no such group."),
        ("/-9/messages", {}, 404, "There is no such group."),
    ],
)
async def test_what_cannot_be_is_said_in_words(ask: Any, path: str, body: Any, status: int, error: str) -> None:
    assert await ask(path, body) == (status, {"error": error})


async def test_acts_that_are_none(sandbox: Sandbox, ask: Any, anna: Person) -> None:
    """An unknown act, nobody who acts, and a stranger."""
    group = sandbox.add_group("Team")
    assert await ask(f"/{group.id}/dance", {"by": anna.id}) == (404, {"error": "Nobody can do that in a group."})
    assert await ask(f"/{group.id}/messages", {"text": "x"}) == (400, {"error": "There is no such person."})
    assert await ask(f"/{group.id}/messages", {"by": anna.id}) == (400, {"error": "Anna is not in the group"})


async def test_a_private_chat_changes(sandbox: Sandbox, http: ClientSession, anna: Person) -> None:
    """What the page's menus offer: pin, auto-delete, background."""
    base = f"{sandbox.url}/sandbox/people/{anna.id}"
    for act, body in (("pin", {"message_id": 1}), ("auto_delete", {"seconds": 60}), ("background", {})):
        async with http.post(f"{base}/{act}", json=body) as response:
            assert response.status == 200, await response.text()
    assert [sorted(set(message) - {"message_id", "from", "chat", "date"}) for message in anna.messages[1:]] == [
        ["pinned_message"], ["message_auto_delete_timer_changed"], ["chat_background_set"],
    ]  # fmt: skip
    async with http.post(f"{base}/pin", json={"message_id": 99}) as response:
        assert (response.status, (await response.json())["error"]) == (400, "that message is no longer there")
