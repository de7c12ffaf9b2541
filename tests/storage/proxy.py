"""A line to the server that can be stalled or cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import URL


class Proxy:
    """Passes on what is sent, both ways, while `open` is set."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self.open = asyncio.Event()
        self.open.set()
        self._writers: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection(self._server.host, self._server.port or 5432)
        self._writers |= {writer, there[1]}
        async with asyncio.TaskGroup() as both:
            both.create_task(self._pass_on(reader, there[1]))
            both.create_task(self._pass_on(there[0], writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while some := await reader.read(65_536):
                await self.open.wait()
                writer.write(some)
                await writer.drain()
        writer.close()

    def stall(self) -> None:
        self.open.clear()

    def cut(self) -> None:
        """Every line there is; a new one may be had."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()


@asynccontextmanager
async def proxy(server: URL) -> AsyncIterator[tuple[Proxy, str]]:
    """The proxy, and the URL of the database by way of it."""
    between = Proxy(server)
    listening = await asyncio.start_server(between.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield between, server.set(host="127.0.0.1", port=port).render_as_string(False)
    finally:
        listening.close()
        between.open.set()
        between.cut()
