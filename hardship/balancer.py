"""What a reverse proxy does before two replicas: each new connection to the next one that takes it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress


class Balancer:
    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = list(ports)
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await self._next()
        if there is None:
            writer.close()
            return
        async with asyncio.TaskGroup() as both:
            both.create_task(_pass_on(reader, there[1]))
            both.create_task(_pass_on(there[0], writer))

    async def _next(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self._ports:
            self._ports.append(self._ports.pop(0))
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", self._ports[0])
        return None


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while some := await reader.read(65_536):
            writer.write(some)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def balancer(ports: Sequence[int]) -> AsyncIterator[Balancer]:
    between = Balancer(ports)
    listening = await asyncio.start_server(between.serve, "127.0.0.1", 0)
    between.port = listening.sockets[0].getsockname()[1]
    try:
        yield between
    finally:
        listening.close()
