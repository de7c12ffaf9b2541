"""Delivering updates to the bot's own server, in the order and with the patience of Telegram."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.errors import ApiError, NoAnswer, bad_request
from sandbox.updates import WEBHOOK_SET, Key, Update, Updates

LONGEST_WAIT = 60.0
LONGEST_RETRY_AFTER = 3600.0
ANSWER_TIMEOUT = 60.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")
USE_DELETE_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
# Answering a webhook with one of these does nothing.
NOT_AS_ANSWER = re.compile("get.*|setwebhook|deletewebhook|close|logout", re.IGNORECASE)

Execute = Callable[[str, dict[str, Any]], Awaitable[Any]]


class Webhook:
    """One queue per chat and kind of update, in order; different queues in parallel up to max_connections.

    `first_wait`: seconds before the first retry; each further one doubles it, up to a minute.
    """

    def __init__(self, updates: Updates, clock: Callable[[], float], first_wait: float) -> None:
        self.execute: Execute | None = None  # set by the server: runs a method that came as an answer
        self._updates = updates
        self._clock = clock
        self._first_wait = first_wait
        self._url = ""
        self._secret = ""
        self._max_connections = 40
        self._connections = asyncio.Semaphore(40)
        self._queues: dict[Key, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None
        self._last_error: tuple[int, str] | None = None

    def refuse_polling(self) -> None:
        if self._url:
            raise ApiError(409, USE_DELETE_WEBHOOK)

    @staticmethod
    def check(url: str, secret: str) -> None:
        """Raises ApiError 400. Plain HTTP is accepted for this machine only, where no certificate can be had."""
        if any(character.isspace() for character in url):
            raise bad_request("invalid webhook URL specified")
        try:
            parts = urlsplit(url if "://" in url else f"https://{url}")
            host = parts.hostname
        except ValueError:
            raise bad_request("invalid webhook URL specified") from None
        if not host or parts.scheme not in ("http", "https"):
            raise bad_request("invalid webhook URL specified")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch("[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        if parts.scheme == "http" and host not in LOOPBACK:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")

    def set(self, url: str, secret: str, max_connections: int) -> None:
        self._updates.terminate_poll(WEBHOOK_SET)
        self._url = url if "://" in url else f"https://{url}"
        self._secret = secret
        self._max_connections = min(max(max_connections, 1), 100)
        self._connections = asyncio.Semaphore(self._max_connections)
        self._last_error = None
        self._updates.deliver = self._enqueue
        for update, key in self._updates.keyed():
            self._enqueue(update, key)

    def remove(self) -> None:
        self._url = ""
        self._updates.deliver = None
        self._queues.clear()
        for task in self._tasks:
            task.cancel()

    async def close(self) -> None:
        self.remove()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()
            self._session = None

    def info(self) -> dict[str, Any]:
        pending = len(self._updates.pending)
        info: dict[str, Any] = {"url": self._url, "has_custom_certificate": False, "pending_update_count": pending}
        if self._url:
            info["max_connections"] = self._max_connections
        if self._last_error:
            info["last_error_date"], info["last_error_message"] = self._last_error
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info

    def _enqueue(self, update: Update, key: Key) -> None:
        queue = self._queues.get(key)
        if queue is not None:
            queue.append(update)
            return
        self._queues[key] = deque([update])
        task = asyncio.get_running_loop().create_task(self._drain(key, self._queues[key]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, key: Key, queue: deque[Update]) -> None:
        while queue:
            update = queue[0]
            wait = self._first_wait
            while (retry_after := await self._deliver(update)) is not None:
                await asyncio.sleep(retry_after or wait)
                wait = min(wait * 2, LONGEST_WAIT)
            queue.popleft()
            self._updates.confirm(update)
        del self._queues[key]

    async def _deliver(self, update: Update) -> float | None:
        """None when the bot's server took it; otherwise the seconds it asks to wait, 0 when it asks for none."""
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=ANSWER_TIMEOUT))
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            async with (
                self._connections,
                self._session.post(self._url, json=update, headers=headers, allow_redirects=False) as response,
            ):
                body = await response.read()
        except (ClientError, TimeoutError) as error:
            return self._failed(str(error) or type(error).__name__)
        if 200 <= response.status < 300:
            await self._run_answer(body)
            return None
        asked = response.headers.get("Retry-After", "")
        failed = self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
        return min(float(asked), LONGEST_RETRY_AFTER) if asked.isdigit() else failed

    def _failed(self, reason: str) -> float:
        self._last_error = (int(self._clock()), reason)
        return 0.0

    async def _run_answer(self, body: bytes) -> None:
        """The answer may be a method call; what becomes of it nobody learns, as on the real server."""
        try:
            answer = json.loads(body)
            method = answer.pop("method")
        except (ValueError, KeyError, AttributeError, TypeError):
            return
        if self.execute and isinstance(method, str) and not NOT_AS_ANSWER.fullmatch(method):
            with suppress(NoAnswer):  # a fault: who answered a webhook waits for nothing
                await self.execute(method, answer)
