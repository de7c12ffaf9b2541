"""The compared bots as processes of their own, and what the kernel knows of them."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

#: Seconds a program gets to end by itself: how it does so is not measured here.
STOP_PATIENCE = 1.0
_TICKS = os.sysconf("SC_CLK_TCK")


class Program:
    """A bot that runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def most_memory_mb(self) -> float:
        """The most it ever had resident."""
        status = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        peak = next(line for line in status if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024


def _command(name: str, options: dict[str, Any]) -> list[str]:
    given = [(f"--{option}", value) for option, value in options.items() if value not in (None, False)]
    return [sys.executable, "-m", f"bench.bots.{name}", *(word for pair in given for word in _words(*pair))]


def _words(option: str, value: Any) -> list[str]:
    return [option] if value is True else [option, str(value)]


@asynccontextmanager
async def running(name: str, log: Path, **options: Any) -> AsyncIterator[Program]:
    """The bot `bench.bots.NAME` until the block ends; what it writes goes to `log`."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(*_command(name, options), stdout=output, stderr=output)
        try:
            yield Program(process)
        finally:
            if process.returncode is None:
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_PATIENCE)
            except TimeoutError:
                process.kill()
                await process.wait()


async def outcome(name: str, log: Path, **options: Any) -> dict[str, Any]:
    """What a program that ends by itself has printed."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *_command(name, options), stdout=asyncio.subprocess.PIPE, stderr=errors
        )
        async with asyncio.timeout(120):
            printed, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{name} ended with {process.returncode}, see {log}")
    result: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return result


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


async def listening(port: int) -> None:
    """Until somebody answers at the port."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
