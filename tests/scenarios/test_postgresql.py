"""The first day with PostgreSQL behind it."""

import asyncio
import copy
import os
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import make_url
from telegram import Update

from tests.clock import FixedClock
from tests.scenarios.conftest import Cafe, opened

SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture
async def shared_cafe(clock: FixedClock) -> AsyncIterator[Cafe]:
    """A café over a PostgreSQL database of this test's own."""
    name = f"scenario_{uuid4().hex}"
    try:
        server = await asyncpg.connect(SERVER)
    except OSError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no PostgreSQL here (TEST_POSTGRESQL_URL)")
    await server.execute(f"CREATE DATABASE {name}")
    try:
        url = make_url(SERVER).set(drivername="postgresql+asyncpg", database=name)
        async with opened(url.render_as_string(hide_password=False), clock) as cafe:
            yield cafe
    finally:
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await server.close()


async def test_the_first_day_on_postgresql(shared_cafe: Cafe) -> None:
    """From the owner's link over a purchase and its undoing to the explained balance."""
    cafe = shared_cafe
    thabo, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    assert "+627 points" in await cafe.buys(anna, thabo, "125.50")
    await cafe.buys(anna, thabo, "10")
    await cafe.taps(thabo, "Undo")
    await anna.wait_for("is undone")
    assert "727 points" in await cafe.says(anna, "/balance")
    assert "+677  2 purchases" in await cafe.taps(anna, "Why this number?")
    await cafe.restart()
    assert "727 points" in await cafe.says(anna, "/balance")
    assert await cafe.differences() == []


async def test_start_at_two_replicas_at_once_is_a_greeting(shared_cafe: Cafe) -> None:
    """Telegram delivers it again while the first is at work; whoever comes second has nothing to apologise for."""
    cafe = shared_cafe
    eve = cafe.person("Eve")
    eve.chat.started = True
    message = eve._stamped({"text": "/start"})
    message["entities"] = [{"type": "bot_command", "offset": 0, "length": len("/start")}]
    delivered = {"update_id": 900_000_000, "message": message}
    async with cafe._new() as other:
        bots = [replica.application for replica in (cafe.assistant, other)]
        updates = [Update.de_json(copy.deepcopy(delivered), bot.bot) for bot in bots]
        await asyncio.gather(*(bot.process_update(update) for bot, update in zip(bots, updates, strict=True)))
    assert any("Hello, Eve" in text for text in eve.texts)
    assert not [text for text in eve.texts if "went wrong" in text]
    assert len((await cafe.books())["account"]) == 1


async def test_words_no_database_likes_are_answered_on_postgresql(shared_cafe: Cafe) -> None:
    """A zero byte and half a pair of code units in a receipt number, where PostgreSQL would stumble."""
    cafe = shared_cafe
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "10")
    await cafe.taps(till, "Receipt number")
    await cafe.says(till, "a\x00\ud83d")
    await cafe.taps(till, "Confirm")
    await anna.wait_for("R10.00")
