"""Purchases posted by the use case against the same rows written by hand."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import aiosqlite

from bench import postgresql, world
from bench.posting import AT_ONCE, Post, posting, rate
from bench.report import Aim, line, median, verdict
from loyalty.actor import Actor
from storage import Database

CUSTOMERS = 200
#: The rows of one purchase, in the order in which the use case writes them.
RAW = (
    "INSERT INTO handled_update (bot_id, update_id, at) VALUES (1, :update_id, :now)",
    "INSERT INTO purchase (key, account_id, shop_id, staff_id, amount_minor, paid_minor, currency,"
    " earn_rate_basis_points, earned_points, redeemed_points, refunded_minor, balance_after, at)"
    " VALUES (:key, :account, :shop, :staff, 7000, 7000, 'ZAR', 500, 350, 0, 0, 450, :now)",
    "INSERT INTO entry (key, account_id, kind, points, at, purchase_id, staff_id)"
    " VALUES ('purchase:' || :key, :account, 'purchase', 350, :now,"
    " (SELECT id FROM purchase WHERE key = :key), :staff)",
    "INSERT INTO lot (account_id, entry_id, points, remaining, mature, expires_at) VALUES (:account,"
    " (SELECT id FROM entry WHERE key = 'purchase:' || :key), 350, 350, 1, :later)",
    "INSERT INTO outbox_message (key, person_id, kind, urgency, facts, state, attempts, created_at, due_at)"
    " VALUES ('receipt:' || :key, :person, 'receipt', 1, '{\"purchase_id\": 350}', 'pending', 0, :now, :now)",
    "INSERT INTO audit_record (at, actor_id, action, subject, details)"
    " VALUES (:now, :staff, 'purchase', :key, '{\"amount_minor\": 7000}')",
    "UPDATE account SET available = available + 350, lifetime_earned = lifetime_earned + 350 WHERE id = :account",
)


async def run(folder: Path, *, quick: bool) -> None:
    path = folder / "purchases.sqlite3"
    await world.make(path, CUSTOMERS, purchases_each=1)
    rounds, seconds = (2, 0.5) if quick else (9, 1.0)
    database = Database(world.url(path))
    try:
        await _compare(database, path, rounds, seconds)
    finally:
        await database.close()
    await postgresql.compare(quick=quick)


async def _compare(database: Database, path: Path, rounds: int, seconds: float) -> None:
    print("\nPurchases posted, seven rows each, every one on the disk before it counts", flush=True)
    cashier, customers = await world.cast(database)
    ours = posting(database, cashier, customers)
    numbers = count(1)
    rates: dict[str, list[float]] = {"alone": [], "at once": [], "raw": []}
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            await connection.execute(f"PRAGMA {pragma}")
        raw = _raw(connection, cashier, customers)
        for _ in range(rounds):
            rates["raw"].append(await rate(raw, numbers, 1, seconds))
            rates["alone"].append(await rate(ours, numbers, 1, seconds))
            rates["at once"].append(await rate(ours, numbers, AT_ONCE, seconds))
    line("raw aiosqlite, one after another", f"{median(rates['raw']):.0f}/s")
    line("use case, one after another", f"{median(rates['alone']):.0f}/s")
    line(f"use case, {AT_ONCE} people at once", f"{median(rates['at once']):.0f}/s")
    verdict("one after another / raw", _share(rates["alone"], rates["raw"]), Aim("at least", 0.8))
    verdict(f"{AT_ONCE} at once / raw one after another", _share(rates["at once"], rates["raw"]), Aim("at least", 0.9))


def _share(ours: list[float], raw: list[float]) -> float:
    """Of each round the quotient: whatever else the machine does meanwhile weighs on both."""
    return median([one / other for one, other in zip(ours, raw, strict=True)])


def _raw(connection: aiosqlite.Connection, cashier: Actor, customers: list[Actor]) -> Post:
    async def post(number: int) -> None:
        now = datetime.now(UTC)
        customer = customers[number % len(customers)]
        row = {
            "update_id": number,
            "key": f"raw:{number}",
            "account": customer.account_id,
            "person": customer.person_id,
            "shop": cashier.shop_id,
            "staff": cashier.person_id,
            "now": f"{now:%Y-%m-%d %H:%M:%S.%f}",
            "later": f"{now.replace(year=now.year + 1, day=1):%Y-%m-%d %H:%M:%S.%f}",
        }
        await connection.execute("BEGIN IMMEDIATE")
        for statement in RAW:
            await connection.execute(statement, row)
        await connection.commit()

    return post
