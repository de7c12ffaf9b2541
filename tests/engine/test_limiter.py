"""The pace of what goes out, on a clock that the tests move."""

import asyncio
from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.engine.effort import Effort
from bot.engine.sending import NotSent, NotTelegram, ServerFailed, Unanswered
from bot.engine.sending.limiter import BULK, FORGET_FROM, SlidingWindow, TwoLaneRateLimiter
from tests.engine.support import VirtualTime, settle


class Telegram:
    """Notes when each request arrived; answers the next ones with 429 if told to."""

    def __init__(self, time: VirtualTime) -> None:
        self.time = time
        self.limiter = TwoLaneRateLimiter(time.monotonic, time.sleep)
        self.arrivals: list[tuple[float, Any]] = []
        self.refusals: list[int] = []

    async def _receive(self, chat: Any) -> bool:
        if self.refusals:
            raise RetryAfter(self.refusals.pop(0))
        self.arrivals.append((self.time.seconds - 1000.0, chat))
        return True

    def send(self, chat: Any, lane: str | None = None, endpoint: str = "sendMessage") -> "asyncio.Task[Any]":
        data = {} if chat is None else {"chat_id": chat}
        return asyncio.ensure_future(
            self.limiter.process_request(self._receive, (chat,), {}, endpoint, data, rate_limit_args=lane)
        )

    def moments(self, chat: Any) -> list[float]:
        return [round(moment, 3) for moment, to in self.arrivals if to == chat]


@pytest.fixture
async def telegram() -> Telegram:
    telegram = Telegram(VirtualTime())
    await telegram.limiter.initialize()
    return telegram


async def test_answers_to_a_few_taps_come_at_once_and_then_one_a_second(telegram: Telegram) -> None:
    """A short burst passes; on average a chat gets one message a second."""
    sends = [telegram.send(7) for _ in range(8)]
    await telegram.time.passes(10)
    await asyncio.gather(*sends)
    assert telegram.moments(7) == [0, 0, 0, 0, 0, 0, 1, 2]


async def test_a_group_gets_twenty_a_minute(telegram: Telegram) -> None:
    """Also one that is known by its @name."""
    for group in (-100, "@zorg"):
        for _ in range(21):
            telegram.send(group)
    await telegram.time.passes(70)
    assert telegram.moments(-100)[19:] == [0.0, 60.0]
    assert telegram.moments("@zorg")[20] >= 60


async def test_all_together_get_thirty_a_second(telegram: Telegram) -> None:
    """The thirty-first person waits a second."""
    for person in range(1, 32):
        telegram.send(person)
    await telegram.time.passes(2)
    assert [moment for moment, _ in telegram.arrivals] == [0.0] * 30 + [1.0]


async def test_a_reply_in_the_middle_of_a_broadcast_goes_out_at_once(telegram: Telegram) -> None:
    """Bulk leaves room for those who stand in front of the screen."""
    for person in range(1, 101):
        telegram.send(person, BULK)
    await telegram.time.passes(1.5)
    reply = telegram.send(1000)
    await settle()
    assert reply.done()
    await telegram.time.passes(3)
    assert telegram.moments(1000) == [1.5]
    assert len(telegram.arrivals) == 101


async def test_bulk_waits_while_replies_take_all_there_is(telegram: Telegram) -> None:
    """When replies alone reach the limit, the broadcast stands still."""
    for person in range(1, 61):
        telegram.send(person)
    await settle()
    telegram.send(1000, BULK)
    await telegram.time.passes(3)
    assert telegram.moments(1000) == [2.0]


async def test_one_chat_that_is_refused_halts_that_chat_alone(telegram: Telegram) -> None:
    """One customer refused for 45 seconds silenced everybody and the till."""
    telegram.refusals = [25]
    refused = telegram.send(1)
    await settle()
    for chat, lane in ((2, None), (1, None), (3, BULK)):
        telegram.send(chat, lane)
    await telegram.time.passes(1)
    assert [telegram.moments(chat) for chat in (1, 2, 3)] == [[], [0.0], [0.0]]
    await telegram.time.passes(25)
    assert telegram.moments(1) == [25.0, 25.0]
    assert refused.result() is True


async def test_several_chats_that_are_refused_halt_the_lane_it_came_to(telegram: Telegram) -> None:
    """A broadcast that goes too fast for Telegram leaves the replies alone, and the other way round."""
    telegram.refusals = [5, 5, 5]
    for chat in (1, 2, 3):
        telegram.send(chat, BULK)
    await telegram.time.passes(0.2)
    telegram.send(4)
    telegram.send(5, BULK)
    await telegram.time.passes(7)
    assert telegram.moments(4) == [0.2]
    assert min(telegram.moments(5)) >= 5.0


async def test_refusals_far_apart_are_those_of_single_chats(telegram: Telegram) -> None:
    """Three in an hour say nothing of the others."""
    for chat in (1, 2, 3):
        telegram.refusals = [60]
        telegram.send(chat)
        await telegram.time.passes(6)
    telegram.send(4)
    await settle()
    assert telegram.moments(4) == [18.0]


