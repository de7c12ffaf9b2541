"""The real process, killed at the worst moments and started again: nothing is lost, nothing happens twice."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox import Person
from tests.clock import FixedClock
from tests.process import BotProcess
from tests.scenarios.conftest import Cafe, answer, opened

#: What a story adds up to once its purchase is in: tables and their rows beyond those before.
ONE_PURCHASE = {"purchase": 1, "entry": 1, "lot": 1, "outbox_message": 1, "audit_record": 1}


def process_of(cafe: Cafe, telegram: str | None = None) -> BotProcess:
    """`python bot.py run` on the café's database and its Telegram."""
    url = str(cafe.settings.database_url)
    settings = {
        "BOT_TOKEN": cafe.sandbox.token,
        "TELEGRAM_API_URL": telegram or cafe.sandbox.url,
        "DATABASE_URL": url,
    }
    return BotProcess(settings, Path(url.partition("///")[2]).parent)


@asynccontextmanager
async def running(cafe: Cafe, telegram: str | None = None) -> AsyncIterator[BotProcess]:
    process = process_of(cafe, telegram)
    await process.start()
    try:
        yield process
    finally:
        assert await process.end() in (0, -signal.SIGKILL), process.printed
        assert '"level": "error"' not in process.printed, process.printed


async def until_booked(cafe: Cafe, condition: Callable[[dict[str, list[tuple[object, ...]]]], bool]) -> None:
    """Wait for what another process writes into the database."""
    async with asyncio.timeout(30):
        while not condition(await cafe.books()):  # noqa: ASYNC110  another process writes it
            await asyncio.sleep(0.02)


@pytest.fixture
async def cafe(empty: Path, clock: FixedClock) -> AsyncIterator[Cafe]:
    """A café whose own assistant has closed: what follows is up to real processes. Their clock is the real one."""
    async with opened(empty, clock) as cafe:
        yield cafe
        await cafe.database.close()


async def at_the_preview(cafe: Cafe) -> tuple[Person, Person]:
    """A cashier one press away from a purchase of a hundred rand, and the customer."""
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "100")
    await cafe.close()
    cafe.assistant = cafe._new()  # for looking into the books: what has closed its database stays closed
    return till, anna


async def grown(cafe: Cafe, before: dict[str, list[tuple[object, ...]]]) -> dict[str, int]:
    return {name: more for name, rows in (await cafe.books()).items() if (more := len(rows) - len(before[name]))}


async def test_killed_between_the_purchase_and_its_acknowledgement(cafe: Cafe) -> None:
    """The purchase is in the books, the cashier has no answer: after the start there is one purchase and the answer."""
    till, anna = await at_the_preview(cafe)
    before = await cafe.books()
    cafe.sandbox.faults.add("editMessageText", "delay", seconds=60)
    cafe.sandbox.faults.add("sendMessage", "500", times=50)
    async with running(cafe) as first:
        await till.press("Confirm")
        await until_booked(cafe, lambda books: len(books["purchase"]) == 1)
        await first.kill()
    assert cafe.sandbox.world.updates.pending
    cafe.sandbox.faults.clear()
    async with running(cafe):
        await cafe.sandbox.settled(timeout=30)
        await anna.wait_for("R100.00", timeout=30)
        assert await grown(cafe, before) == ONE_PURCHASE
        assert "+500 points" in answer(till)
        assert sum("R100.00" in text for text in anna.texts) == 1
    assert await cafe.differences() == []


async def test_killed_before_the_receipt_went_out(cafe: Cafe) -> None:
    """The typed confirmation is acknowledged or not: the receipt is owed by the database, and comes once."""
    till, anna = await at_the_preview(cafe)
    before = await cafe.books()
    cafe.sandbox.faults.add("sendMessage", "500", times=50)
    async with running(cafe) as first:
        await till.send("confirm")
        await until_booked(cafe, lambda books: len(books["purchase"]) == 1)
        await first.kill()
    cafe.sandbox.faults.clear()
    async with running(cafe):
        await anna.wait_for("R100.00", timeout=30)
        await cafe.sandbox.settled(timeout=30)
        assert await grown(cafe, before) == ONE_PURCHASE
        assert "Scan a customer's card" not in answer(till)
    assert sum("R100.00" in text for text in anna.texts) == 1
    assert await cafe.differences() == []


async def test_killed_in_the_middle_of_a_dialogue(cafe: Cafe) -> None:
    """The cashier answers the question of before, and what was written meanwhile is not lost."""
    till, anna = await at_the_preview(cafe)
    async with running(cafe) as first:
        await till.send("receipt number")
        await till.wait_for("Type the number", timeout=30)
        await first.kill()
    await till.send("A-17")
    async with running(cafe) as second:
        await till.wait_for("Receipt no. A-17", timeout=30)
        await till.press("Confirm")
        await anna.wait_for("R100.00", timeout=30)
        await cafe.sandbox.settled(timeout=30)
        assert await second.end() == 0
    assert await cafe.differences() == []


async def test_killed_before_the_next_question_went_out(cafe: Cafe) -> None:
    """What was typed is kept: after the start the question that follows it is put, and not that it was done already."""
    till, _anna = await at_the_preview(cafe)
    cafe.sandbox.faults.add("sendMessage", "delay", seconds=60)
    async with running(cafe) as first:
        await till.send("receipt number")
        await till.wait_for("Type the number", timeout=30)
        await first.kill()
    cafe.sandbox.faults.clear()
    async with running(cafe) as second:
        await cafe.sandbox.settled(timeout=30)
        assert sum("Type the number" in text for text in till.texts) == 2
        assert not [text for text in till.texts if "done already" in text]
        assert await second.end() == 0


async def test_a_process_asked_to_end_finishes_what_runs(cafe: Cafe) -> None:
    """SIGTERM while an answer is on its way: it arrives, it is acknowledged, and the status is 0."""
    till, _anna = await at_the_preview(cafe)
    cafe.sandbox.faults.add("editMessageText", "delay", seconds=1)
    async with running(cafe) as process:
        await till.press("Confirm")
        await until_booked(cafe, lambda books: len(books["purchase"]) == 1)
        assert await process.end() == 0
    assert "+500 points" in answer(till)
    assert cafe.sandbox.world.updates.pending == []
    assert len((await cafe.books())["purchase"]) == 1


async def test_telegram_away_at_the_start_and_in_between(cafe: Cafe) -> None:
    """The process waits with one line in its log, and serves as soon as Telegram is there."""
    _till, anna = await at_the_preview(cafe)
    port = int(cafe.sandbox.url.rpartition(":")[2])
    url = cafe.sandbox.url
    await cafe.sandbox.stop()
    async with running(cafe, url) as process:
        await process.says("Telegram is away")
        await cafe.sandbox.start(port=port)
        await anna.send("/balance")
        await anna.wait_for("worth R1.00", timeout=30)
        await process.says("Telegram is back")
        assert process.printed.count("Telegram is away") == 1
        await cafe.sandbox.settled(timeout=30)
        await cafe.sandbox.stop()
        await anna.send("/card")
        await cafe.sandbox.start(port=port)
        await anna.wait_for("Show it at the till", timeout=30)
