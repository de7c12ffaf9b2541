"""An update at work: for how long, and what becomes of it when that is too long or the database is away."""

import asyncio

import pytest
from telegram import Update

from bot.engine import effort
from bot.engine.intake import NotHandled, Worker, progress
from bot.engine.metrics import Metrics
from bot.engine.waiting import SharedOutage
from storage import Unavailable
from tests.engine.support import VirtualTime, message, parse, settle


class Shop:
    """A worker whose handler apologises as the guard does."""

    def __init__(self, longest_work: float = 0.01, longest_wait: float | None = None) -> None:
        self.time = VirtualTime()
        self.metrics = Metrics()
        self.outage = SharedOutage("the database", self.time.monotonic, self.time.sleep, jitter=lambda: 1.0)
        self.worker = Worker(
            self.handle,
            self.metrics,
            self.outage,
            monotonic=self.time.monotonic,
            sleep=self.time.sleep,
            longest_work=longest_work,
            longest_wait=longest_wait,
        )
        self.apologies: list[str] = []
        self.hang = asyncio.Event()
        self.apology_hangs = False
        self.owes = asyncio.Event()
        self.away: list[int] = []
        self.done: list[int] = []

    async def handle(self, update: Update) -> None:
        text = update.message.text if update.message else None
        try:
            with effort.giving_up():
                await self._work(update.update_id, text or "")
        except TimeoutError as error:
            self.apologies.append(str(error))
            if self.apology_hangs:
                await asyncio.Event().wait()
        else:
            self.done.append(update.update_id)

    async def _work(self, update_id: int, text: str) -> None:
        if update_id in self.away:
            progress().away = "locked"  # as PTB's error handler says it
            return
        if text == "hangs":
            await self.hang.wait()
        if text == "owes":
            current = effort.current()
            assert current is not None
            with current.owed():
                await self.owes.wait()
        if text == "early":
            raise NotHandled

    def take(self, update_id: int, text: str = "hi") -> "asyncio.Task[bool]":
        return asyncio.ensure_future(self.worker(parse(message(update_id, person=update_id, text=text))))

    def count(self, result: str) -> float | None:
        labels = {"kind": "message", "result": result}
        return self.metrics.registry.get_sample_value("bot_updates_total", labels)


async def test_an_update_that_hangs_is_given_up_with_an_apology() -> None:
    """It is done: nothing of it comes again, and the person knows."""
    shop = Shop()
    assert await shop.take(1, "hangs") is True
    assert len(shop.apologies) == 1
    assert shop.count("error") == 1
    assert shop.metrics.registry.get_sample_value("bot_errors_total", {"error": "TimeoutError"}) == 1


async def test_an_apology_that_hangs_too_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram does not answer at all: there is an end to it."""
    monkeypatch.setattr(effort, "LONGEST_APOLOGY", 0.01)
    shop = Shop()
    shop.apology_hangs = True
    assert await shop.take(1, "hangs") is True
    assert len(shop.apologies) == 1


async def test_waiting_to_be_allowed_to_answer_is_no_work() -> None:
    """A halt that Telegram asked for is sat out, however long beyond the limit of work."""
    shop = Shop()
    owing = shop.take(1, "owes")
    await asyncio.sleep(0.03)
    assert not owing.done()
    assert shop.worker.oldest_seconds() == 0.0
    shop.owes.set()
    assert await owing is True
    assert shop.done == [1]


async def test_a_straggler_is_given_up_when_told_so_and_not_before_its_time() -> None:
    """Whoever has only just begun is let work; of whom an answer or an apology is owed is known as such."""
    shop = Shop(longest_work=60)
    hanging, owing = shop.take(1, "hangs"), shop.take(2, "owes")
    await settle()
    assert shop.worker.give_up(1, at_least=1.5) is False
    assert not hanging.done()
    await shop.time.passes(2)
    assert shop.worker.give_up(1, at_least=1.5) is True
    assert shop.worker.give_up(2, at_least=1.5) is True
    assert shop.worker.give_up(3, at_least=1.5) is False
    assert await hanging is True
    assert len(shop.apologies) == 1
    assert not owing.done()
    shop.owes.set()
    await owing


async def test_whoever_stops_the_process_gets_no_apology() -> None:
    """What is cut off by the end of the process comes again to the next one."""
    shop = Shop(longest_work=60)
    hanging = shop.take(1, "hangs")
    await settle()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    assert shop.apologies == []


async def test_whoever_stops_the_process_need_not_wait_for_an_apology() -> None:
    """The end of the process is not taken for the end of the apology's time."""
    shop = Shop()
    shop.apology_hangs = True
    hanging = shop.take(1, "hangs")
    while not shop.apologies:  # noqa: ASYNC110  a timer is waited for
        await asyncio.sleep(0.001)
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging


async def test_waiting_for_the_database_is_no_work() -> None:
    """Minutes without it, then the update is done."""
    shop = Shop(longest_work=30)
    shop.away = [1]
    waiting = shop.take(1)
    await shop.time.passes(300)
    assert not waiting.done()
    assert shop.worker.oldest_seconds() == 300
    shop.away = []
    await shop.time.passes(2)
    assert await waiting is True
    assert shop.apologies == []


async def test_before_we_are_ready_nothing_is_tried_again_here() -> None:
    """A webhook set by an earlier start calls while we still open: Telegram comes again."""
    shop = Shop()
    assert await shop.take(1, "early") is False
    assert shop.count("not_ready") == 1


async def test_unavailable_itself_may_come_through() -> None:
    """Where no error handler of PTB's is in between."""

    async def handle(_update: Update) -> None:
        raise Unavailable("locked")

    time = VirtualTime()
    worker = Worker(handle, Metrics(), monotonic=time.monotonic, sleep=time.sleep, longest_wait=5)
    waiting = asyncio.ensure_future(worker(parse(message(1))))
    await time.passes(6)
    assert await waiting is False