async def test_a_reply_that_must_wait_is_owed_and_sent_afterwards(telegram: Telegram) -> None:
    """Longer than a person waits, and than an update may work: what they asked for comes all the same."""
    update = Effort(1, telegram.time.monotonic, longest_work=0.01)
    telegram.refusals = [45, 45]

    async def reply() -> Any:
        with update.at_work():
            return await telegram.limiter.process_request(
                telegram._receive, (1,), {}, "sendMessage", {"chat_id": 1}, rate_limit_args=None
            )

    replying = asyncio.ensure_future(reply())
    await settle()
    assert update.owing
    await asyncio.sleep(0.02)
    await telegram.time.passes(91)
    assert await replying is True
    assert telegram.moments(1) == [90.0]
    assert not update.owing


async def test_what_the_outbox_sends_is_not_held_here_for_long(telegram: Telegram) -> None:
    """It has a queue of its own, which outlives this process."""
    telegram.refusals = [45]
    with pytest.raises(RetryAfter):
        await telegram.send(1)


async def test_nobody_waits_for_a_halt_of_an_hour(telegram: Telegram) -> None:
    """A reply of an hour ago is none."""
    telegram.refusals = [3600]
    first = telegram.send(1, BULK)
    await settle()
    for request in (first, telegram.send(1, BULK)):
        with pytest.raises(RetryAfter):
            await request
    assert telegram.arrivals == []


@pytest.mark.parametrize(
    ("error", "endpoint", "reply", "tries"),
    [
        (Unanswered("hung"), "editMessageText", True, 2),
        (Unanswered("hung"), "sendMessage", True, 2),
        (Unanswered("hung"), "copyMessage", True, 1),
        (Unanswered("hung"), "sendMessage", False, 1),
        (Forbidden("blocked"), "sendMessage", True, 1),
    ],
)
async def test_a_reply_is_repeated_once_when_the_line_broke(
    telegram: Telegram, error: TelegramError, endpoint: str, reply: bool, tries: int
) -> None:
    """Somebody looks at the screen: a reply that comes twice is the lesser evil. The outbox judges for itself."""
    tried: list[float] = []

    async def fail() -> bool:
        tried.append(telegram.time.seconds)
        raise error

    async def ask() -> None:
        with Effort(1).at_work() if reply else nullcontext():
            await telegram.limiter.process_request(fail, (), {}, endpoint, {"chat_id": 1}, rate_limit_args=None)

    asking = asyncio.ensure_future(ask())
    await telegram.time.passes(60)
    with pytest.raises(type(error)):
        await asking
    assert len(tried) == tries


@pytest.mark.parametrize("error", [NotSent("no line"), NotTelegram("a page"), ServerFailed("502")])
async def test_a_reply_waits_until_telegram_is_there_again(telegram: Telegram, error: TelegramError) -> None:
    """With growing pauses, while the update counts as waiting and not as work; for ever it does not wait."""
    back_at = 40.0

    async def answer() -> bool:
        if telegram.time.seconds < back_at:
            raise error
        return True

    async def ask() -> bool:
        with Effort(1).at_work():
            return bool(
                await telegram.limiter.process_request(
                    answer, (), {}, "sendMessage", {"chat_id": 1}, rate_limit_args=None
                )
            )

    asking = asyncio.ensure_future(ask())
    await telegram.time.passes(60)
    assert await asking
    back_at = float("inf")
    asking = asyncio.ensure_future(ask())
    await telegram.time.passes(1_000)
    with pytest.raises(type(error)):
        await asking


async def test_what_telegram_does_not_count_passes_at_once(telegram: Telegram) -> None:
    """Answers to taps, questions and settings are free, and so are requests without a chat."""
    for _ in range(100):
        telegram.send(None, endpoint="answerCallbackQuery")
        telegram.send(7, endpoint="sendChatAction")
        telegram.send(7, endpoint="getChat")
    await settle()
    assert len(telegram.arrivals) == 300


async def test_edits_count_like_sends(telegram: Telegram) -> None:
    """A menu that edits itself in place is limited too."""
    for _ in range(7):
        telegram.send(7, endpoint="editMessageText")
    await telegram.time.passes(5)
    assert telegram.moments(7)[6] == 1.0
    await telegram.limiter.shutdown()


async def test_chats_that_are_quiet_again_are_forgotten(telegram: Telegram) -> None:
    """A year of customers does not stay in memory."""
    for person in range(1, FORGET_FROM + 1):
        telegram.send(person)
    await telegram.time.passes(FORGET_FROM)
    telegram.send(FORGET_FROM + 1)
    await settle()
    assert len(telegram.limiter._chats) == 1


@settings(max_examples=50)
@given(gaps=st.lists(st.floats(0, 2, allow_nan=False), max_size=60), limit=st.integers(1, 5))
def test_no_period_ever_holds_more_than_the_limit(gaps: list[float], limit: int) -> None:
    """Whenever slots are asked for, any `limit` + 1 of them in a row span a period."""
    window, now, slots = SlidingWindow(limit, 1.0), 0.0, []
    for gap in gaps:
        now += gap
        slot = window.reserve(now)
        assert slot >= now
        slots.append(slot)
    assert slots == sorted(slots)
    assert all(later - earlier >= 1.0 - 1e-9 for earlier, later in zip(slots, slots[limit:], strict=False))
