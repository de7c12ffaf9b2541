"""Purchases on PostgreSQL: the use case against the same rows by raw asyncpg, both by many people at once."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

import asyncpg
from sqlalchemy import URL, make_url

from bench import world
from bench.posting import AT_ONCE, Post, posting, rate
from bench.report import Aim, line, median, verdict
from loyalty.actor import Actor
from storage import Database

CUSTOMERS = 200
SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
#: Seconds of raw purchases before anything counts: the server plans for tables as large as a shop's.
FILLING = 3.0
#: The rows of one purchase, in the order in which the use case writes them.
RAW = (
    ("INSERT INTO handled_update (bot_id, update_id, at) VALUES (1, $1, $2)", ("update_id", "now")),
    (
        "INSERT INTO purchase (key, account_id, shop_id, staff_id, amount_minor, paid_minor, currency,"
        " earn_rate_basis_points, earned_points, redeemed_points, refunded_minor, balance_after, at)"
        " VALUES ($1, $2, $3, $4, 7000, 7000, 'ZAR', 500, 350, 0, 0, 450, $5)",
        ("key", "account", "shop", "staff", "now"),
    ),
    (
        "INSERT INTO entry (key, account_id, kind, points, at, purchase_id, staff_id) VALUES ('purchase:' || $1::text,"
        " $2, 'purchase', 350, $3, (SELECT id FROM purchase WHERE key = $1::text), $4)",
        ("key", "account", "now", "staff"),
    ),
    (
        "INSERT INTO lot (account_id, entry_id, points, remaining, mature, expires_at) VALUES ($1,"
        " (SELECT id FROM entry WHERE key = 'purchase:' || $2::text), 350, 350, true, $3)",
        ("account", "key", "later"),
    ),
    (
        "INSERT INTO outbox_message (key, person_id, kind, urgency, facts, state, attempts, created_at, due_at)"
        " VALUES ('receipt:' || $1::text, $2, 'receipt', 1, '{\"purchase_id\": 350}', 'pending', 0, $3, $3)",
        ("key", "person", "now"),
    ),
    (
        "INSERT INTO audit_record (at, actor_id, action, subject, details)"
        " VALUES ($1, $2, 'purchase', $3, '{\"amount_minor\": 7000}')",
        ("now", "staff", "key"),
    ),
    (
        "UPDATE account SET available = available + 350, lifetime_earned = lifetime_earned + 350 WHERE id = $1",
        ("account",),
    ),
)


async def compare(*, quick: bool) -> None:
    """Skipped with a line where there is no server."""
    server = make_url(SERVER).set(drivername="postgresql+asyncpg")
    try:
        await _tell(server, "SELECT 1")
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        print(f"\nNo PostgreSQL at {server.host}:{server.port} ({type(error).__name__}): left out", flush=True)
        return
    async with _fresh(server) as url:
        await _compare(url, quick=quick)


async def _compare(url: URL, *, quick: bool) -> None:
    print(f"\nThe same on PostgreSQL, {AT_ONCE} people at once", flush=True)
    database = Database(url.render_as_string(False))
    pool = await asyncpg.create_pool(_plain(url), min_size=AT_ONCE, max_size=AT_ONCE)
    rounds, seconds = (2, 0.5) if quick else (9, 1.0)
    rates: dict[str, list[float]] = {"raw": [], "ours": []}
    try:
        cashier = await world.found(database)
        await world.join(database, CUSTOMERS)
        cashier, customers = await world.cast(database)
        numbers = count(1)
        raw, ours = _raw(pool, cashier, customers), posting(database, cashier, customers)
        await rate(raw, numbers, AT_ONCE, FILLING)
        await pool.execute("ANALYZE")
        for _ in range(rounds):
            rates["raw"].append(await rate(raw, numbers, AT_ONCE, seconds))
            rates["ours"].append(await rate(ours, numbers, AT_ONCE, seconds))
    finally:
        await pool.close()
        await database.close()
    line("raw asyncpg", f"{median(rates['raw']):.0f}/s")
    line("use case", f"{median(rates['ours']):.0f}/s")
    # Of each pair the quotient, so that whatever else the machine does meanwhile weighs on both.
    shares = [ours / raw for raw, ours in zip(rates["raw"], rates["ours"], strict=True)]
    verdict("use case / raw", median(shares), Aim("at least", 0.5))


def _raw(pool: Any, cashier: Actor, customers: list[Actor]) -> Post:
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
            "now": now,
            "later": now.replace(year=now.year + 1, day=1),
        }
        async with pool.acquire() as connection, connection.transaction():
            for statement, names in RAW:
                await connection.execute(statement, *(row[name] for name in names))

    return post


@asynccontextmanager
async def _fresh(server: URL) -> AsyncIterator[URL]:
    """A database of its own, dropped at the end."""
    name = f"bench_{uuid.uuid4().hex}"
    await _tell(server, f"CREATE DATABASE {name}")
    try:
        yield server.set(database=name)
    finally:
        await asyncio.shield(_tell(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def _tell(server: URL, statement: str) -> None:
    connection = await asyncpg.connect(_plain(server), timeout=5)
    await connection.execute(statement)
    await connection.close()


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(False)
