"""A Bot API as fast as Python can make one, and the people who write to it.

The sandbox checks every request against the specification, which costs about as much as a whole answer of the bot:
measured against it, every bot would look equally slow. This one reads what it needs and checks nothing.
"""

import asyncio
import json
import time
from collections import deque
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

from bench.bots.arguments import SECRET

FIRST_PERSON = 1_000_001
#: What getUpdates brings at most, and how many calls a webhook gets at the same time.
MOST_AT_ONCE = 100
BOT = {"id": 123456, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
#: Longer than any bot waits for an answer.
HANGS_SECONDS = 60.0
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Telegram:
    """`async with Telegram(delay) as telegram:`; every answer takes `delay` seconds, as over a network."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        #: Chats whose messages get no answer.
        self.silent: set[str] = set()
        self.url = ""
        #: The first getUpdates has come.
        self.asked = asyncio.Event()
        #: Where setWebhook wants the updates.
        self.webhook: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._kept: dict[str, Any] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._new = asyncio.Event()
        self._next_update = 1
        self._next_message = 1
        self._awaiting: dict[str, asyncio.Future[None]] = {}
        self._server = web.Server(self._serve, access_log=None)
        self._runner = web.ServerRunner(self._server, shutdown_timeout=0.1)

    async def __aenter__(self) -> "Telegram":
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._runner.shutdown()
        await self._runner.cleanup()

    def update(self, person: int, text: str) -> dict[str, Any]:
        """A message of a person, as an update."""
        self._next_update += 1
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        return {
            "update_id": self._next_update,
            "message": {
                "message_id": self._next_update,
                "date": int(time.time()),
                "chat": {"id": person, "type": "private", "first_name": "Anna"},
                "from": {"id": person, "is_bot": False, "first_name": "Anna", "language_code": "en"},
                "text": text,
                "entities": entities,
            },
        }

    def queue(self, update: dict[str, Any]) -> None:
        """For the next getUpdates."""
        self._updates.append(update)
        self._new.set()

    def answered(self, person: int) -> asyncio.Future[None]:
        """Done once the bot has sent this person a message."""
        future = asyncio.get_running_loop().create_future()
        self._awaiting[str(person)] = future
        return future

    async def _serve(self, request: web.BaseRequest) -> web.Response:
        method = request.path.rpartition("/")[2]
        fields = await _fields(request)
        if self.delay:
            await asyncio.sleep(self.delay)
        if fields.get("chat_id") in self.silent:
            await asyncio.sleep(HANGS_SECONDS)
        result = await self._carry_out(method, fields)
        return web.Response(body=json.dumps({"ok": True, "result": result}).encode(), content_type="application/json")

    async def _carry_out(self, method: str, fields: dict[str, str]) -> Any:
        match method:
            case "sendMessage" | "sendPhoto":
                return self._send(fields)
            case "getUpdates":
                self.asked.set()
                return await self._poll(int(fields.get("offset", 0)), float(fields.get("timeout", 0)))
            case "getMe":
                return BOT
            case "getWebhookInfo":
                return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
            case "setWebhook":
                self.webhook.set_result(fields["url"])
        return self._remember(method, fields)

    def _send(self, fields: dict[str, str]) -> dict[str, Any]:
        chat = fields["chat_id"]
        waiting = self._awaiting.pop(chat, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
        self._next_message += 1
        return {
            "message_id": self._next_message,
            "date": int(time.time()),
            "chat": {"id": int(chat), "type": "private", "first_name": "Anna"},
            "from": BOT,
            "text": fields.get("text", ""),
        }

    async def _poll(self, offset: int, timeout: float) -> list[dict[str, Any]]:
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        if not self._updates:
            self._new.clear()
            try:
                await asyncio.wait_for(self._new.wait(), timeout)
            except TimeoutError:
                return []
            await asyncio.sleep(0)  # those who write in the same moment come along
        return [self._updates[place] for place in range(min(len(self._updates), MOST_AT_ONCE))]

    def _remember(self, method: str, fields: dict[str, str]) -> Any:
        """Names, descriptions and commands, so that a second start finds them as the first has set them."""
        what, of = method[3:], f"{fields.get('language_code', '')}{fields.get('scope', '')}"
        if method.startswith("get"):
            empty = [] if what == "MyCommands" else {"name": "", "description": "", "short_description": ""}
            return self._kept.get(what + of, empty)
        if method.startswith("setMy"):
            commands = fields.get("commands")
            self._kept[what + of] = json.loads(commands) if commands else fields
        return True


async def _fields(request: web.BaseRequest) -> dict[str, str]:
    if request.content_type == FORM:
        return {name: values[0] for name, values in parse_qs((await request.read()).decode()).items()}
    fields = json.loads(await request.read()) if request.content_type == JSON else await request.post()
    return {name: str(value) for name, value in fields.items()}


class People:
    """So many people who each write `text`, wait for the answer, and write again."""

    def __init__(self, telegram: Telegram, count: int, text: str, webhook: str | None = None) -> None:
        self._telegram = telegram
        self._ids = range(FIRST_PERSON, FIRST_PERSON + count)
        self._text = text
        self._webhook = webhook
        self._connections = asyncio.Semaphore(MOST_AT_ONCE)
        #: Answers so far.
        self.answers = 0

    async def write(self, seconds: float) -> None:
        """Until the time is over."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            until = time.perf_counter() + seconds
            await asyncio.gather(*(self._one(person, until, session) for person in self._ids))

    async def _one(self, person: int, until: float, session: aiohttp.ClientSession) -> None:
        while (left := until - time.perf_counter()) > 0:
            answered = self._telegram.answered(person)
            update = self._telegram.update(person, self._text)
            try:
                async with asyncio.timeout(left):
                    await self._bring(update, session)
                    await answered
            except TimeoutError:
                return
            self.answers += 1

    async def _bring(self, update: dict[str, Any], session: aiohttp.ClientSession) -> None:
        if self._webhook is None:
            self._telegram.queue(update)
            return
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with self._connections, session.post(self._webhook, json=update, headers=headers) as response:
            await response.read()
