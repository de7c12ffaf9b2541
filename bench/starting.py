"""From the start of the process to the first question for updates."""

import time
from pathlib import Path

from bench import world
from bench.report import Aim, line, median, verdict
from bench.telegram import Telegram
from bench.updates import started

BOTS = {"assistant": "assistant", "ptb": "PTB: echo"}


async def run(folder: Path, *, quick: bool) -> None:
    database = folder / "starting.sqlite3"
    await world.make(database, 1, purchases_each=1)
    print("\nStart to the first getUpdates", flush=True)
    taken: dict[str, list[float]] = {name: [] for name in BOTS}
    async with Telegram() as telegram:  # the same for all, so that a second start finds name and menus set
        for _ in range(1 if quick else 5):
            for name, results in taken.items():
                telegram.asked.clear()
                begun = time.perf_counter()
                async with started(name, telegram, folder, database):
                    results.append(time.perf_counter() - begun)
    for name, title in BOTS.items():
        line(title, f"{median(taken[name]):.2f} s")
    verdict("assistant / bare PTB echo", median(taken["assistant"]) / median(taken["ptb"]), Aim("at most", 2.0))
