"""A café with the real assistant, over HTTP on a local Telegram, and people who go there."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.application import Assistant
from bot.clock import FixedClock
from bot.sending import TwoLaneRateLimiter
from bot.settings import Settings
from sandbox import Person, Sandbox
from storage import Database, migrate

#: Saturday noon in the café.
NOON = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


class Cafe:
    """The assistant of one café, its people and its clock."""

    def __init__(self, sandbox: Sandbox, settings: Settings, clock: FixedClock) -> None:
        self.sandbox = sandbox
        self.settings = settings
        self.clock = clock
        self.assistant = self._new()
        self._serving: asyncio.Task[None] | None = None

    def _new(self) -> Assistant:
        """Its messages do not wait for Telegram's pace: the sandbox sets none."""
        return Assistant(self.settings, self.clock, TwoLaneRateLimiter(sleep=_at_once))

    @property
    def database(self) -> Database:
        return self.assistant.database

    async def open(self) -> None:
        await self.assistant.__aenter__()
        self._serving = asyncio.create_task(self.assistant.run())

    async def close(self) -> None:
        """As after SIGTERM."""
        assert self._serving is not None
        self.assistant.stop()
        await self._serving
        await self.assistant.__aexit__()

    async def restart(self) -> None:
        await self.close()
        self.assistant = self._new()
        await self.open()

    async def settled(self) -> None:
        """Every update is acknowledged."""
        await self.sandbox.settled()

    def person(self, first_name: str, language: str = "en", **more: Any) -> Person:
        """Somebody with Telegram who has not met the café yet."""
        return self.sandbox.add_person(first_name, language_code=language, **more)

    async def says(self, person: Person, text: str) -> str:
        """A person writes; what the bot's last answer was, as plain text."""
        await person.send(text)
        await self.settled()
        return answer(person)

    async def taps(self, person: Person, label: str) -> str:
        await person.press(label)
        await self.settled()
        return answer(person)

    async def customer(self, first_name: str = "Anna", language: str = "en", **more: Any) -> Person:
        """Somebody who has joined."""
        person = self.person(first_name, language, **more)
        await self.says(person, "/start")
        return person

    async def owner(self, first_name: str = "Zola", language: str = "en") -> Person:
        assert self.assistant.owner_link is not None
        person = self.person(first_name, language)
        await person.open(self.assistant.owner_link)
        await self.settled()
        return person

    async def cashier(self, owner: Person, first_name: str = "Thabo", language: str = "en") -> Person:
        """A member of staff, invited by the owner's link."""
        await self.says(owner, "/staff")
        await self.taps(owner, owner.buttons[0][0])
        person = self.person(first_name, language)
        await person.open(link_in(answer(owner)))
        await self.settled()
        return person

    async def card_number(self, person: Person) -> str:
        caption = await self.says(person, "/card")
        return next(word for word in caption.split() if word[:4].isdigit() and "-" in word)


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)


def answer(person: Person) -> str:
    """The newest words of the bot to this person."""
    return person.texts[-1]


def link_in(text: str) -> str:
    return next(word for word in text.split() if word.startswith("https://t.me/"))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database brought up to date once; each test gets a copy."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await migrate.upgrade(database)
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@asynccontextmanager
async def opened(database: Path, clock: FixedClock, **settings: Any) -> AsyncIterator[Cafe]:
    sandbox = Sandbox(clock=lambda: clock.now().timestamp(), poll_repeat_wait=0.0, webhook_first_wait=0.0)
    await sandbox.start()
    given: dict[str, Any] = {"http_port": 0, "database_url": f"sqlite+aiosqlite:///{database}", "log_level": "ERROR"} | settings
    cafe = Cafe(
        sandbox,
        Settings(
            _env_file=None,
            bot_token=SecretStr(sandbox.token),
            telegram_api_url=sandbox.url,
            **given,
        ),
        clock,
    )
    await cafe.open()
    try:
        yield cafe
    finally:
        await cafe.close()
        await sandbox.stop()


@pytest.fixture
async def cafe(migrated: Path, tmp_path: Path, clock: FixedClock) -> AsyncIterator[Cafe]:
    database = tmp_path / "cafe.sqlite3"
    shutil.copy(migrated, database)
    async with opened(database, clock) as cafe:
        yield cafe
