"""How long people wait who wrote while the database could not be written."""

import asyncio
import sqlite3
import time
from pathlib import Path

from bench import world
from bench.report import Aim, line, verdict
from bench.telegram import FIRST_PERSON, Telegram
from bench.updates import started

PEOPLE = 30
OUTAGE_SECONDS = 5.0
#: Nobody has heard of them: their /start makes customers of them, which is written.
FIRST_STRANGER = FIRST_PERSON + 500_000


async def run(folder: Path, *, quick: bool) -> None:
    database = folder / "recovering.sqlite3"
    await world.make(database, 1, purchases_each=1)
    print(f"\n{OUTAGE_SECONDS:.0f} s in which nothing can be written, {PEOPLE} people waiting", flush=True)
    async with Telegram() as telegram, started("assistant", telegram, folder, database):
        held = sqlite3.connect(world.in_use(folder), isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        answers = [telegram.answered(FIRST_STRANGER + number) for number in range(PEOPLE)]
        for number in range(PEOPLE):
            telegram.queue(telegram.update(FIRST_STRANGER + number, "/start"))
        await asyncio.sleep(OUTAGE_SECONDS)
        held.execute("ROLLBACK")
        held.close()
        begun = time.perf_counter()
        async with asyncio.timeout(120):
            await asyncio.gather(*answers)
        taken = time.perf_counter() - begun
    line("until the last is answered", f"{taken:.2f} s")
    verdict("until the last is answered", taken, Aim("at most", 5), " s")
