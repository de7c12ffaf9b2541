"""Updates by long polling."""

import asyncio

import pytest

from sandbox import Person, Sandbox
from tests.sandbox.support import Api, Json


def ids(answer: Json) -> list[int]:
    return [update["update_id"] for update in answer["result"]]


async def test_an_update_comes_again_until_its_successor_is_asked_for(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """The offset acknowledges everything below it."""
    await anna.send("two")
    first, second = ids(await api("getUpdates"))
    assert ids(await api("getUpdates")) == [first, second]
    assert ids(await api("getUpdates", limit=1)) == [first]
    assert ids(await api("getUpdates", offset=second)) == [second]
    with pytest.raises(AssertionError, match="two"):
        await sandbox.settled(timeout=0)
    assert ids(await api("getUpdates", offset=second + 1)) == []
    await sandbox.settled()


async def test_a_negative_offset_keeps_the_newest(api: Api, anna: Person) -> None:
    """All before them are forgotten."""
    await anna.send("two")
    await anna.send("three")
    newest = ids(await api("getUpdates", offset=-2))
    assert len(newest) == 2
    assert ids(await api("getUpdates")) == newest


async def test_a_long_poll_wakes_with_the_update(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """And not before."""
    (first,) = ids(await api("getUpdates"))
    poll = asyncio.create_task(api("getUpdates", offset=first + 1, timeout=30))
    await sandbox.settled()
    await anna.send("there you are")
    assert (await poll)["result"][0]["message"]["text"] == "there you are"


async def test_of_two_polls_the_older_ends_with_a_conflict(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """409, as when two copies of a bot run."""
    (first,) = ids(await api("getUpdates"))
    older = asyncio.create_task(api("getUpdates", offset=first + 1, timeout=30))
    await sandbox.settled()
    newer = asyncio.create_task(api("getUpdates", offset=first + 1, timeout=30))
    assert (await older)["description"].startswith("Conflict: terminated by other getUpdates request")
    await anna.send("x")
    assert len((await newer)["result"]) == 1


async def test_a_webhook_ends_polling(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """The waiting poll ends, further ones are refused until the webhook is deleted."""
    (first,) = ids(await api("getUpdates"))
    poll = asyncio.create_task(api("getUpdates", offset=first + 1, timeout=30))
    await sandbox.settled()
    await api("setWebhook", url="http://127.0.0.1:9/")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    refused = await api("getUpdates")
    assert refused["error_code"] == 409
    assert "while webhook is active" in refused["description"]
    await api("deleteWebhook", drop_pending_updates=True)
    assert (await api("getUpdates"))["ok"]


async def test_only_the_kinds_asked_for_arrive(api: Api, anna: Person) -> None:
    """The choice is remembered; an empty list brings the default back."""
    await api("getUpdates", offset=-1, allowed_updates=["callback_query"])
    await anna.send("unheard")
    await anna.press_data("x", anna.messages[0])
    assert [set(u) - {"update_id"} for u in (await api("getUpdates"))["result"]][1:] == [{"callback_query"}]
    await api("getUpdates", offset=-1, allowed_updates=[])
    await anna.send("heard")
    assert (await api("getUpdates"))["result"][-1]["message"]["text"] == "heard"


async def test_a_bot_that_does_not_acknowledge_is_slowed_down() -> None:
    """A poll that repeats its offset while updates are due waits; the answer is the same."""
    sandbox = Sandbox(poll_repeat_wait=0.05)
    await sandbox.start()
    await sandbox.add_person("Anna").send("hi")
    updates = sandbox.world.updates
    loop = asyncio.get_running_loop()
    first = await updates.poll(0, 100, 0)
    started = loop.time()
    fast = await updates.poll(first[0]["update_id"], 100, 0)
    assert loop.time() - started < 0.05
    assert await updates.poll(first[0]["update_id"], 100, 30) == first == fast
    assert loop.time() - started >= 0.05
    await sandbox.stop()


async def test_a_lost_acknowledgement_delivers_twice(sandbox: Sandbox, api: Api) -> None:
    """The same update with the same id, once."""
    sandbox.duplicate_next_update()
    boris = sandbox.add_person("Boris")
    await boris.send("one")
    await boris.send("two")
    one, again, two = ids(await api("getUpdates"))
    assert one == again
    assert two == one + 1


async def test_the_bots_own_connection(api: Api) -> None:
    """getMe, logOut, close, getWebhookInfo."""
    assert (await api("getMe"))["result"]["supports_inline_queries"] is True
    assert (await api("logOut"))["result"] is (await api("close"))["result"] is True
    assert (await api("getWebhookInfo"))["result"]["url"] == ""
