"""Somebody waits at the till while three thousand greetings are due: with the limiter in between, in virtual time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from telegram.error import RetryAfter

from bot.engine.dispatcher import Sent
from bot.engine.sending import TwoLaneRateLimiter
from bot.engine.sending.limiter import BULK
from storage import Database
from storage.models import Urgency
from storage.outbox import Owed
from storage.tables import outbox_messages, people
from tests.engine.post import NOW, Post, opened, with_people

GREETINGS = 3000
QUESTION = "question"


class Paced(Post):
    """Everything goes out through the limiter; Telegram may refuse what is sent in bulk."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.limiter = TwoLaneRateLimiter(self.time.monotonic, self.time.sleep)
        self.came_at: float | None = None
        self.refusing_bulk = False

    async def send(self, message: Owed) -> Sent | None:
        async def call() -> dict[str, Any]:
            if self.refusing_bulk and message.urgency == Urgency.QUIET:
                raise RetryAfter(45)
            if message.key == QUESTION:
                self.came_at = self.time.seconds
            self.sent.append(message.key)
            return {}

        lane = BULK if message.urgency == Urgency.QUIET else None
        chat = {"chat_id": message.telegram_id}
        await self.limiter.process_request(call, (), {}, "sendMessage", chat, lane)
        return Sent()

    async def passes(self, seconds: float) -> None:
        """Virtual seconds, each with some real moments for the database."""
        for _ in range(round(seconds / 0.1)):
            await self.time.passes(0.1)
            await asyncio.sleep(0.015)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Paced]:
    database = await with_people(Database(f"sqlite+aiosqlite:///{tmp_path / 'shop.sqlite3'}"))
    guests = range(10, 10 + GREETINGS)
    guest = {"first_name": "Guest", "language": "en", "joined_at": NOW}
    greeting = {"kind": "birthday", "urgency": Urgency.QUIET, "facts": {}, "created_at": NOW, "due_at": NOW}
    async with database.transaction() as transaction:
        await transaction.run(insert(people), [{"id": n, "telegram_id": n, **guest} for n in guests])
        owed = [{"key": f"greeting {n}", "person_id": n, **greeting} for n in guests]
        await transaction.run(insert(outbox_messages), owed)
    async for one in opened(Paced(database)):
        yield one
    await database.close()


@pytest.mark.parametrize("refusing_bulk", [False, True])
@pytest.mark.parametrize("woken", [True, False], ids=["asked here", "asked on another replica"])
async def test_the_question_comes_within_five_seconds(post: Paced, refusing_bulk: bool, woken: bool) -> None:
    """Also when Telegram has just halted what goes in bulk, and when it was another process that wrote it."""
    post.start()
    await post.passes(5)
    assert len(post.sent) > 50
    post.refusing_bulk = refusing_bulk
    await post.passes(1)
    asked_at = post.time.seconds
    await post.owe(QUESTION, kind="redemption_asked", urgency=Urgency.ASKED)
    if woken:
        post.dispatcher.wake()
    await post.passes(6)
    assert post.came_at is not None
    assert post.came_at - asked_at <= (1.0 if woken else 5.5)  # and a few steps for the database
    assert len(post.sent) < GREETINGS / 2
