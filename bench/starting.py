"""From the start of the process to the first question for updates, against loading the card's packages alone."""

import asyncio
import sys
import time
from pathlib import Path

from bench import world
from bench.report import Aim, line, median, verdict
from bench.telegram import Telegram
from bench.updates import started

#: What every bot of this kind loads: python-telegram-bot, SQLModel, Babel, aiosqlite.
PACKAGES = "import telegram.ext, sqlmodel, babel, aiosqlite"


async def run(folder: Path, *, quick: bool) -> None:
    database = folder / "starting.sqlite3"
    await world.make(database, 1, purchases_each=1)
    print("\nStart to the first getUpdates", flush=True)
    ours: list[float] = []
    packages: list[float] = []
    async with Telegram() as telegram:  # the same for all, so that a second start finds name and menus set
        for _ in range(1 if quick else 7):
            telegram.asked.clear()
            begun = time.perf_counter()
            async with started("assistant", telegram, folder, database):
                ours.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", PACKAGES)
            await process.wait()
            packages.append(time.perf_counter() - begun)
    line("assistant", f"{median(ours):.2f} s")
    line("importing the packages alone", f"{median(packages):.2f} s")
    verdict("assistant / the packages alone", median(ours) / median(packages), Aim("at most", 1.3))
