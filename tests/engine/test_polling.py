"""The polling loop against the sandbox, over HTTP, on a clock that the tests move."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot, Update
from telegram.error import InvalidToken

from bot.engine import effort
from bot.engine.effort import Effort
from bot.engine.intake import Patience, Polling, Worker, progress
from bot.engine.metrics import Metrics
from bot.engine.sending import AiohttpRequest
from sandbox import Person, Sandbox
from storage import Unavailable
from tests.clock import FixedClock
from tests.engine.support import VirtualTime, settle, unreadable, until


def _effort() -> Effort:
    found = effort.current()
    assert found is not None
    return found


class Shop:
    """A bot whose handler does what the test says, and notes what it has done."""

    def __init__(self, sandbox: Sandbox, token: str | None = None) -> None:
        self.time = VirtualTime()
        self.clock = FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
        self.request = AiohttpRequest(connections=4)
        self.bot = Bot(token or sandbox.token, base_url=f"{sandbox.url}/bot", request=self.request)
        self.metrics = Metrics()
        self.began: list[str] = []
        self.done: list[str] = []
        self.flooders: list[int] = []
        self.hold: dict[str, asyncio.Event] = {}
        self.away = False
        self.notes: dict[str, Any] = {}
        self.patience = Patience(self.clock, self.time.sleep, self.time.monotonic, jitter=lambda: 1.0)
        self.intake = Polling(
            self.bot,
            self.request,
            Worker(self.handle, self.metrics, monotonic=self.time.monotonic, sleep=self.time.sleep),
            self.on_flood,
            self.patience,
            allowed_updates=["message", "callback_query", "my_chat_member"],
            sleep=self.time.sleep,
            monotonic=self.time.monotonic,
        )
        self.running: asyncio.Task[None] | None = None

    async def handle(self, update: Update) -> None:
        said = update.effective_message.text or "" if update.effective_message else ""
        self.began.append(said)
        for name, value in self.notes.items():
            setattr(progress(), name, value)
        if self.away:
            raise Unavailable("locked")
        if said == "owes":
            with _effort().owed():
                await self.hold[said].wait()
        elif said in self.hold:
            await self.hold[said].wait()
        if said == "boom":
            raise ValueError("a mistake of ours")
        self.done.append(said)

    async def on_flood(self, update: Update) -> None:
        assert update.effective_user
        self.flooders.append(update.effective_user.id)

    def delay(self, said: str) -> asyncio.Event:
        self.hold[said] = asyncio.Event()
        return self.hold[said]

    async def open(self) -> None:
        await self.request.initialize()
        self.running = asyncio.ensure_future(self.intake.run())

    async def close(self) -> None:
        """As SIGTERM does it, when nothing has happened for a moment."""
        await self.time.passes(2)
        await self.intake.stop(seconds=5)
        if self.running:
            await self.running
        await self.request.shutdown()

    async def killed(self) -> None:
        """As kill -9 does it: nothing is finished, and the line is cut before anything can be acknowledged."""
        if self.running:
            self.running.cancel()
        await self.request.shutdown()
        await self.intake.stop(seconds=0)

    async def sees(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so; meanwhile time passes."""
        async with asyncio.timeout(30):
            while not condition():
                await self.time.passes(0.05)
                await asyncio.sleep(0.001)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox()
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.add_person("Anna")


@pytest.fixture
def ben(sandbox: Sandbox) -> Person:
    return sandbox.add_person("Ben")


@pytest.fixture
async def shop(sandbox: Sandbox) -> AsyncIterator[Shop]:
    shop = Shop(sandbox)
    await shop.open()
    yield shop
    await shop.close()


async def test_what_is_done_is_acknowledged(sandbox: Sandbox, shop: Shop, anna: Person) -> None:
    """Telegram forgets an update when its work is done."""
    await anna.send("/start")
    await shop.sees(lambda: shop.done == ["/start"])
    await shop.sees(lambda: not sandbox.world.updates.pending)


async def test_what_runs_is_not_acknowledged(sandbox: Sandbox, shop: Shop, anna: Person) -> None:
    """As long as it is at work, Telegram keeps it."""
    slow = shop.delay("/slow")
    await anna.send("/slow")
    await shop.sees(lambda: shop.began == ["/slow"])
    await shop.time.passes(10)
    assert len(sandbox.world.updates.pending) == 1
    slow.set()
    await shop.sees(lambda: not sandbox.world.updates.pending)
    assert shop.began == ["/slow"]


