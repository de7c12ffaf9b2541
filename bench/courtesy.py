"""Replies in the middle of a broadcast at the full rate that Telegram allows, against replies when all is quiet."""

import asyncio
import time
from pathlib import Path

from bench import world
from bench.report import Aim, line, p95, verdict
from bench.telegram import FIRST_PERSON, Telegram
from bench.updates import started

PER_SECOND = 4
PEOPLE = 100


async def run(folder: Path, *, quick: bool) -> None:
    count = 12 if quick else 40
    database = folder / "courtesy.sqlite3"
    await world.make(database, PEOPLE, purchases_each=1)
    print(f"\n{PER_SECOND} balances a second at Telegram's pace", flush=True)
    idle = await _replies(folder, database, count, bulk=False)
    busy = await _replies(folder, database, count, bulk=True)
    line("p95 when idle", f"{idle * 1000:.1f} ms")
    line("p95 during a broadcast", f"{busy * 1000:.1f} ms")
    verdict("during a broadcast / idle", busy / idle, Aim("at most", 1.1))


async def _replies(folder: Path, database: Path, count: int, *, bulk: bool) -> float:
    """Seconds from an update to its answer, the 95th percentile."""
    async with Telegram() as telegram, started("assistant", telegram, folder, database, paced=True, bulk=bulk):
        telegram.delay = 0.05
        taken = []

        async def ask(person: int) -> None:
            begun = time.perf_counter()
            answered = telegram.answered(person)
            telegram.queue(telegram.update(person, "/balance"))
            await answered
            taken.append(time.perf_counter() - begun)

        async with asyncio.timeout(120), asyncio.TaskGroup() as group:
            for number in range(count):
                group.create_task(ask(FIRST_PERSON + number % PEOPLE))
                await asyncio.sleep(1 / PER_SECOND)
        return p95(taken)
