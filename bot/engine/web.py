"""The HTTP port: /healthz, /metrics, and the webhook where there is one."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.engine.clock import Clock
from bot.engine.metrics import Metrics

#: A long poll comes back after half a minute at the latest, the webhook's probe every minute.
CONTACT_IS_RECENT = timedelta(minutes=3)
#: Seconds the database may take to answer.
DATABASE_PATIENCE = 3.0
#: Seconds. Work is given up much sooner; what is older waits for the database.
OLDEST_UPDATE = 60.0


class Health:
    """Whether the bot does its work: it can write, Telegram was heard of lately, and no update is stuck."""

    def __init__(
        self,
        check_writing: Callable[[], Awaitable[None]],
        clock: Clock,
        last_contact: Callable[[], datetime | None],
        oldest_update: Callable[[], float],
    ) -> None:
        """`check_writing` raises when nothing can be written; `oldest_update` tells its age in seconds."""
        self._check_writing = check_writing
        self._clock = clock
        self._last_contact = last_contact
        self._oldest_update = oldest_update

    async def problems(self) -> list[str]:
        """In plain English; none when all is well."""
        found = (await self._database_problem(), self._telegram_problem(), self._update_problem())
        return [problem for problem in found if problem]

    async def _database_problem(self) -> str | None:
        try:
            async with asyncio.timeout(DATABASE_PATIENCE):
                await self._check_writing()
        except Exception as error:
            return f"nothing can be written to the database ({type(error).__name__})"
        return None

    def _update_problem(self) -> str | None:
        age = self._oldest_update()
        return f"an update has not been finished for {age:.0f} seconds" if age > OLDEST_UPDATE else None

    def _telegram_problem(self) -> str | None:
        last = self._last_contact()
        if last is None:
            return "Telegram has not been reached yet"
        silence = self._clock.now() - last
        if silence > CONTACT_IS_RECENT:
            return f"Telegram has not been reached for {silence.total_seconds():.0f} seconds"
        return None


def build(
    health: Health, metrics: Metrics, measure: Callable[[], Awaitable[None]], webhook_routes: Sequence[Route] = ()
) -> Starlette:
    """The application behind the port. `measure` brings figures up to date that are counted on demand."""

    async def healthz(_request: Request) -> Response:
        problems = await health.problems()
        return JSONResponse({"ok": not problems, "problems": problems}, status_code=503 if problems else 200)

    async def show_metrics(_request: Request) -> Response:
        await measure()
        return Response(metrics.exposition(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/healthz", healthz), Route("/metrics", show_metrics), *webhook_routes])


class _Uvicorn(uvicorn.Server):
    """Signals are the application's: it stops the intake before the port."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class HttpServer:
    """Serves an ASGI application in this event loop."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        self._host = host
        self._asked_port = port
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", server_header=False, ws="none")
        self._server = _Uvicorn(config)
        self._socket: socket.socket | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port in use, also when 0 was asked for."""
        if self._socket is None:
            return self._asked_port
        port: int = self._socket.getsockname()[1]
        return port

    async def start(self) -> None:
        """Listen.

        Raises:
            SystemExit: with one line, when the address cannot be had.
        """
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            self._socket = socket.create_server((self._host, self._asked_port), family=family, backlog=1024)
        except OSError as error:
            raise SystemExit(
                f"HTTP_HOST, HTTP_PORT: cannot listen on {self._host}:{self._asked_port} ({error.strerror})"
            ) from None
        self._serving = asyncio.ensure_future(self._server.serve(sockets=[self._socket]))

    async def stop(self) -> None:
        """Answer what was asked and close."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving
