"""Order and fairness, without a network."""

import asyncio

from structlog.testing import capture_logs
from telegram import Update

from bot.engine.intake import Lanes, Progress, progress
from bot.engine.intake.unconfirmed import Unconfirmed
from tests.engine.support import Json, VirtualTime, blocked, message, parse, press, settle


class Counter:
    """Work that ends when it is let."""

    def __init__(self, time: VirtualTime | None = None, **limits: int) -> None:
        self.began: list[int] = []
        self.told: list[int] = []
        self.go = asyncio.Event()
        self.lanes = Lanes(self.work, self.tell, monotonic=(time or VirtualTime()).monotonic, **limits)

    async def work(self, update: Update) -> bool:
        self.began.append(update.update_id)
        await self.go.wait()
        return True

    async def tell(self, update: Update) -> None:
        self.told.append(update.update_id)
        raise ValueError("this one has blocked us")

    def put(self, *updates: Json) -> "list[asyncio.Future[bool]]":
        return [self.lanes.put(parse(update)) for update in updates]


async def test_order_holds_across_kinds_of_updates() -> None:
    """A tap after a message is worked on after it."""
    shop = Counter()
    shop.put(message(1), press(2), blocked(3), message(4, person=8))
    await settle()
    assert shop.began == [1, 4]
    shop.go.set()
    await settle()
    assert shop.began == [1, 4, 2, 3]


async def test_a_flooder_holds_one_slot() -> None:
    """With two slots and one person's many updates, the other slot is free for the rest of the world."""
    shop = Counter(most_at_once=2)
    shop.put(*(message(number) for number in range(10)))
    shop.put(message(50, person=8))
    await settle()
    assert shop.began == [0, 50]


async def test_a_flood_in_several_batches_is_answered_once() -> None:
    """Also when everything of the first batch was done before the next one came; a minute later they are told again."""
    time = VirtualTime()
    shop = Counter(time, most_waiting=1)
    shop.go.set()
    for seconds, told in ((0, [2]), (30, [2]), (61, [2, 2])):
        await time.passes(seconds)
        shop.put(message(1), message(2))
        await settle()
        assert shop.told == told


async def test_a_block_is_never_cut() -> None:
    """That somebody blocked the bot is remembered, however much they wrote; a failed word to them harms nobody."""
    shop = Counter(most_waiting=2)
    with capture_logs() as logs:
        futures = shop.put(message(1), message(2), message(3), blocked(4), message(5))
        await settle()
    assert shop.told == [3]
    assert [future.done() for future in futures] == [False, False, True, False, True]
    assert "a flooder could not be told" in [line["event"] for line in logs]
    shop.go.set()
    await settle()
    assert shop.began == [1, 2, 4]


async def test_updates_of_nobody_have_a_lane_of_their_own() -> None:
    """A channel's post goes by its chat, a poll's result by itself."""
    shop = Counter()
    post = {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel", "title": "Zorg"}, "text": "new"}
    poll = {
        "id": "1",
        "question": "?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": True,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
    shop.put(*({"update_id": number, "channel_post": post} for number in (1, 2)))
    shop.put(*({"update_id": number, "poll": poll} for number in (3, 4)))
    await settle()
    assert shop.began == [1, 3, 4]


async def test_what_is_given_up_is_not_done() -> None:
    """Neither what ran nor what waited behind it."""
    shop = Counter()
    futures = shop.put(message(1), message(2))
    await settle()
    await shop.lanes.drain(seconds=0)
    assert [await future for future in futures] == [False, False]


async def test_a_caller_who_has_gone_does_not_stop_the_lane() -> None:
    """Its future is cancelled; the next update of the person has its turn."""
    shop = Counter()
    first, second = shop.put(message(1), message(2))
    await settle()
    first.cancel()
    shop.go.set()
    assert await second is True


def test_outside_of_an_update_progress_is_a_loose_note() -> None:
    """A handler can be called without the engine."""
    progress().handler = "balance"
    assert progress() == Progress()


def raw(*numbers: int) -> list[Json]:
    return [{"update_id": number} for number in numbers]


def test_the_window_names_the_oldest_at_work() -> None:
    """What is finished above it is remembered as long as Telegram sends it again."""
    unconfirmed = Unconfirmed()
    assert unconfirmed.confirm() == 0
    assert unconfirmed.take(raw(10, 11, 12)) == raw(10, 11, 12)
    unconfirmed.finish(11)
    assert unconfirmed.confirm() == 10
    assert unconfirmed.take(raw(10, 11, 12, 13)) == raw(13)
    for number in (10, 12, 13):
        unconfirmed.finish(number)
    assert unconfirmed.idle
    assert unconfirmed.confirm() == 14


def test_after_a_quiet_week_telegram_may_count_from_a_lower_number() -> None:
    """Its promise of growing ids ends there."""
    unconfirmed = Unconfirmed()
    unconfirmed.take(raw(900))
    unconfirmed.finish(900)
    assert unconfirmed.confirm() == 901
    assert unconfirmed.take(raw(5)) == raw(5)
    unconfirmed.finish(5)
    assert unconfirmed.confirm() == 6
