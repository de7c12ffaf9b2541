"""Faults on demand, and Telegram's limits on sending."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ServerDisconnectedError

from sandbox import Person, Sandbox
from tests.sandbox.support import Api, Clock, Json


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("429", 429, "Too Many Requests: retry after 7"),
        ("401", 401, "Unauthorized"),
        ("404", 404, "Not Found"),
        ("500", 500, "Internal Server Error: restart"),
        ("502", 502, "Bad Gateway"),
    ],
)
async def test_a_fault_happens_as_often_as_asked(
    sandbox: Sandbox, api: Api, anna: Person, kind: str, status: int, description: str
) -> None:
    """Then all is well again; other methods never noticed."""
    sandbox.faults.add("sendMessage", kind, retry_after=7, times=2)  # type: ignore[arg-type]
    assert (await api("getMe"))["ok"]
    for _ in range(2):
        answer = await api("sendMessage", chat_id=anna.id, text="x")
        assert (answer["error_code"], answer["description"]) == (status, description)
    assert (await api("sendMessage", chat_id=anna.id, text="x"))["ok"]
    assert anna.texts == ["x"]


@pytest.mark.parametrize(("kind", "texts"), [("drop", []), ("drop_after", ["x"])])
async def test_a_connection_breaks_before_or_after_the_work(
    sandbox: Sandbox, http: ClientSession, anna: Person, kind: str, texts: list[str]
) -> None:
    """The bot sees the same; Anna does not."""
    sandbox.faults.add("*", kind)  # type: ignore[arg-type]
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    with pytest.raises((ServerDisconnectedError, ConnectionError)):
        await http.post(url, json={"chat_id": anna.id, "text": "x"})
    assert anna.texts == texts


async def test_a_late_answer_comes(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """Faults that are cleared do not come at all."""
    sandbox.faults.add("sendMessage", "delay", seconds=0.001)
    assert (await api("sendMessage", chat_id=anna.id, text="late"))["ok"]
    sandbox.faults.add("sendMessage", "500")
    sandbox.faults.clear()
    assert (await api("sendMessage", chat_id=anna.id, text="fine"))["ok"]


async def test_one_chat_waits_and_the_others_do_not(sandbox: Sandbox, api: Api, anna: Person, clock: Clock) -> None:
    """For so many seconds, of which each answer names those that are left."""
    boris = sandbox.add_person("Boris", started=True)
    sandbox.faults.add("*", "429", chat_id=anna.id, lasting=10)

    async def to(person: Person) -> Json:
        return await api("sendMessage", chat_id=person.id, text="x")

    assert (await to(boris))["ok"]
    assert (await to(anna))["parameters"] == {"retry_after": 10}
    clock.time += 7.5
    assert (await to(anna))["parameters"] == {"retry_after": 3}
    assert (await to(boris))["ok"]
    clock.time += 2.5
    assert (await to(anna))["ok"]


async def test_everybody_waits(sandbox: Sandbox, api: Api, anna: Person, clock: Clock) -> None:
    """Every method, until the time is over."""
    sandbox.faults.add("*", "429", lasting=5)
    for method, facts in (("getMe", {}), ("sendMessage", {"chat_id": anna.id, "text": "x"})):
        assert (await api(method, **facts))["parameters"] == {"retry_after": 5}
    clock.time += 5
    assert (await api("getMe"))["ok"]


@pytest.mark.parametrize("status", [403, 502])
async def test_a_page_in_place_of_an_answer(sandbox: Sandbox, http: ClientSession, anna: Person, status: int) -> None:
    """As proxies and blocks of providers give it; the work is not done."""
    sandbox.faults.add("sendMessage", f"html_{status}")  # type: ignore[arg-type]
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    async with http.post(url, json={"chat_id": anna.id, "text": "x"}) as response:
        assert (response.status, response.content_type) == (status, "text/html")
        assert "<h1>" in await response.text()
    assert anna.texts == []


@pytest.mark.parametrize(("kind", "texts"), [("hang", []), ("hang_after", ["x"])])
async def test_an_answer_that_does_not_come(
    sandbox: Sandbox, http: ClientSession, api: Api, anna: Person, kind: str, texts: list[str]
) -> None:
    """Before the work or after it, until the faults are cleared; other calls are served meanwhile."""
    sandbox.faults.add("sendMessage", kind)  # type: ignore[arg-type]
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    hanging = asyncio.create_task(http.post(url, json={"chat_id": anna.id, "text": "x"}))
    for _ in range(3):
        assert (await api("getMe"))["ok"]
    assert not hanging.done()
    sandbox.faults.clear()
    with pytest.raises((ServerDisconnectedError, ConnectionError)):
        await hanging
    assert anna.texts == texts


async def test_a_fault_lasts_until_it_is_cleared(sandbox: Sandbox, api: Api, anna: Person) -> None:
    sandbox.faults.add("getMe", "401", times=None)
    assert [(await api("getMe"))["error_code"] for _ in range(3)] == [401] * 3
    sandbox.faults.clear()
    assert (await api("getMe"))["ok"]


@pytest.fixture
async def strict(clock: Clock) -> AsyncIterator[Sandbox]:
    """A sandbox that limits the rate of sending."""
    sandbox = Sandbox(clock=clock, rate_limits=True)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


async def test_one_message_a_second_to_a_person(strict: Sandbox, http: ClientSession, clock: Clock) -> None:
    """After a small burst; the answer says in three places how long to wait."""
    anna = strict.add_person("Anna")
    await anna.send("/start")
    url = f"{strict.url}/bot{strict.token}/sendMessage"
    statuses = []
    for _ in range(4):
        async with http.post(url, json={"chat_id": anna.id, "text": "x"}) as response:
            statuses.append(response.status)
            body, header = await response.json(), response.headers.get("Retry-After")
    assert statuses == [200, 200, 200, 429]
    assert (body["description"], body["parameters"], header) == (
        "Too Many Requests: retry after 1",
        {"retry_after": 1},
        "1",
    )
    clock.time += 1
    number = anna.last["message_id"]
    edit = url.replace("sendMessage", "editMessageText")
    for status in (200, 429):
        async with http.post(edit, json={"chat_id": anna.id, "message_id": number, "text": str(status)}) as response:
            assert response.status == status


async def test_thirty_messages_a_second_in_all(strict: Sandbox, http: ClientSession) -> None:
    """And twenty a minute to a group."""
    url = f"{strict.url}/bot{strict.token}/sendMessage"
    anna = strict.add_person("Anna")
    group = strict.add_group("Team", members=[anna])
    await group.add_bot(by=anna)

    async def sent(chat_id: int) -> bool:
        async with http.post(url, json={"chat_id": chat_id, "text": "x"}) as response:
            return response.status == 200

    assert [await sent(group.id) for _ in range(21)] == [True] * 20 + [False]
    people = [strict.add_person(str(number)) for number in range(11)]
    for person in people:
        await person.send("/start")
    assert [await sent(person.id) for person in people] == [True] * 10 + [False]


async def test_metering_can_begin_later(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """For a test that first sets its scene."""
    for _ in range(5):
        assert (await api("sendMessage", chat_id=anna.id, text="x"))["ok"]
    sandbox.meter()
    sent = [(await api("sendMessage", chat_id=anna.id, text="x"))["ok"] for _ in range(4)]
    assert sent == [True, True, True, False]


async def test_a_stopped_sandbox_has_no_address() -> None:
    """And one that never started can be stopped."""
    sandbox = Sandbox()
    await sandbox.stop()
    with pytest.raises(RuntimeError, match="not started"):
        _ = sandbox.url
