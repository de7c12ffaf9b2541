"""The bad things. Each lasts about so many seconds, and says whenever one of them is over."""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import cycle

from hardship.scene import Scene
from sandbox.faults import Kind

Misfortune = Callable[[Scene, float], Awaitable[None]]

_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
connection.execute("BEGIN IMMEDIATE")
time.sleep(float(sys.argv[2]))
connection.execute("COMMIT")
"""
#: Method and kind of each.
BROKEN: tuple[tuple[str, Kind], ...] = (
    ("sendMessage", "drop"),
    ("sendMessage", "drop_after"),
    ("sendMessage", "html_403"),
    ("sendMessage", "502"),
    ("sendMessage", "hang"),
    ("sendMessage", "hang_after"),
    ("editMessageText", "drop"),
    ("editMessageText", "drop_after"),
    ("editMessageText", "html_502"),
    ("editMessageText", "hang_after"),
    ("answerCallbackQuery", "drop"),
    ("getUpdates", "drop_after"),
    ("*", "500"),
)
#: Seconds: for a fault to be met, for what it broke to be tried again before the next one, and for a request that
#: hangs to be given up by itself.
MET, GAP, HANGING = 0.8, 0.8, 16.0


async def kills(scene: Scene, seconds: float) -> None:
    """SIGKILL at any moment; started again at once, or a little later. Every other time also in the start."""
    patient = cycle((True, False))
    async for number in _moments(scene, seconds):
        await scene.bots[number].kill()
        await asyncio.sleep(random.choice((0.0, 0.0, 0.5)))
        scene.over()
        await scene.restart(number)
        if next(patient):  # else on a slow machine nothing would ever get as far as to be killed in
            await scene.serving(number)


async def stops(scene: Scene, seconds: float) -> None:
    """SIGTERM under load: it ends with 0 in good time, and another one goes on."""
    async for number in _moments(scene, seconds):
        status = await scene.bots[number].end()
        if status != 0:
            scene.problems.append(f"SIGTERM: ended with {status}")
        scene.over()
        await scene.restart(number)
        await scene.serving(number)


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
    """One fault after another, none of them twice in a row for the same answer, and a chat that is told to wait."""
    faults, until = scene.sandbox.faults, time.monotonic() + seconds
    patient = seconds > HANGING  # else what hangs is cut sooner
    while time.monotonic() < until:
        for method, kind in random.sample(BROKEN, len(BROKEN)):
            faults.add(method, kind)
            await asyncio.sleep(HANGING if patient and kind == "hang_after" else MET)
            scene.over()
            faults.clear()
            faults.add("sendMessage", "429", chat_id=max(scene.sandbox.people), retry_after=2)
            await asyncio.sleep(GAP)
            if time.monotonic() > until:
                break
    faults.clear()


def away(length: float) -> Misfortune:
    """No request to Telegram comes through, for so many seconds."""

    async def gone(scene: Scene, seconds: float) -> None:
        await asyncio.sleep(seconds)
        scene.sandbox.faults.add("*", "drop", times=None)
        await asyncio.sleep(length)
        scene.over()
        scene.sandbox.faults.clear()
        await asyncio.sleep(1)

    return gone
