"""The HTTP port: health, figures and the webhook, over HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot, Update

from bot.engine import web
from bot.engine.intake import Patience, Webhook, Worker
from bot.engine.intake.webhook import LARGEST_BODY, LONGEST_WAIT
from bot.engine.metrics import Metrics
from bot.engine.sending import AiohttpRequest
from sandbox import Sandbox
from storage import Unavailable
from tests.clock import FixedClock
from tests.engine.support import VirtualTime, message, settle, unreadable, until

SECRET = "s3cret_of-the-shop"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Shop:
    """A bot behind a webhook; its handler does what the test says."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.time = VirtualTime()
        self.clock = FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
        self.metrics = Metrics()
        self.request = AiohttpRequest()
        self.bot = Bot(sandbox.token, base_url=f"{sandbox.url}/bot", request=self.request)
        self.patience = Patience(self.clock, self.time.sleep, self.time.monotonic)
        self.began: list[int] = []
        self.done: list[int] = []
        self.flooded: list[int] = []
        self.open = asyncio.Event()
        self.open.set()
        self.away = False
        self.full = False
        self.worker = Worker(
            self.handle, self.metrics, monotonic=self.time.monotonic, sleep=self.time.sleep, longest_wait=LONGEST_WAIT
        )
        self.intake = self.listen_at("http://127.0.0.1:1/proxied")
        health = self.health()
        self.http = web.HttpServer(web.build(health, self.metrics, self.measure, self.intake.routes), "127.0.0.1", 0)
        self.session = aiohttp.ClientSession()

    def listen_at(self, url: str) -> Webhook:
        return Webhook(
            self.bot,
            self.worker,
            self.on_flood,
            self.patience,
            url=url,
            secret=SECRET,
            allowed_updates=["message"],
            sleep=self.time.sleep,
            most_present=30,
        )

    def health(self) -> web.Health:
        contact = lambda: self.patience.last_contact  # noqa: E731
        return web.Health(self.check_writing, self.clock, contact, self.worker.oldest_seconds)

    async def check_writing(self) -> None:
        if self.full:
            raise Unavailable("disk full")

    async def measure(self) -> None:
        self.metrics.outbox_depth.set(3)

    async def handle(self, update: Update) -> None:
        self.began.append(update.update_id)
        await self.open.wait()
        if self.away:
            raise Unavailable("locked")
        self.done.append(update.update_id)

    async def on_flood(self, update: Update) -> None:
        self.flooded.append(update.update_id)

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(f"http://127.0.0.1:{self.http.port}{path}") as response:
            return response.status, await response.text()

    async def call(self, body: Any, headers: dict[str, str] = HEADER, path: str | None = None) -> int:
        """As Telegram calls the webhook."""
        path = path or self.intake.routes[0].path
        url = f"http://127.0.0.1:{self.http.port}{path}"
        data = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self.session.post(url, headers=headers, **data) as response:
            return response.status


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(webhook_first_wait=0.0)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def shop(sandbox: Sandbox) -> AsyncIterator[Shop]:
    shop = Shop(sandbox)
    await shop.request.initialize()
    await shop.http.start()
    yield shop
    shop.open.set()
    await shop.session.close()
    await shop.http.stop()
    await shop.request.shutdown()


async def test_healthy_means_that_database_and_telegram_answer(shop: Shop) -> None:
    """What a supervisor asks: 200, else 503 with the reasons."""
    assert await shop.get("/healthz") == (
        503,
        '{"ok":false,"problems":["Telegram has not been reached yet"]}',
    )
    shop.patience.contact()
    assert await shop.get("/healthz") == (200, '{"ok":true,"problems":[]}')
    shop.clock.advance(timedelta(minutes=5))
    status, body = await shop.get("/healthz")
    assert status == 503
    assert "for 300 seconds" in body


async def test_healthy_means_that_something_can_be_written(shop: Shop) -> None:
    """On a full disk everything can still be read."""
    shop.patience.contact()
    shop.full = True
    assert await shop.health().problems() == ["nothing can be written to the database (Unavailable)"]


