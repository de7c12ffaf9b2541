"""Balance updates end to end against bare echoes: how many a second, and what each costs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import world
from bench.programs import Program, free_port, listening, running
from bench.report import Aim, line, median, verdict
from bench.telegram import People, Telegram

PEOPLE = 200
BOTS = {"assistant": "assistant: /balance", "aiogram": "aiogram: echo", "ptb": "PTB: echo"}
#: Before and after what counts of a round.
WARM_UP_SECONDS = 0.7
TAIL_SECONDS = 0.1
START_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Round:
    per_second: float
    cpu_microseconds: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Way:
    """One way of getting updates, over a network that takes `delay` seconds to answer."""

    title: str
    webhook: bool = False
    delay: float = 0.0
    #: Of the bare echo; None: shown alone, as by polling with slow answers: Telegram gives at most 100 unconfirmed
    #: updates, and we confirm only what is done.
    aim: float | None = 1.2


WAYS = (
    Way("by polling"),
    Way("by webhook", webhook=True),
    Way("by polling, Telegram answers after 50 ms", delay=0.05, aim=None),
    Way("by webhook, Telegram answers after 50 ms", webhook=True, delay=0.05),
)


async def run(folder: Path, *, quick: bool) -> None:
    database = folder / "updates.sqlite3"
    await world.make(database, PEOPLE, purchases_each=3)
    rounds, seconds = (1, 1.0) if quick else (3, 2.0)
    memory: list[float] = []
    for way in WAYS[:2] if quick else WAYS:
        print(f"\nBalance updates {way.title}, {PEOPLE} people", flush=True)
        memory += await _compare(way, database, folder, rounds, seconds)
    verdict("the assistant's memory under load", max(memory), Aim("at most", 120), " MB")


async def _compare(way: Way, database: Path, folder: Path, rounds: int, seconds: float) -> list[float]:
    found: dict[str, list[Round]] = {name: [] for name in BOTS}
    async with AsyncExitStack() as stack:
        candidates = {name: await _candidate(stack, name, way, database, folder) for name in BOTS}
        for _ in range(rounds):
            for name, (people, program) in candidates.items():
                found[name].append(await _round(people, program, seconds))
    rates = {name: median(one.per_second for one in results) for name, results in found.items()}
    costs = {name: median(one.cpu_microseconds for one in results) for name, results in found.items()}
    for name, title in BOTS.items():
        line(title, f"{rates[name]:.0f}/s", f"{costs[name]:.0f} us of CPU")
    if way.aim is not None:
        verdict("assistant / aiogram's bare echo", rates["assistant"] / rates["aiogram"], Aim("at least", way.aim))
    line("the same in CPU", f"{costs['assistant'] / costs['aiogram']:.2f}")
    return [one.memory_mb for one in found["assistant"]]


async def _candidate(
    stack: AsyncExitStack, name: str, way: Way, database: Path, folder: Path
) -> tuple[People, Program]:
    """A bot that waits for its turn, and the people who will write to it."""
    telegram = await stack.enter_async_context(Telegram())
    program = await stack.enter_async_context(started(name, telegram, folder, database, webhook=way.webhook))
    telegram.delay = way.delay
    return People(telegram, PEOPLE, "/balance", await telegram.webhook if way.webhook else None), program


async def _round(people: People, program: Program, seconds: float) -> Round:
    writing = asyncio.ensure_future(people.write(WARM_UP_SECONDS + seconds + TAIL_SECONDS))
    await asyncio.sleep(WARM_UP_SECONDS)
    begun, answers, cpu = time.perf_counter(), people.answers, program.cpu_seconds
    await asyncio.sleep(seconds)
    taken, answers, cpu = time.perf_counter() - begun, people.answers - answers, program.cpu_seconds - cpu
    await writing
    return Round(answers / taken, cpu / max(answers, 1) * 1e6, program.most_memory_mb)


@asynccontextmanager
async def started(
    name: str, telegram: Telegram, folder: Path, database: Path, *, webhook: bool = False, **options: Any
) -> AsyncIterator[Program]:
    """The bot, from its first question for updates on, with a copy of the database."""
    copy = world.copied(database, folder)
    port = free_port() if webhook else None
    log = folder / f"{name}.log"
    async with running(name, log, api=telegram.url, database=copy, webhook=port, **options) as program:
        try:
            async with asyncio.timeout(START_PATIENCE):
                await (telegram.asked.wait() if port is None else telegram.webhook)
                if port is not None:
                    await listening(port)
        except TimeoutError:
            raise RuntimeError(f"{name} did not start:\n{log.read_text()[-4000:]}") from None
        yield program
