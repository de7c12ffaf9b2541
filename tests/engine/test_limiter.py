"""The pace of what goes out, on a clock that the tests move."""

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.engine.sending.limiter import BULK, FORGET_FROM, TwoLaneRateLimiter, Window
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


async def test_retry_after_halts_only_the_lane_it_came_to(telegram: Telegram) -> None:
    """A broadcast that goes too fast for Telegram leaves the replies alone, and the other way round."""
    telegram.refusals = [5]
    halted = telegram.send(1, BULK)
    await settle()
    telegram.send(2)
    telegram.send(3, BULK)
    await telegram.time.passes(6)
    assert telegram.moments(2) == [0.0]
    assert sorted(telegram.moments(1) + telegram.moments(3)) == [5.0, pytest.approx(5.04)]
    assert halted.result() is True


async def test_a_request_is_not_repeated_for_ever(telegram: Telegram) -> None:
    """The fourth 429 in a row is the caller's."""
    telegram.refusals = [1, 1, 1, 1, 1]
    request = telegram.send(1)
    await telegram.time.passes(10)
    with pytest.raises(RetryAfter):
        await request
    assert len(telegram.refusals) == 1


async def test_nobody_waits_for_a_halt_of_an_hour(telegram: Telegram) -> None:
    """Who stands in front of the screen is told, instead of looking at nothing."""
    telegram.refusals = [3600]
    first = telegram.send(1)
    await settle()
    for request in (first, telegram.send(2)):
        with pytest.raises(RetryAfter):
            await request
    assert telegram.arrivals == []


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
    window, now, slots = Window(limit, 1.0), 0.0, []
    for gap in gaps:
        now += gap
        slot = window.reserve(now)
        assert slot >= now
        slots.append(slot)
    assert slots == sorted(slots)
    assert all(later - earlier >= 1.0 - 1e-9 for earlier, later in zip(slots, slots[limit:], strict=False))