async def test_an_update_that_is_not_finished_for_a_minute_is_a_problem(shop: Shop) -> None:
    """Whether it hangs or waits for the database."""
    shop.patience.contact()
    shop.open.clear()
    call = asyncio.ensure_future(shop.call(message(1)))
    await until(lambda: shop.began == [1])
    await shop.time.passes(59)
    assert await shop.health().problems() == []
    await shop.time.passes(2)
    assert await shop.health().problems() == ["an update has not been finished for 61 seconds"]
    shop.open.set()
    assert await call == 200
    assert await shop.health().problems() == []


async def test_the_figures_are_there_for_prometheus(shop: Shop) -> None:
    """Counted on the way, or measured when asked for."""
    await shop.call(message(1))
    status, body = await shop.get("/metrics")
    assert status == 200
    assert 'bot_updates_total{kind="message",result="done"} 1.0' in body
    assert "bot_update_seconds_count 1.0" in body
    assert "bot_updates_in_flight 0.0" in body
    assert "bot_outbox_depth 3.0" in body


async def test_a_port_that_is_taken_ends_the_start_with_one_line(shop: Shop) -> None:
    """It names the variables to change."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = web.HttpServer(web.build(shop.health(), shop.metrics, settle), "127.0.0.1", port)
        assert server.port == port
        with pytest.raises(SystemExit, match="HTTP_PORT"):
            await server.start()
    await server.stop()


async def test_telegrams_call_is_answered_when_the_work_is_done(shop: Shop) -> None:
    """200 acknowledges, so it comes last."""
    shop.open.clear()
    call = asyncio.ensure_future(shop.call(message(1)))
    await until(lambda: shop.began == [1])
    assert not call.done()
    shop.open.set()
    assert await call == 200
    assert shop.patience.last_contact == shop.clock.now()


async def test_the_path_works_with_and_without_the_proxys_prefix(shop: Shop) -> None:
    """Proxies cut it off or leave it, as they like."""
    paths = {route.path for route in shop.intake.routes}
    assert len(paths) == 2
    assert {await shop.call(message(1), path=path) for path in paths} == {200}
    assert await shop.call(message(1), path="/telegram/guess") == 404


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (message(1), {}, 403),
        (message(1), {"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}, 403),
        (message(1), {"X-Telegram-Bot-Api-Secret-Token": "ключ"}, 403),
        (b"x" * (LARGEST_BODY + 1), HEADER, 413),
        (b"no json", HEADER, 400),
        ({"no": "update"}, HEADER, 400),
        ([1], HEADER, 400),
    ],
)
async def test_strangers_and_nonsense_are_turned_away(
    shop: Shop, body: Any, headers: dict[str, str], status: int
) -> None:
    """Nothing of it is worked on."""
    assert await shop.call(body, headers) == status
    assert shop.began == []


async def test_an_update_nobody_can_read_is_left_out(shop: Shop) -> None:
    """Telegram would bring it again and again, and behind it nothing else of that person."""
    assert await shop.call(unreadable(1)) == 200


async def test_a_call_waits_for_a_database_that_is_away_for_a_moment(shop: Shop) -> None:
    """After a 503 Telegram would take up to two minutes to come again."""
    shop.away = True
    call = asyncio.ensure_future(shop.call(message(1)))
    await until(lambda: shop.began == [1])
    await shop.time.passes(10)
    assert not call.done()
    shop.away = False
    await shop.time.passes(2)
    assert await call == 200


async def test_with_the_database_away_for_long_telegram_is_asked_to_come_again(shop: Shop) -> None:
    """503: Telegram keeps the update and calls later."""
    shop.away = True
    call = asyncio.ensure_future(shop.call(message(1)))
    await until(lambda: shop.began == [1])
    await shop.time.passes(21)
    assert await call == 503
    tried = len(shop.began)
    assert 10 < tried < 20
    shop.away = False
    await shop.time.passes(2)
    assert await shop.call(message(1)) == 200


async def test_a_call_repeated_while_its_work_goes_on_waits_for_the_same_work(shop: Shop) -> None:
    """Telegram was impatient; the work is not done twice. A caller that hangs up does not stop it."""
    shop.open.clear()
    first, second = (asyncio.ensure_future(shop.call(message(1))) for _ in range(2))
    await until(lambda: shop.began == [1])
    await settle()
    first.cancel()
    shop.open.set()
    assert await second == 200
    assert shop.began == [1]


async def test_one_person_is_served_in_order_and_their_flood_cut(shop: Shop) -> None:
    """The same lanes as with polling."""
    shop.open.clear()
    calls = [asyncio.ensure_future(shop.call(message(number))) for number in range(25)]
    await until(lambda: sum(call.done() for call in calls) == 5)
    shop.open.set()
    assert set(await asyncio.gather(*calls)) == {200}
    assert shop.done == shop.began
    assert (len(set(shop.done)), len(shop.flooded)) == (20, 1)


async def test_too_many_at_once_are_asked_to_come_again(shop: Shop) -> None:
    """Rather than being forgotten by an overloaded process."""
    shop.open.clear()
    calls = [asyncio.ensure_future(shop.call(message(number, person=number))) for number in range(1, 31)]
    await until(lambda: len(shop.began) == 30)
    assert await shop.call(message(31)) == 503
    shop.open.set()
    assert set(await asyncio.gather(*calls)) == {200}


async def test_stopping_finishes_what_is_here_and_takes_nothing_more(shop: Shop) -> None:
    """What comes meanwhile, Telegram keeps."""
    shop.open.clear()
    running = asyncio.ensure_future(shop.intake.run())
    call = asyncio.ensure_future(shop.call(message(1)))
    await until(lambda: shop.began == [1])
    stopping = asyncio.ensure_future(shop.intake.stop(seconds=5))
    await settle()
    assert await shop.call(message(2)) == 503
    shop.open.set()
    assert await call == 200
    await stopping
    await running


async def test_what_hangs_at_the_end_is_given_back(shop: Shop) -> None:
    """503, so it comes again to the next process."""
    shop.open.clear()
    calls = [asyncio.ensure_future(shop.call(message(number))) for number in (1, 2)]
    await until(lambda: len(shop.began) == 1)
    await shop.intake.stop(seconds=0)
    assert await asyncio.gather(*calls) == [503, 503]


async def test_the_webhook_is_set_only_where_it_differs(sandbox: Sandbox, shop: Shop) -> None:
    """A restart does not ask Telegram for what is so already."""

    def count() -> int:
        return sum(method.lower() == "setwebhook" for method, _, _ in sandbox.requests)

    for expected in (1, 1):
        intake = shop.listen_at("http://127.0.0.1:1")
        running = asyncio.ensure_future(intake.run())
        await until(lambda: 60.0 in shop.time.slept)
        await intake.stop()
        await running
        shop.time.slept.clear()
        assert count() == expected


async def test_telegram_is_looked_after_when_it_has_nothing_to_tell(sandbox: Sandbox, shop: Shop) -> None:
    """A quiet night is no reason to be called unhealthy."""
    running = asyncio.ensure_future(shop.intake.run())
    await until(lambda: 60.0 in shop.time.slept)
    shop.clock.advance(timedelta(minutes=10))
    await shop.time.passes(60)
    await until(lambda: shop.patience.last_contact == shop.clock.now())
    await shop.intake.stop()
    await running


async def test_updates_come_through_the_sandboxs_webhook(sandbox: Sandbox, shop: Shop) -> None:
    """End to end: Telegram calls, we work, it is acknowledged."""
    anna = sandbox.add_person("Anna")
    address = f"http://127.0.0.1:{shop.http.port}"
    intake = shop.listen_at(address)
    running = asyncio.ensure_future(intake.run())
    await until(lambda: 60.0 in shop.time.slept)
    await anna.send("/start")
    await sandbox.settled()
    assert len(shop.done) == 1
    await intake.stop()
    await running
