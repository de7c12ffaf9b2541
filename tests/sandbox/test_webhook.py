"""Updates by webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox import Person, Sandbox
from tests.sandbox.support import Api, Json


class BotServer:
    """The bot's end: remembers what came and answers as told."""

    def __init__(self) -> None:
        self.received: list[Json] = []
        self.headers: list[str | None] = []
        self.answers: list[web.Response] = []
        self.decide: Callable[[Json], asyncio.Event | None] = lambda _: None
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.received.append(update)
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if gate := self.decide(update):
            await gate.wait()
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def server() -> AsyncIterator[BotServer]:
    bot_server = BotServer()
    app = web.Application()
    app.router.add_post("/hook", bot_server.handle)
    test_server = TestServer(app)
    await test_server.start_server()
    bot_server.url = str(test_server.make_url("/hook"))
    yield bot_server
    await test_server.close()


async def test_waiting_and_new_updates_are_delivered_with_the_secret(
    sandbox: Sandbox, api: Api, anna: Person, server: BotServer
) -> None:
    """In order, and acknowledged by a 2xx."""
    await api("setWebhook", url=server.url, secret_token="s3cret", max_connections=7)
    await anna.send("two")
    await sandbox.settled()
    assert [u["message"]["text"] for u in server.received] == ["/start", "two"]
    assert set(server.headers) == {"s3cret"}
    info = (await api("getWebhookInfo"))["result"]
    assert (info["url"], info["max_connections"], info["pending_update_count"]) == (server.url, 7, 0)


async def test_a_failed_delivery_is_repeated_in_order(
    sandbox: Sandbox, api: Api, anna: Person, server: BotServer
) -> None:
    """Errors and Retry-After delay; nothing overtakes within a chat."""
    server.answers = [web.Response(status=500), web.Response(status=429, headers={"Retry-After": "0"})]
    await anna.send("two")
    await api("setWebhook", url=server.url, allowed_updates=["message"])
    await sandbox.settled()
    assert [u["message"]["text"] for u in server.received] == ["/start"] * 3 + ["two"]
    info = (await api("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 429 Too Many Requests"
    assert info["allowed_updates"] == ["message"]


async def test_a_slow_chat_does_not_hold_up_another(
    sandbox: Sandbox, api: Api, anna: Person, server: BotServer
) -> None:
    """Each chat has a queue of its own."""
    boris, gate = sandbox.add_person("Boris"), asyncio.Event()
    server.decide = lambda update: gate if update["message"]["from"]["id"] == anna.id else None
    await api("setWebhook", url=server.url)
    await boris.send("quick")
    await sandbox.world.updates.acknowledged.until(lambda: len(sandbox.world.updates.pending) == 1, 5)
    assert sandbox.world.updates.pending[0]["message"]["from"]["id"] == anna.id
    gate.set()
    await sandbox.settled()


async def test_the_answer_may_be_a_method_call(sandbox: Sandbox, api: Api, anna: Person, server: BotServer) -> None:
    """It is carried out; getters are not, and anything else is ignored."""
    server.answers = [
        web.json_response({"method": "sendMessage", "chat_id": anna.id, "text": "by the way"}),
        web.json_response({"method": "getMe"}),
        web.json_response(["no", "call"]),
    ]
    await anna.send("two")
    await anna.send("three")
    await api("setWebhook", url=server.url)
    await sandbox.settled()
    assert anna.texts == ["by the way"]
    assert [method for method, _, _ in sandbox.requests] == ["setWebhook", "sendMessage"]


@pytest.mark.parametrize("kind", ["drop", "html_502"])
async def test_an_answer_that_fails_holds_up_nothing(
    sandbox: Sandbox, api: Api, anna: Person, server: BotServer, kind: str
) -> None:
    """A method call in an answer that meets a broken connection: the next updates come all the same."""
    await api("setWebhook", url=server.url)
    await sandbox.settled()
    sandbox.faults.add("sendMessage", kind)  # type: ignore[arg-type]
    server.answers = [web.json_response({"method": "sendMessage", "chat_id": anna.id, "text": "lost"})]
    await anna.send("two")
    await anna.send("three")
    await sandbox.settled()
    assert [update["message"]["text"] for update in server.received] == ["/start", "two", "three"]


async def test_a_lost_acknowledgement_delivers_twice(
    sandbox: Sandbox, api: Api, anna: Person, server: BotServer
) -> None:
    """Whether the webhook is there already or comes later."""
    sandbox.duplicate_next_update()
    await anna.send("two")
    await api("setWebhook", url=server.url)
    sandbox.duplicate_next_update()
    await anna.send("three")
    await sandbox.settled()
    assert [u["message"]["text"] for u in server.received] == ["/start", "two", "two", "three", "three"]


async def test_updates_dropped_while_one_is_under_way(
    sandbox: Sandbox, api: Api, anna: Person, server: BotServer
) -> None:
    """Its success acknowledges nothing any more, and the next ones go on."""
    gate, arrived = asyncio.Event(), asyncio.Event()

    def hold(_: Json) -> asyncio.Event:
        arrived.set()
        return gate

    server.decide = hold
    await api("setWebhook", url=server.url)
    await arrived.wait()
    sandbox.world.updates.clear()
    await anna.send("two")
    gate.set()
    await sandbox.settled()
    assert [u["message"]["text"] for u in server.received] == ["/start", "two"]


async def test_nobody_at_the_other_end(sandbox: Sandbox, api: Api, anna: Person) -> None:
    """The update stays, the reason can be asked for, and the queue can be dropped."""
    await api("setWebhook", url="http://127.0.0.1:9/")
    info: Json = {}
    while "last_error_message" not in info:
        info = (await api("getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 1
    await api("setWebhook", url="", drop_pending_updates=True)
    await sandbox.settled()


@pytest.mark.parametrize(
    ("url", "secret", "description"),
    [
        ("https://x y", "", "invalid webhook URL specified"),
        ("ftp://x.org", "", "invalid webhook URL specified"),
        ("https://[", "", "invalid webhook URL specified"),
        ("https://x.org", "a" * 257, "secret token is too long"),
        ("x.org", "ä", "secret token contains unallowed characters"),
        ("http://x.org", "", "bad webhook: An HTTPS URL must be provided for webhook"),
    ],
)
async def test_a_bad_webhook_is_refused(api: Api, url: str, secret: str, description: str) -> None:
    """And polling goes on."""
    answer = await api("setWebhook", url=url, secret_token=secret)
    assert answer["description"] == f"Bad Request: {description}"
    assert (await api("getUpdates"))["ok"]
