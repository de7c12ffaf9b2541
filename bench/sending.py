"""Messages out: what a thousand cost, every result committed, against others who keep nothing."""

from pathlib import Path

from bench import world
from bench.programs import outcome
from bench.report import Aim, line, median, verdict
from bench.telegram import Telegram

SENDERS = {
    "assistant": "assistant: outbox",
    "plain": "assistant: send_text",
    "aiogram": "aiogram: send_message",
    "broadcaster": "aiogram-broadcaster",
}


async def run(folder: Path, *, quick: bool) -> None:
    count, rounds = (500, 1) if quick else (1_000, 3)
    database = folder / "sending.sqlite3"
    await world.make(database, count, purchases_each=1, receipts_sent=False)
    print(f"\n{count:,} messages sent, to as many people", flush=True)
    cpu: dict[str, list[float]] = {name: [] for name in SENDERS}
    rate: dict[str, list[float]] = {name: [] for name in SENDERS}
    for _ in range(rounds):
        for name in SENDERS:
            copy = world.copied(database, folder)
            async with Telegram() as telegram:
                ended = await outcome(name, folder / "log", api=telegram.url, database=copy, send=count)
            cpu[name].append(ended["cpu"] / count * 1e6)
            rate[name].append(count / ended["seconds"])
    for name, title in SENDERS.items():
        line(title, f"{median(rate[name]):.0f}/s", f"{median(cpu[name]):.0f} ms / 1,000")
    ours = median(cpu["assistant"])
    verdict("CPU: receipts / aiogram-broadcaster", ours / median(cpu["broadcaster"]), Aim("at most", 0.9))
    line("CPU: receipts / aiogram", f"{ours / median(cpu['aiogram']):.2f}")
    line("CPU: send_text / aiogram-broadcaster", f"{median(cpu['plain']) / median(cpu['broadcaster']):.2f}")
