"""What a look at one's balance costs in a small and in a large ledger."""

import asyncio
import random
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import world
from bench.report import Aim, line, median, verdict
from bench.telegram import FIRST_PERSON
from loyalty import balances, membership
from storage import Database

SMALL, LARGE, LARGE_QUICK = 10_000, 1_000_000, 100_000
ENTRIES_EACH = 100
LOOKS = 2_000
#: Of so many people, so that it is not always the same page.
AMONG = 100


async def run(folder: Path, *, quick: bool) -> None:
    large = LARGE_QUICK if quick else LARGE
    sizes = {SMALL: folder / "small.sqlite3", large: folder / "large.sqlite3"}
    for entries, path in sizes.items():
        await world.make(path, 0, 0)
        await asyncio.to_thread(fill, path, entries)
    print(f"\nA look at a balance, {ENTRIES_EACH} entries a person", flush=True)
    found: dict[int, list[float]] = {entries: [] for entries in sizes}
    for _ in range(1 if quick else 5):
        for entries, path in sizes.items():
            found[entries].append(await _look(path, entries // ENTRIES_EACH))
    times = {entries: median(results) for entries, results in found.items()}
    for entries, microseconds in times.items():
        line(f"{entries:,} entries", f"{microseconds:.0f} us")
    verdict(f"{large:,} / {SMALL:,} entries", times[large] / times[SMALL], Aim("at most", 1.3))


async def _look(path: Path, people: int) -> float:
    """Microseconds until person and balance are read, the median of many looks."""
    chosen = random.Random(1).sample(range(people), min(people, AMONG))
    database = Database(world.url(path))
    taken = []
    try:
        for number in range(LOOKS):
            begun = time.perf_counter()
            await _read(database, FIRST_PERSON + chosen[number % len(chosen)])
            taken.append((time.perf_counter() - begun) * 1e6)
    finally:
        await database.close()
    return median(taken)


async def _read(database: Database, telegram_id: int) -> None:
    now = datetime.now(UTC)
    async with database.glance() as reading:
        _programme, visitor = await membership.recognise(reading, telegram_id, now)
        assert visitor is not None
        await balances.overview(reading, visitor.actor.account_id, now)


def fill(path: Path, entries: int) -> None:
    """A ledger of so many entries, written by hand: a purchase each, its points, every tenth lot still open."""
    people = entries // ENTRIES_EACH
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        first = connection.execute("SELECT max(id) FROM person").fetchone()[0]
        given = {"people": people, "entries": entries, "first": first, "telegram": FIRST_PERSON}
        for statement in FILL:
            connection.execute(statement, given)
    connection.close()


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {})"
FILL = (
    _NUMBERS.format(":people")
    + """ INSERT INTO person (id, telegram_id, first_name, language, role, joined_at)
    SELECT :first + 1 + i, :telegram + i, 'Anna', 'en', 'customer', '2026-01-01 09:00:00.000000' FROM n""",
    """INSERT INTO account (id, person_id, available, held, pending, shortfall, lifetime_earned, created_at)
    SELECT id, id, 3500, 0, 0, 0, 35000, joined_at FROM person WHERE id > :first""",
    _NUMBERS.format(":entries")
    + """ INSERT INTO purchase (id, key, account_id, shop_id, staff_id, amount_minor, paid_minor, currency,
        earn_rate_basis_points, earned_points, redeemed_points, refunded_minor, balance_after, at)
    SELECT 1 + i, 'p' || i, :first + 1 + i % :people, 1, 1, 7000, 7000, 'ZAR', 500, 350, 0, 0, 350,
        '2026-02-01 09:00:00.000000' FROM n""",
    """INSERT INTO entry (key, account_id, kind, points, at, purchase_id, staff_id)
    SELECT 'purchase:' || id, account_id, 'purchase', 350, at, id, 1 FROM purchase""",
    """INSERT INTO lot (account_id, entry_id, points, remaining, mature, expires_at)
    SELECT account_id, id, 350, CASE WHEN purchase_id > 9 * :entries / 10 THEN 350 ELSE 0 END, 1,
        '2027-02-01 09:00:00.000000' FROM entry WHERE kind = 'purchase'""",
)
