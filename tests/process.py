"""`python bot.py …` as a process of its own, for tests and for hardship/: started, heard, killed, asked to end."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Seconds.
LONGEST_START = 30.0
LONGEST_END = 25.0


class BotProcess:
    """The bot with these settings, and no others of whoever starts it; `folder` is where it runs."""

    def __init__(self, settings: Mapping[str, str], folder: Path) -> None:
        self._environment = {"PATH": os.environ["PATH"], "HTTP_PORT": "0", "LOG_FORMAT": "json", **settings}
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.printed = ""
        self._news = asyncio.Event()

    @property
    def process(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("not started")
        return self._process

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self, command: str = "run") -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "bot.py"),
            command,
            env=self._environment,
            cwd=self._folder,
            stdout=PIPE,
            stderr=STDOUT,
        )
        self._reading = asyncio.create_task(self._read(self._process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            self.printed += line.decode()
            self._news.set()

    async def says(self, words: str) -> None:
        """Until it has printed this. Raises TimeoutError after half a minute."""
        async with asyncio.timeout(LONGEST_START):
            while words not in self.printed:
                self._news.clear()
                await self._news.wait()

    async def kill(self) -> None:
        """As when the power goes."""
        self.process.kill()
        await self.process.wait()

    async def end(self) -> int:
        """SIGTERM, as systemd or a container's host sends it; its exit status. Raises TimeoutError if it goes on."""
        if self.lives:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(LONGEST_END):
            return await self.process.wait()

    async def done(self) -> int:
        """The exit status of a command that ends by itself, once all it printed was read."""
        status = await self.process.wait()
        assert self._reading is not None
        await self._reading
        return status
