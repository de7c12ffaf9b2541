"""A sandbox on a free port with a clock that stands still until it is moved."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from telegram import Bot

from sandbox import Person, Sandbox
from tests.sandbox.support import Api, Clock, Json


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(clock=clock, poll_repeat_wait=0.0, webhook_first_wait=0.0)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def api(sandbox: Sandbox, http: ClientSession) -> Api:
    """Calls a method with JSON parameters and returns the whole answer."""

    async def call(method: str, **parameters: Any) -> Json:
        async with http.post(f"{sandbox.url}/bot{sandbox.token}/{method}", json=parameters) as response:
            answer: Json = await response.json()
            assert answer["ok"] is (response.status == 200)
            return answer

    return call


@pytest.fixture
async def anna(sandbox: Sandbox) -> Person:
    """Somebody who has started the bot."""
    anna = sandbox.add_person("Anna")
    await anna.send("/start")
    return anna


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """The real client, unmodified."""
    bot = Bot(sandbox.token, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot")
    async with bot:
        yield bot
