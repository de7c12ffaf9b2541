"""Requests over real sockets, to a stand-in that behaves as badly as it is told to."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.engine.sending import AiohttpRequest, NotSent, NotTelegram, ServerFailed, Unanswered
from bot.engine.sending.request import ssl_context
from tests.engine.support import until

TOKEN = "123456:AAE-a_very_long_token_indeed_1234567890"
MESSAGE = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private", "first_name": "Anna"}, "text": "hi"}


class StandIn:
    """Answers every method with what `answer` makes of the request."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.status = 200
        self.payload: dict[str, Any] | str = {"ok": True, "result": MESSAGE}
        self.hang: asyncio.Event | None = None
        self.drop = False

    async def handle(self, request: web.Request) -> web.Response:
        if request.content_type.startswith("multipart/"):
            fields = await request.post()
            self.seen.append({k: v.file.read() if isinstance(v, web.FileField) else v for k, v in fields.items()})
        else:
            self.seen.append(dict(await request.post()))
        if self.hang is not None:
            await self.hang.wait()
        if self.drop and request.transport is not None:
            request.transport.abort()
        if isinstance(self.payload, str):
            return web.Response(status=self.status, text=self.payload)
        return web.json_response(self.payload, status=self.status)

    def refuse(self, status: int, description: str, **parameters: int) -> None:
        self.status = status
        self.payload = {"ok": False, "error_code": status, "description": description, "parameters": parameters}


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
async def url(stand_in: StandIn) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", stand_in.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    if stand_in.hang is not None:
        stand_in.hang.set()
    await runner.cleanup()


@pytest.fixture
async def bot(url: str) -> AsyncIterator[Bot]:
    request, polls = AiohttpRequest(), AiohttpRequest(connections=4)
    bot = Bot(TOKEN, base_url=url, request=request, get_updates_request=polls)
    await request.initialize()
    yield bot
    await request.shutdown()


async def test_a_message_goes_out_and_its_id_comes_back(bot: Bot, stand_in: StandIn) -> None:
    """Words, also with signs that forms and addresses are made of."""
    sent = await bot.send_message(7, "5 % + 1 & ünï=😀")
    assert sent.message_id == 5
    assert stand_in.seen == [{"chat_id": "7", "text": "5 % + 1 & ünï=😀"}]


async def test_a_picture_goes_out_as_a_file(bot: Bot, stand_in: StandIn) -> None:
    """The card's QR code."""
    await bot.send_photo(7, b"\x89PNG", caption="<b>card</b>", filename="card.png")
    (fields,) = stand_in.seen
    assert fields == {"chat_id": "7", "caption": "<b>card</b>", "photo": b"\x89PNG"}


async def test_a_file_comes_down(url: str, stand_in: StandIn) -> None:
    """A customer's photo."""
    stand_in.payload = "bytes of a photo"
    async with AiohttpRequest() as request:
        assert await request.retrieve(url) == b"bytes of a photo"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, BadRequest), (401, InvalidToken), (403, Forbidden), (500, ServerFailed), (502, ServerFailed)],
)
async def test_refusals_are_the_errors_ptb_knows(
    bot: Bot, stand_in: StandIn, status: int, kind: type[Exception]
) -> None:
    """So that everything written for PTB understands them."""
    stand_in.refuse(status, "No: because")
    with pytest.raises(kind):
        await bot.send_message(7, "hi")


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409, 429])
@pytest.mark.parametrize("page", ["<html>Please log in</html>", "", '"ok"', '{"error": "portal"}'])
async def test_a_page_that_is_not_telegrams_says_nothing_about_the_person(
    bot: Bot, stand_in: StandIn, status: int, page: str
) -> None:
    """A proxy's 403 is nobody who has blocked us, its 404 no unknown token."""
    stand_in.status, stand_in.payload = status, page
    with pytest.raises(NotTelegram):
        await bot.send_message(7, "hi")


@pytest.mark.parametrize("page", ["<html>Bad Gateway</html>", ""])
async def test_a_server_that_failed_is_one_whoever_says_so(bot: Bot, stand_in: StandIn, page: str) -> None:
    """502 comes as a page of whatever stands before Telegram, or of Telegram's own."""
    stand_in.status, stand_in.payload = 502, page
    with pytest.raises(ServerFailed):
        await bot.send_message(7, "hi")


async def test_too_many_requests_say_how_long_to_wait(bot: Bot, stand_in: StandIn) -> None:
    """429 carries its seconds."""
    stand_in.refuse(429, "Too Many Requests: retry after 3", retry_after=3)
    with pytest.raises(RetryAfter, match="3"):
        await bot.send_message(7, "hi")


async def test_without_a_connection_it_is_certain_that_nothing_was_sent() -> None:
    """Only then may a message be repeated."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with AiohttpRequest() as request:
        with pytest.raises(NotSent) as caught:
            await request.post(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage")
    assert TOKEN not in str(caught.value)


async def test_a_pool_without_a_free_connection_has_sent_nothing(url: str, stand_in: StandIn) -> None:
    """The request never left the queue."""
    stand_in.hang = asyncio.Event()
    async with AiohttpRequest(connections=1) as request:
        busy = asyncio.ensure_future(request.post(url))
        await until(lambda: bool(stand_in.seen))
        with pytest.raises(NotSent):
            await request.post(url, connect_timeout=0.001, pool_timeout=0.001)
        stand_in.hang.set()
        await busy


async def test_no_answer_in_time_leaves_the_end_unknown(bot: Bot, stand_in: StandIn) -> None:
    """It may have been sent: Unanswered, and not NotSent."""
    stand_in.hang = asyncio.Event()
    with pytest.raises(Unanswered):
        await bot.send_message(7, "hi", read_timeout=0.01, write_timeout=0.01)
    assert len(stand_in.seen) == 1


async def test_a_connection_that_breaks_leaves_the_end_unknown(bot: Bot, stand_in: StandIn) -> None:
    """The request was there before the connection broke; it is not repeated behind our back."""
    stand_in.drop = True
    with pytest.raises(Unanswered) as caught:
        await bot.send_message(7, "hi")
    assert TOKEN not in str(caught.value)
    assert len(stand_in.seen) == 1


async def test_an_answer_that_is_no_json_is_an_error_and_not_in_the_log(
    bot: Bot, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """A captive portal's page, or worse, a torn answer with somebody's words."""
    stand_in.payload = "<html>Anna wrote: secret</html>"
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(7, "hi")
    assert "secret" not in str(caught.value)
    assert "secret" not in caplog.text


async def test_a_request_that_is_not_open_says_so(url: str) -> None:
    """A mistake in the wiring, found at once. Opening and closing twice is none."""
    request = AiohttpRequest(read_timeout=3.0)
    assert request.read_timeout == 3.0
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post(url)
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()


async def test_timeouts_can_be_switched_off(url: str) -> None:
    """None means no limit, as in PTB."""
    async with AiohttpRequest() as request:
        assert await request.post(url, read_timeout=None, connect_timeout=None) == MESSAGE


def test_certificates_are_loaded_once() -> None:
    """They cost a noticeable part of the start."""
    assert ssl_context() is ssl_context()
