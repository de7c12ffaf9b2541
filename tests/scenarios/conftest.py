"""A café with the real assistant, over HTTP on a local Telegram, and people who go there."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlmodel import SQLModel
from structlog.testing import capture_logs
from telegram.helpers import create_deep_linked_url

from bot.application import Assistant
from bot.engine.sending import TwoLaneRateLimiter
from bot.settings import Settings
from loyalty import cards, membership, programme
from loyalty.actor import Actor
from loyalty.ledger.model import Difference
from loyalty.ledger.verification import verify
from sandbox import Person, Sandbox
from storage import Database, migrate
from storage.models import DeliveryState
from storage.tables import outbox_messages as notices
from tests.clock import FixedClock

#: Saturday noon in the café.
NOON = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
#: Seconds; only tests that hold notices up come near it.
QUIET_AT_THE_LATEST = 3.0


class Cafe:
    """The assistant of one café, its people and its clock."""

    def __init__(
        self, sandbox: Sandbox, settings: Settings, clock: FixedClock, logs: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        self.sandbox = sandbox
        self.settings = settings
        self.clock = clock
        #: What the assistant has logged.
        self.logs = logs
        self.assistant = self._new()
        self._serving: asyncio.Task[None] | None = None

    def _new(self) -> Assistant:
        """Its messages do not wait for Telegram's pace: whoever would sleep finds the time gone by."""
        pace = Pace()
        return Assistant(self.settings, self.clock, TwoLaneRateLimiter(pace.monotonic, pace.sleep))

    @property
    def database(self) -> Database:
        return self.assistant.database

    async def open(self) -> None:
        await self.assistant.__aenter__()
        self._serving = asyncio.create_task(self.assistant.run())
        await self.assistant.presented.wait()

    async def close(self) -> None:
        """As after SIGTERM; once is enough."""
        if self._serving is None:
            return
        self.assistant.stop()
        await self._serving
        self._serving = None
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

    async def quiet(self) -> None:
        """Notices on their way have arrived, so that what comes next is the answer to what is done next."""
        self.assistant.dispatcher.wake()
        try:
            async with asyncio.timeout(QUIET_AT_THE_LATEST):
                while await self._notices_under_way():  # noqa: ASYNC110  the database tells nobody
                    await asyncio.sleep(0.005)
        except TimeoutError:
            return  # some tests hold them up on purpose

    async def _notices_under_way(self) -> int:
        due = (notices.c.state == DeliveryState.PENDING) & (notices.c.due_at <= self.clock.now())
        under_way = due | (notices.c.state == DeliveryState.SENDING)
        async with self.database.reading() as reading:
            count: int = (await reading.run(select(func.count()).select_from(notices).where(under_way))).scalar_one()
        return count

    async def says(self, person: Person, text: str) -> str:
        """A person writes; what the bot's last answer was, as plain text."""
        await self.quiet()
        await person.send(text)
        await self.settled()
        return answer(person)

    async def taps(self, person: Person, label: str) -> str:
        await self.quiet()
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
        await self.opens(person, self.assistant.owner_link)
        return person

    async def cashier(self, owner: Person, first_name: str = "Thabo", language: str = "en") -> Person:
        """A member of staff, invited by the owner's link."""
        await self.says(owner, "/staff")
        await self.taps(owner, owner.buttons[0][0])
        person = self.person(first_name, language)
        await self.opens(person, link_in(answer(owner)))
        return person

    async def card_number(self, person: Person) -> str:
        caption = await self.says(person, "/card")
        return next(word for word in caption.split() if word[:4].isdigit() and "-" in word)

    async def card_link(self, person: Person) -> str:
        """What the code of this person's card holds."""
        async with self.database.reading() as reading:
            card = await cards.current(reading, (await self.actor(person)).account_id)
        return self.link(f"c_{card.token}")

    def link(self, payload: str) -> str:
        """A link to the bot that carries something."""
        return create_deep_linked_url(self.assistant.bot.username, payload)

    async def opens(self, person: Person, link: str) -> str:
        """A person follows a link; what the bot's last answer was."""
        await self.quiet()
        await person.open(link)
        await self.settled()
        return answer(person)

    async def forges(self, person: Person, data: str) -> str:
        """A modified client sends button data under the newest message; what the bot's last answer was."""
        await self.quiet()
        await person.press_data(data, person.last)
        await self.settled()
        return answer(person)

    async def buys(self, customer: Person, cashier: Person, amount: str = "125.50") -> str:
        """A whole purchase at the till, down to the customer's receipt; what the cashier reads at its end."""
        receipts = sum("🧾" in text for text in customer.texts)
        await self.says(cashier, await self.card_number(customer))
        await self.taps(cashier, "Add purchase")
        await self.says(cashier, amount)
        done = await self.taps(cashier, "Confirm")
        await customer.wait_for(lambda _: sum("🧾" in text for text in customer.texts) > receipts)
        return done

    async def actor(self, person: Person) -> Actor:
        """The person as the programme knows them now."""
        return (await self.visitor(person)).actor

    async def visitor(self, person: Person) -> membership.Visitor:
        """The person as the chat knows them now."""
        async with self.database.reading() as reading:
            visitor = await membership.identify(reading, person.id)
        assert visitor is not None, f"{person.first_name} has not joined"
        return visitor

    async def change(self, owner: Person, settings: Mapping[str, Any]) -> None:
        """The owner changes the programme."""
        async with self.database.transaction() as transaction:
            await programme.change(transaction, await self.actor(owner), settings, self.clock.now())

    async def books(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything the database holds, read anew, apart from which updates were handled and who is in a dialogue."""
        passing = {"handled_update", "dialogue"}
        async with self.database.reading() as reading:
            return {
                table.name: [tuple(row) for row in await reading.run(select(table).order_by(*table.primary_key))]
                for table in SQLModel.metadata.sorted_tables
                if table.name not in passing
            }

    async def differences(self) -> list[Difference]:
        """What `python bot.py verify` would find."""
        async with self.database.reading() as reading:
            return await verify(reading)

    def unforeseen(self) -> list[Mapping[str, Any]]:
        """Errors in the log that nobody has words for."""
        return [line for line in self.logs if line["log_level"] in ("error", "critical")]


class Pace:
    """A time of its own for those who wait for Telegram's pace: sleeping is what makes it go by."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
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
async def opened(
    database: Path | str,
    clock: FixedClock,
    people: Callable[[Sandbox], None] = lambda _: None,
    token: str = "1000000:sandbox-token",
    **settings: Any,
) -> AsyncIterator[Cafe]:
    """A café over a SQLite file, or over the database of a URL. It must end without an error unforeseen.

    `people` puts those into the local Telegram who are there before the assistant starts.
    """
    sandbox = Sandbox(token, clock=lambda: clock.now().timestamp(), poll_repeat_wait=0.0, webhook_first_wait=0.0)
    people(sandbox)
    await sandbox.start()
    url = database if isinstance(database, str) else f"sqlite+aiosqlite:///{database}"
    given: dict[str, Any] = {"http_port": 0, "database_url": url, "log_level": "ERROR"} | settings
    told = Settings(_env_file=None, bot_token=SecretStr(sandbox.token), telegram_api_url=sandbox.url, **given)
    with capture_logs() as logs:
        cafe = Cafe(sandbox, told, clock, logs)
        await cafe.open()
        try:
            yield cafe
        finally:
            await cafe.close()
            await sandbox.stop()
    assert not cafe.unforeseen()


@asynccontextmanager
async def opened_for_calls(database: Path, clock: FixedClock) -> AsyncIterator[Cafe]:
    """A café that Telegram calls by webhook, at the assistant's own HTTP port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, secret = f"http://127.0.0.1:{port}", SecretStr("knock-knock")
    async with opened(database, clock, http_port=port, webhook_url=url, webhook_secret=secret) as cafe:
        yield cafe


@pytest.fixture
def empty(migrated: Path, tmp_path: Path) -> Path:
    """A database of this test's own in which nothing has happened yet."""
    return Path(shutil.copy(migrated, tmp_path / "cafe.sqlite3"))


@pytest.fixture
async def cafe(empty: Path, clock: FixedClock) -> AsyncIterator[Cafe]:
    async with opened(empty, clock) as cafe:
        yield cafe
