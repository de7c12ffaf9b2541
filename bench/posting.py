"""Purchases posted by the use case, and how many of anything are posted in a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime

from loyalty import purchases
from loyalty.actor import Actor
from storage import Database, UpdateKey

AT_ONCE = 16

Post = Callable[[int], Awaitable[None]]


async def rate(post: Post, numbers: Iterator[int], workers: int, seconds: float) -> float:
    """Purchases per second by so many people at once."""
    begun = time.perf_counter()
    posted = 0

    async def serve() -> None:
        nonlocal posted
        while time.perf_counter() - begun < seconds:
            await post(next(numbers))
            posted += 1

    await asyncio.gather(*(serve() for _ in range(workers)))
    return posted / (time.perf_counter() - begun)


def posting(database: Database, cashier: Actor, customers: list[Actor]) -> Post:
    """The use case, for each customer in turn."""

    async def post(number: int) -> None:
        now = datetime.now(UTC)
        async with database.transaction(UpdateKey(1, number), now) as transaction:
            account = customers[number % len(customers)].account_id
            await purchases.record(transaction, cashier, account, 7_000, key=f"till:{number}", now=now)

    return post
