"""Answers by polling while one update hangs, against the same without it."""

import asyncio
import time
from pathlib import Path

from bench import world
from bench.report import Aim, line, p95, verdict
from bench.telegram import FIRST_PERSON, Telegram
from bench.updates import started

PER_SECOND = 30
PEOPLE = 200


async def run(folder: Path, *, quick: bool) -> None:
    seconds = 5 if quick else 20
    database = folder / "hanging.sqlite3"
    await world.make(database, PEOPLE, purchases_each=1)
    print(f"\n{PER_SECOND} balances a second by polling, Telegram answers after 50 ms", flush=True)
    calm = await _answers(folder, database, seconds, hanging=False)
    held = await _answers(folder, database, seconds, hanging=True)
    line("p95", f"{calm * 1000:.0f} ms")
    line("p95 of the others, one hanging", f"{held * 1000:.0f} ms")
    verdict("one hanging / none", held / calm, Aim("at most", 1.5))


async def _answers(folder: Path, database: Path, seconds: int, *, hanging: bool) -> float:
    """Seconds from an update to its answer, the 95th percentile of those that do not hang."""
    async with Telegram() as telegram, started("assistant", telegram, folder, database):
        telegram.delay = 0.05
        if hanging:
            telegram.silent.add(str(FIRST_PERSON))
            telegram.queue(telegram.update(FIRST_PERSON, "/balance"))
        taken = []

        async def ask(person: int) -> None:
            begun = time.perf_counter()
            answered = telegram.answered(person)
            telegram.queue(telegram.update(person, "/balance"))
            await answered
            taken.append(time.perf_counter() - begun)

        async with asyncio.timeout(120), asyncio.TaskGroup() as group:
            for number in range(seconds * PER_SECOND):
                group.create_task(ask(FIRST_PERSON + 1 + number % (PEOPLE - 1)))
                await asyncio.sleep(1 / PER_SECOND)
        return p95(taken)