async def test_a_process_killed_in_the_middle_gets_the_update_again(sandbox: Sandbox, anna: Person) -> None:
    """Between the work and the acknowledgement nothing is lost."""
    first = Shop(sandbox)
    first.delay("/slow")
    await first.open()
    await anna.send("/slow")
    await first.sees(lambda: first.began == ["/slow"])
    await first.killed()

    second = Shop(sandbox)
    await second.open()
    await second.sees(lambda: second.done == ["/slow"])
    await second.close()
    assert sandbox.world.updates.pending == []


async def test_a_straggler_does_not_hold_up_the_others(sandbox: Sandbox, shop: Shop, anna: Person, ben: Person) -> None:
    """Ben is served while Anna's chart is being drawn, each of his messages once."""
    slow = shop.delay("/chart")
    await anna.send("/chart")
    await shop.sees(lambda: shop.began == ["/chart"])
    for number in range(5):
        await ben.send(f"ben {number}")
        await shop.sees(lambda number=number: f"ben {number}" in shop.done)  # type: ignore[misc]
    assert sandbox.world.updates.pending[0]["message"]["text"] == "/chart"
    slow.set()
    await shop.sees(lambda: not sandbox.world.updates.pending)
    assert sorted(shop.began) == ["/chart", *(f"ben {number}" for number in range(5))]


async def test_a_straggler_is_given_up_before_telegram_gives_nothing_more(sandbox: Sandbox, shop: Shop) -> None:
    """Telegram gives a hundred updates that are not confirmed: with one that hangs, the others would wait for it."""
    shop.delay("/hangs")
    await sandbox.add_person("Anna").send("/hangs")
    await shop.sees(lambda: shop.began == ["/hangs"])
    for number in range(150):
        await sandbox.add_person(f"Ben {number}").send(f"ben {number}")
    await shop.sees(lambda: len(shop.done) == 150)
    await shop.sees(lambda: not sandbox.world.updates.pending)
    assert shop.metrics.registry.get_sample_value("bot_errors_total", {"error": "TimeoutError"}) == 1


async def test_when_all_stand_still_nobody_is_given_up(sandbox: Sandbox, shop: Shop) -> None:
    """A database that hangs is no straggler's fault: what all wait for is waited for."""
    everybody = [f"ben {number}" for number in range(80)]
    holds = [shop.delay(said) for said in everybody]
    for said in everybody:
        await sandbox.add_person(said).send(said)
    await shop.sees(lambda: len(shop.began) == 80)
    await shop.time.passes(10)
    for hold in holds:
        hold.set()
    await shop.sees(lambda: not sandbox.world.updates.pending)
    assert sorted(shop.done) == sorted(everybody)


async def test_an_answer_that_is_owed_holds_up_nobody_and_comes(sandbox: Sandbox, shop: Shop) -> None:
    """Its work is done; only if the others would wait for it, Telegram may forget it before its answer is out."""
    owed = shop.delay("owes")
    await sandbox.add_person("Anna").send("owes")
    await shop.sees(lambda: shop.began == ["owes"])
    await shop.time.passes(10)
    assert len(sandbox.world.updates.pending) == 1
    for number in range(150):
        await sandbox.add_person(f"Ben {number}").send(f"ben {number}")
    await shop.sees(lambda: len(shop.done) == 150)
    await shop.sees(lambda: not sandbox.world.updates.pending)
    owed.set()
    await shop.sees(lambda: "owes" in shop.done)


async def test_one_person_is_served_in_order(shop: Shop, anna: Person) -> None:
    """What Anna said second waits for what she said first."""
    slow = shop.delay("1")
    for said in ("1", "2", "3"):
        await anna.send(said)
    await shop.sees(lambda: shop.began == ["1"])
    await shop.time.passes(3)
    assert shop.began == ["1"]
    slow.set()
    await shop.sees(lambda: shop.done == ["1", "2", "3"])


