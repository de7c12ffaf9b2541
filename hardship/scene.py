"""The stage of one hardship: a Telegram, a fresh database, and the processes of the bot."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from sqlalchemy import make_url

from hardship.balancer import balancer
from hardship.disk import Disk, disk
from sandbox import Sandbox
from tests.process import LONGEST_START, BotProcess
from tests.servers import postgresql_database
from tests.storage.proxy import Proxy, proxy

SECRET = "knock-knock"

Engine = Literal["SQLite", "PostgreSQL"]
Way = Literal["polling", "webhook"]


@dataclass(frozen=True, slots=True)
class Setting:
    engine: Engine
    way: Way = "polling"
    processes: int = 1


class Scene:
    """`url`: the database as the bots reach it; `direct`: the same without the line that can be stalled."""

    def __init__(self, setting: Setting, folder: Path, sandbox: Sandbox, disk: Disk) -> None:
        self.setting = setting
        self.folder = folder
        self.sandbox = sandbox
        self.disk = disk
        self.url = self.direct = f"sqlite+aiosqlite:///{folder / 'cafe.sqlite3'}"
        self.line: Proxy | None = None
        self.ports = [free_port() for _ in range(setting.processes)]
        self.public_port = self.ports[0]
        self.bots: list[BotProcess] = []
        #: Those that were ended or killed.
        self.past: list[BotProcess] = []
        #: When a bad thing was over, in monotonic seconds.
        self.ends: list[float] = []
        #: What went wrong that no count tells of.
        self.problems: list[str] = []

    def over(self) -> None:
        self.ends.append(time.monotonic())

    def _settings(self, number: int) -> dict[str, str]:
        settings = {
            "BOT_TOKEN": self.sandbox.token,
            "TELEGRAM_API_URL": self.sandbox.url,
            "DATABASE_URL": self.url,
            "HTTP_PORT": str(self.ports[number]),
        }
        if self.setting.way == "webhook":
            settings |= {"WEBHOOK_URL": f"http://127.0.0.1:{self.public_port}", "WEBHOOK_SECRET": SECRET}
        return settings

    async def start(self) -> str:
        """All processes; the link that makes its opener the owner."""
        for number in range(self.setting.processes):
            bot = BotProcess(self._settings(number), self.folder)
            self.bots.append(bot)
            await bot.start()
            if number == 0:
                await bot.says("https://t.me/")
        return next(word for word in self.bots[0].printed.split() if word.startswith("https://t.me/"))

    async def restart(self, number: int = 0) -> None:
        self.past.append(self.bots[number])
        self.bots[number] = BotProcess(self._settings(number), self.folder)
        await self.bots[number].start()

    async def serving(self, number: int) -> None:
        """Until it listens at its port. Raises TimeoutError."""
        async with asyncio.timeout(LONGEST_START):
            while True:
                with suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", self.ports[number])
                    writer.close()
                    return
                await asyncio.sleep(0.1)

    async def end(self) -> None:
        """As an operator does it; whoever does not end with 0 is a problem."""
        for bot in self.bots:
            if not bot.lives:
                self.problems.append(f"a process had ended by itself: {bot.printed[-500:]}")
                continue
            try:
                status = await bot.end()
            except TimeoutError:
                self.problems.append("a process did not end when asked")
                await bot.kill()
            else:
                self.problems += [f"a process ended with {status}"] if status else []

    async def verify(self) -> None:
        """`python bot.py verify`."""
        checking = BotProcess({"DATABASE_URL": self.direct, "BOT_TOKEN": self.sandbox.token}, self.folder)
        await checking.start("verify")
        if await checking.done() != 0:
            self.problems.append(f"verify: {checking.printed[-500:]}")

    async def close(self) -> None:
        for bot in self.bots:
            if bot.lives:
                await bot.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def opened(setting: Setting) -> AsyncIterator[Scene]:
    """Everything of it is gone at the end, whatever happens."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        sandbox = Sandbox()
        scene = Scene(setting, folder, sandbox, stack.enter_context(disk(folder)))
        if setting.engine == "PostgreSQL":
            scope = postgresql_database()
            server = await asyncio.to_thread(scope.__enter__)
            stack.push_async_callback(asyncio.to_thread, scope.__exit__, None, None, None)
            scene.direct = server.render_as_string(False)
            scene.line, scene.url = await stack.enter_async_context(proxy(make_url(scene.direct)))
        if setting.processes > 1:
            scene.public_port = (await stack.enter_async_context(balancer(scene.ports))).port
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        stack.push_async_callback(scene.close)
        yield scene
