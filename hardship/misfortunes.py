"""The bad things. Each lasts about so many seconds, and says whenever one of them is over."""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import cycle

from hardship.scene import Scene

Misfortune = Callable[[Scene, float], Awaitable[None]]

_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
connection.execute("BEGIN IMMEDIATE")
time.sleep(float(sys.argv[2]))
connection.execute("COMMIT")
"""
#: Method and kind of each.
BROKEN = (
    ("sendMessage", "drop"),
    ("sendMessage", "drop_after"),
    ("editMessageText", "drop_after"),
    ("editMessageText", "drop"),
    ("getUpdates", "drop"),
    ("sendMessage", "html_403"),
    ("editMessageText", "html_502"),
    ("sendMessage", "502"),
    ("answerCallbackQuery", "drop"),
    ("*", "500"),
)
HANGING = (("sendMessage", "hang"), ("editMessageText", "hang_after"), ("sendMessage", "hang_after"))


async def kills(scene: Scene, seconds: float) -> None:
    """SIGKILL at any moment, also of the start; started again at once, or a little later."""
    async for number in _moments(scene, seconds):
        await scene.bots[number].kill()
        await asyncio.sleep(random.choice((0.0, 0.0, 0.5)))
        scene.over()
        await scene.restart(number)


async def stops(scene: Scene, seconds: float) -> None:
    """SIGTERM under load: it ends with 0 in good time, and another one goes on."""
    async for number in _moments(scene, seconds):
        status = await scene.bots[number].end()
        if status != 0:
            scene.problems.append(f"SIGTERM: ended with {status}")
        scene.over()
        await scene.restart(number)
        await scene.bots[number].says('"level": "info"')


async def _moments(scene: Scene, seconds: float) -> AsyncIterator[int]:
    """The number of the process whose turn it is; they come at random, half a second to four apart."""
    until = time.monotonic() + seconds
    for number in cycle(range(scene.setting.processes)):
        await asyncio.sleep(random.uniform(0.5, 4.0))
        yield number
        if time.monotonic() > until:
            return


def stall(*lengths: float) -> Misfortune:
    """The line to PostgreSQL carries nothing, and is not closed, for so many seconds."""

    async def stalls(scene: Scene, seconds: float) -> None:
        assert scene.line is not None
        for length in lengths:
            await asyncio.sleep(seconds / len(lengths))
            scene.line.stall()
            await asyncio.sleep(length)
            scene.over()
            scene.line.open.set()
        await asyncio.sleep(1)

    return stalls


def lock(*lengths: float) -> Misfortune:
    """Another process writes to the SQLite file, and takes its time."""

    async def locks(scene: Scene, seconds: float) -> None:
        file = str(scene.folder / "cafe.sqlite3")
        for length in lengths:
            await asyncio.sleep(seconds / len(lengths))
            other = await asyncio.create_subprocess_exec(sys.executable, "-c", _LOCK, file, str(length))
            if await other.wait() != 0:
                scene.problems.append("the lock could not be had")
            scene.over()
        await asyncio.sleep(1)

    return locks


async def full_disk(scene: Scene, seconds: float) -> None:
    """No byte more, for half of the time."""
    await asyncio.sleep(seconds / 4)
    process = scene.bots[0].process.pid
    scene.disk.fill(process)
    await asyncio.sleep(seconds / 2)
    scene.over()
    scene.disk.free(process)
    await asyncio.sleep(seconds / 4)


async def broken_lines(scene: Scene, seconds: float) -> None:
    """One request after another meets something else; some hang, and one customer's chat is told to wait."""
    faults, until = scene.sandbox.faults, time.monotonic() + seconds
    waiting = min(scene.sandbox.people)
    while time.monotonic() < until:
        faults.add("*", "429", chat_id=max(scene.sandbox.people), lasting=3)
        faults.add("sendMessage", "429", chat_id=waiting, retry_after=2)
        for method, kind in (*BROKEN, random.choice(HANGING)):
            faults.add(method, kind)  # type: ignore[arg-type]
            await asyncio.sleep(random.uniform(0.2, 0.6))
    scene.over()
    faults.clear()
