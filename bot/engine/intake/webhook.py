"""The webhook: Telegram calls us, and hears 200 when the work is done."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot, Update

from bot.engine.intake.lanes import Flooded, Lanes
from bot.engine.intake.patience import Patience
from bot.engine.intake.work import Worker
from bot.engine.waiting import Sleep

#: An update is a few kilobytes; this is room for the largest.
LARGEST_BODY = 1024 * 1024
#: How many calls Telegram makes at the same time; each waits for its update's work.
MAX_CONNECTIONS = 100
#: From so many updates here at once on, Telegram is asked to come again.
MOST_PRESENT = 500
#: Seconds for which a call waits for the database, if that is away, before it is answered 503. Telegram comes again
#: after a pause that it doubles each time, up to two minutes, so a short outage is better waited for within the call.
LONGEST_WAIT = 20.0
#: Seconds between two looks whether Telegram is there when it has nothing to tell.
PROBE = 60.0

_log = structlog.get_logger("bot.telegram")
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """Sets the webhook at the start and answers its calls. Several replicas may do so at once."""

    def __init__(
        self,
        bot: Bot,
        work: Worker,
        on_flood: Flooded,
        patience: Patience,
        *,
        url: str,
        secret: str,
        allowed_updates: Sequence[str],
        sleep: Sleep = asyncio.sleep,
        most_present: int = MOST_PRESENT,
    ) -> None:
        """`url` is the public base address; the path that Telegram calls is derived from the secret."""
        self._bot = bot
        self._patience = patience
        self._secret = secret
        self._allowed = list(allowed_updates)
        self._sleep = sleep
        self._most_present = most_present
        self._path = "/telegram/" + hashlib.sha256(secret.encode()).hexdigest()[:32]
        self._prefix = urlsplit(url).path
        self.url = url + self._path
        self._work = work
        self._lanes = Lanes(work, on_flood)
        self._present: dict[int, asyncio.Future[bool]] = {}
        self._stopping = asyncio.Event()

    @property
    def routes(self) -> list[Route]:
        """Where the calls arrive, whether or not the proxy before us cuts off the path of the public address."""
        return [Route(path, self.receive, methods=["POST"]) for path in {self._path, self._prefix + self._path}]

    async def run(self) -> None:
        """Until `stop`.

        Raises:
            InvalidToken: Telegram has not known the token from the start.
            BadRequest: it does not accept the address.
        """
        probing = asyncio.ensure_future(self._probe_for_ever())
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait([probing, stopping], return_when=asyncio.FIRST_COMPLETED)
            if probing.done():
                probing.result()
        finally:
            probing.cancel()
            stopping.cancel()

    async def stop(self, seconds: float = 20.0) -> None:
        """Take nothing more and finish what is here within so many seconds. The webhook stays set: Telegram waits."""
        self._stopping.set()
        self._work.stop()
        await self._lanes.drain(seconds)

    async def receive(self, request: Request) -> Response:
        """One call of Telegram. 200 acknowledges the update; after a 503 it comes again."""
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return PlainTextResponse("", status_code=403)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("", status_code=413)
        raw = _parse(body)
        if raw is None:
            return PlainTextResponse("", status_code=400)
        self._patience.contact()
        handled = await self._work_on_what_can_be_read(raw)
        return PlainTextResponse("", status_code=200 if handled else 503)

    async def _work_on_what_can_be_read(self, raw: dict[str, Any]) -> bool:
        try:
            update = Update.de_json(raw, self._bot)
        except Exception:  # it would be no more readable the next time
            _log.exception("an update nobody can read is left out", update_id=raw["update_id"])
            return True
        return await self._work_on(update)

    async def _work_on(self, update: Update) -> bool:
        present = self._present.get(update.update_id)  # a repeated call waits for the same work
        if present is None:
            if self._stopping.is_set() or len(self._present) >= self._most_present:
                return False
            present = self._lanes.put(update)
            self._present[update.update_id] = present
            present.add_done_callback(lambda _: self._present.pop(update.update_id, None))
        # When Telegram hangs up, the work goes on.
        return await asyncio.shield(present)

    async def _probe_for_ever(self) -> None:
        await self._patience(self._set_where_it_differs)
        while True:
            await self._sleep(PROBE)
            await self._patience(self._bot.get_webhook_info)

    async def _set_where_it_differs(self) -> None:
        info = await self._bot.get_webhook_info()
        # The secret itself cannot be asked for, but a new one makes a new address.
        if (info.url, info.max_connections, sorted(info.allowed_updates)) == (
            self.url,
            MAX_CONNECTIONS,
            sorted(self._allowed),
        ):
            return
        await self._bot.set_webhook(
            self.url, secret_token=self._secret, allowed_updates=self._allowed, max_connections=MAX_CONNECTIONS
        )


def _parse(body: bytes) -> dict[str, Any] | None:
    """The update as JSON; None when it is something else."""
    try:
        raw = json.loads(body)
    except ValueError:
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is larger than an update can be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