async def test_a_flooders_surplus_is_cut_and_they_are_told_once(
    sandbox: Sandbox, shop: Shop, anna: Person, ben: Person
) -> None:
    """Twenty may wait; the others are served meanwhile; afterwards Anna is welcome again."""
    slow = shop.delay("0")
    for number in range(40):
        await anna.send(str(number))
    await ben.send("ben")
    await shop.sees(lambda: "ben" in shop.done)
    assert shop.flooders == [anna.id]
    slow.set()
    await shop.sees(lambda: not sandbox.world.updates.pending)
    assert shop.done == ["ben", *(str(number) for number in range(20))]
    await anna.send("sorry")
    await shop.sees(lambda: shop.done[-1] == "sorry")


async def test_an_error_of_ours_is_counted_and_the_next_update_served(
    sandbox: Sandbox, shop: Shop, anna: Person
) -> None:
    """One poisonous update does not come again for ever."""
    await anna.send("boom")
    await anna.send("next")
    await shop.sees(lambda: shop.done == ["next"])
    await shop.sees(lambda: not sandbox.world.updates.pending)
    assert shop.metrics.registry.get_sample_value("bot_errors_total", {"error": "ValueError"}) == 1


async def test_an_update_nobody_can_read_is_left_out(sandbox: Sandbox, shop: Shop, anna: Person) -> None:
    """It holds up nothing, and does not come again."""
    sandbox.world.updates.push("message", unreadable(1)["message"], anna.id)
    await anna.send("hello")
    await shop.sees(lambda: shop.done == ["hello"])
    await shop.sees(lambda: not sandbox.world.updates.pending)


async def test_with_the_database_away_nothing_is_acknowledged(sandbox: Sandbox, shop: Shop, anna: Person) -> None:
    """It is tried again with pauses until the database is back."""
    shop.away = True
    with capture_logs() as logs:
        await anna.send("/balance")
        await shop.sees(lambda: len(shop.began) >= 3)
        assert len(sandbox.world.updates.pending) == 1
        shop.away = False
        await shop.sees(lambda: not sandbox.world.updates.pending)
    assert shop.done == ["/balance"]
    assert [line["event"] for line in logs if "database" in line["event"]] == [
        "the database is away, trying again",
        "the database is back",
    ]


async def test_stopping_while_the_database_is_away_leaves_the_update_with_telegram(
    sandbox: Sandbox, anna: Person
) -> None:
    """The next process will do it."""
    shop = Shop(sandbox)
    shop.away = True
    await shop.open()
    await anna.send("/balance")
    await shop.sees(lambda: bool(shop.began))
    await shop.close()
    assert len(sandbox.world.updates.pending) == 1


async def test_sigterm_finishes_what_runs_and_acknowledges_it(sandbox: Sandbox, anna: Person) -> None:
    """Nothing half done, nothing done twice."""
    shop = Shop(sandbox)
    slow = shop.delay("/slow")
    await shop.open()
    await anna.send("/slow")
    await shop.sees(lambda: shop.began == ["/slow"])
    stopping = asyncio.ensure_future(shop.intake.stop(seconds=5))
    await settle()
    await anna.send("too late")
    assert not stopping.done()
    slow.set()
    await stopping
    await shop.request.shutdown()
    assert shop.done == ["/slow"]
    assert [update["message"]["text"] for update in sandbox.world.updates.pending] == ["too late"]


async def test_a_hanging_update_does_not_hold_up_the_end_for_ever(sandbox: Sandbox, anna: Person) -> None:
    """After its time it is given up, and comes again to the next process."""
    shop = Shop(sandbox)
    shop.delay("/hangs")
    await shop.open()
    await anna.send("/hangs")
    await shop.sees(lambda: shop.began == ["/hangs"])
    await shop.intake.stop(seconds=0)
    await shop.request.shutdown()
    assert len(sandbox.world.updates.pending) == 1


async def test_an_outage_is_one_line_and_its_end_another(sandbox: Sandbox, shop: Shop, anna: Person) -> None:
    """Telegram away for some time: growing pauses, then everything goes on."""
    await anna.send("before")
    await shop.sees(lambda: shop.done == ["before"])
    with capture_logs() as logs:
        sandbox.faults.add("getUpdates", "502", times=4)
        sandbox.faults.add("getUpdates", "drop")
        await anna.send("brought by the poll under way")
        await shop.sees(lambda: len(shop.done) == 2)
        await anna.send("after")
        await shop.sees(lambda: "after" in shop.done)
    events = [line["event"] for line in logs if "Telegram" in line["event"]]
    assert events == ["Telegram is away, trying again", "Telegram is back"]
    assert [pause for pause in shop.time.slept if pause >= 1][:5] == [1, 2, 4, 8, 16]


