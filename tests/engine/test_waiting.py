"""One outage for all: one pause, one who tries, and everybody goes on when it is over."""

import asyncio

from structlog.testing import capture_logs

from bot.engine.waiting import SharedOutage
from storage import Unavailable
from tests.engine.support import VirtualTime, settle


class Shop:
    """A database that comes and goes, and how often it was asked."""

    def __init__(self) -> None:
        self.time = VirtualTime()
        self.outage = SharedOutage("the database", self.time.monotonic, self.time.sleep, jitter=lambda: 1.0)
        self.away = False
        self.asked: list[float] = []
        self.hang: asyncio.Event | None = None

    async def ask(self) -> float:
        self.asked.append(self.time.seconds)
        if self.away:
            raise Unavailable("locked")
        if self.hang is not None:
            await self.hang.wait()
        return self.time.seconds

    def wait(self, people: int) -> "list[asyncio.Task[float]]":
        return [asyncio.ensure_future(self.outage.through(self.ask)) for _ in range(people)]


async def test_after_five_seconds_of_outage_thirty_people_are_served_at_once() -> None:
    """With a pause doubled by every waiter it took 54 seconds."""
    shop = Shop()
    shop.away = True
    waiting = shop.wait(30)
    await shop.time.passes(5)
    shop.away = False
    back = shop.time.seconds
    await shop.time.passes(5)
    assert max(task.result() for task in waiting) - back <= 2.0


async def test_one_at_a_time_finds_out_with_growing_pauses() -> None:
    """A database in trouble is not asked by everybody."""
    shop = Shop()
    shop.away = True
    waiting = shop.wait(30)
    await settle()
    shop.asked.clear()
    await shop.time.passes(12)
    gaps = [round(after - before, 2) for before, after in zip(shop.asked, shop.asked[1:], strict=False)]
    assert gaps[:4] == [0.5, 1.0, 2.0, 2.0]
    late = shop.wait(1)  # whoever comes meanwhile waits with the others
    await settle()
    assert len(shop.asked) == len(gaps) + 1
    for task in (*waiting, *late):
        task.cancel()


async def test_an_outage_is_two_lines_however_many_wait() -> None:
    """One when it begins, one when it is over."""
    shop = Shop()
    shop.away = True
    with capture_logs() as logs:
        waiting = shop.wait(30)
        await shop.time.passes(5)
        shop.away = False
        await shop.time.passes(5)
        await asyncio.gather(*waiting)
    assert [line["event"] for line in logs] == ["the database is away, trying again", "the database is back"]


async def test_one_who_tries_and_is_never_heard_of_holds_up_nobody() -> None:
    """It hangs, or was given up in the middle of it."""
    shop = Shop()
    shop.away = True
    first, second, third = shop.wait(3)
    await settle()
    shop.away, shop.hang = False, asyncio.Event()
    await shop.time.passes(0.3)
    assert len(shop.asked) == 2  # the first of them tries, and hangs
    shop.hang = None
    await shop.time.passes(2)
    assert [first.done(), second.done(), third.done()].count(True) == 2
    for task in (first, second, third):
        task.cancel()


async def test_old_news_does_not_end_an_outage() -> None:
    """What began before it and ended well says nothing about now."""
    shop = Shop()
    began = shop.time.seconds
    await shop.time.passes(1)
    shop.outage.failed("locked")
    shop.outage.went_well(began)
    assert shop.outage.is_on
    shop.outage.went_well(shop.time.seconds)
    assert not shop.outage.is_on
