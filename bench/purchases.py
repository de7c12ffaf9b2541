"""Purchases posted by the use case against the same rows written by hand."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import aiosqlite

from bench import world
from bench.report import Aim, line, median, verdict
from loyalty import purchases
from loyalty.actor import Actor
from storage import Database, UpdateKey

CUSTOMERS = 200
AT_ONCE = 16
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

Post = Callable[[int], Awaitable[None]]
_numbers = count(1)


async def run(folder: Path, *, quick: bool) -> None:
    path = folder / "purchases.sqlite3"
    await world.make(path, CUSTOMERS, purchases_each=1)
    rounds, seconds = (1, 1.0) if quick else (3, 2.0)
    database = Database(world.url(path))
    try:
        await _compare(database, path, rounds, seconds)
    finally:
        await database.close()


async def _compare(database: Database, path: Path, rounds: int, seconds: float) -> None:
    print("\nPurchases posted, seven rows each, every one on the disk before it counts", flush=True)
    cashier, customers = await world.cast(database)
    ours = _ours(database, cashier, customers)
    rates: dict[str, list[float]] = {"alone": [], "at once": [], "raw": []}
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            await connection.execute(f"PRAGMA {pragma}")
        raw = _raw(connection, cashier, customers)
        for _ in range(rounds):
            rates["raw"].append(await _rate(raw, 1, seconds))
            rates["alone"].append(await _rate(ours, 1, seconds))
            rates["at once"].append(await _rate(ours, AT_ONCE, seconds))
    raw_rate, alone, at_once = (median(rates[name]) for name in ("raw", "alone", "at once"))
    line("raw aiosqlite, one after another", f"{raw_rate:.0f}/s")
    line("use case, one after another", f"{alone:.0f}/s")
    line(f"use case, {AT_ONCE} people at once", f"{at_once:.0f}/s")
    verdict("one after another / raw", alone / raw_rate, Aim("at least", 0.5))
    verdict(f"{AT_ONCE} at once / raw one after another", at_once / raw_rate, Aim("at least", 1.0))


async def _rate(post: Post, workers: int, seconds: float) -> float:
    """Purchases per second by so many people at once."""
    begun = time.perf_counter()
    posted = 0

    async def serve() -> None:
        nonlocal posted
        while time.perf_counter() - begun < seconds:
            await post(next(_numbers))
            posted += 1

    await asyncio.gather(*(serve() for _ in range(workers)))
    return posted / (time.perf_counter() - begun)


def _ours(database: Database, cashier: Actor, customers: list[Actor]) -> Post:
    async def post(number: int) -> None:
        now = datetime.now(UTC)
        async with database.transaction(UpdateKey(1, number), now) as transaction:
            account = customers[number % len(customers)].account_id
            await purchases.record(transaction, cashier, account, 7_000, key=f"till:{number}", now=now)

    return post


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