async def test_telegram_away_at_the_start_is_waited_for(sandbox: Sandbox, anna: Person) -> None:
    """A machine that boots before its network is up."""
    await anna.send("/start")
    sandbox.faults.add("deleteWebhook", "drop", times=3)
    shop = Shop(sandbox)
    assert shop.patience.last_contact is None
    await shop.open()
    await shop.sees(lambda: shop.done == ["/start"])
    assert shop.patience.last_contact == shop.clock.now()
    await shop.close()


async def test_telegram_says_how_long_to_wait(sandbox: Sandbox, shop: Shop, anna: Person) -> None:
    """A 429 is obeyed."""
    sandbox.faults.add("getUpdates", "429", retry_after=17)
    await anna.send("hello")
    await anna.send("again")
    await shop.sees(lambda: 17 in shop.time.slept)
    await shop.sees(lambda: "again" in shop.done)


async def test_a_second_process_is_named_in_one_line(sandbox: Sandbox, shop: Shop) -> None:
    """Two pollers take the connection from each other; the log says so."""
    with capture_logs() as logs:
        async with AiohttpRequest() as request:
            other = Bot(sandbox.token, base_url=f"{sandbox.url}/bot", request=request)
            await shop.sees(lambda: shop.patience.last_contact is not None)
            for offset in (1, 2, 3):  # before the first update: nothing is acknowledged by it
                await other.get_updates(offset, timeout=0)
            await until(lambda: any("another process" in str(line.get("reason")) for line in logs))
    assert max(shop.time.slept) >= 5


async def test_a_token_telegram_does_not_know_ends_the_run(sandbox: Sandbox) -> None:
    """Trying again would not help."""
    shop = Shop(sandbox, token="1:unknown")
    async with shop.request:
        with pytest.raises(InvalidToken):
            await shop.intake.run()


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_refused_after_good_answers_is_waited_for(
    sandbox: Sandbox, shop: Shop, anna: Person, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """A bad moment of Telegram's is not the end of the service; whoever looks after it hears of it once."""
    await anna.send("before")
    await shop.sees(lambda: shop.done == ["before"])
    refusing = 3

    async def refused(*given: Any, **more: Any) -> tuple[int, bytes]:
        nonlocal refusing
        refusing -= 1
        if refusing < 0:
            return await asked(*given, **more)
        return status, b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'

    asked = shop.request.do_request
    monkeypatch.setattr(shop.request, "do_request", refused)
    with capture_logs() as logs:
        await anna.send("brought by the poll under way")
        await shop.sees(lambda: len(shop.done) == 2)
        await anna.send("after")
        await shop.sees(lambda: "after" in shop.done)
    errors = [line["event"] for line in logs if line["log_level"] == "error"]
    assert errors == ["Telegram refuses the token that it has taken until now; trying again"]


async def test_an_update_brought_twice_is_worked_on_once(sandbox: Sandbox, shop: Shop, anna: Person) -> None:
    """As long as Telegram has not been told that it is done, we remember it."""
    sandbox.duplicate_next_update()
    await anna.send("twice")
    await shop.sees(lambda: not sandbox.world.updates.pending)
    assert shop.done == ["twice"]


async def test_handlers_add_to_the_line_of_their_update(sandbox: Sandbox, anna: Person) -> None:
    """Who, what, how it went and how long: one line."""
    shop = Shop(sandbox)
    shop.notes = {"who": 12, "handler": "balance", "result": "refused"}
    with capture_logs() as logs:
        await shop.open()
        await anna.send("my secret")
        await shop.sees(lambda: not sandbox.world.updates.pending)
        await shop.close()
    (line,) = [line for line in logs if line["event"] == "update"]
    assert (line["kind"], line["who"], line["handler"], line["result"]) == ("message", 12, "balance", "refused")
    assert "secret" not in str(line)
