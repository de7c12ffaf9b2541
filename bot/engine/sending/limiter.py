"""Telegram's limits kept from our side, with two lanes: replies and receipts before everything sent in bulk."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import nullcontext
from typing import Any, Final, NamedTuple

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.engine import effort
from bot.engine.effort import Effort
from bot.engine.sending.failures import Unanswered, harmless_to_repeat
from bot.engine.sending.halts import Halts

#: `rate_limit_args` of a request that may wait for all others.
BULK: Final = "bulk"

OVERALL_PER_SECOND = 30
#: Bulk leaves room, so that a reply that comes in the middle of a broadcast goes out at once.
BULK_PER_SECOND = 25
#: Telegram asks for 1/s in one chat over time and puts up with short bursts. Six at once let somebody tap through a few
#: screens, and a receipt come in between, without a pause; after that it is one a second.
PRIVATE_BURST = 6
PRIVATE_PERIOD_SECONDS = 1.0
GROUP_BURST = 20
GROUP_PERIOD_SECONDS = 60.0

#: The longest that a request waits for halts, in seconds; beyond that it fails with RetryAfter.
#: A broadcast has time, and so has a reply: who has looked away by then finds it when it may be sent. Its update is not
#: done until then, so Telegram's own queue owes it, and no end of this process loses it. What is neither belongs to the
#: outbox, which has a queue of its own and tries again later.
LONGEST_HALT = 600.0
LONGEST_HALT_OF_OUTBOX = 30.0
#: Seconds before a request is repeated that broke off.
BREATH = 0.5
#: Between two tries of a reply while Telegram cannot be reached, at the most.
LONGEST_PAUSE = 15.0

#: From so many remembered chats on, those that have been quiet are forgotten.
FORGET_FROM = 1024

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class SlidingWindow:
    """At most `limit` slots in any `period` seconds, given in order of asking."""

    __slots__ = ("_given", "period")

    def __init__(self, limit: int, period: float) -> None:
        self.period = period
        self._given: deque[float] = deque(maxlen=limit)

    def next_slot(self, now: float) -> float:
        """The earliest moment a slot could be had."""
        if len(self._given) < (self._given.maxlen or 0):
            return now
        return max(now, self._given[0] + self.period)

    def reserve(self, now: float) -> float:
        """Take the earliest slot; the caller waits until then."""
        slot = self.next_slot(now)
        self._given.append(slot)
        return slot

    def quiet(self, now: float) -> bool:
        """Whether nothing of the past limits the future any more."""
        return not self._given or self._given[-1] + self.period <= now


class TokenBucket:
    """One slot each `period` seconds, of which up to `burst` may be saved up, given in order of asking."""

    __slots__ = ("_burst", "_full_again", "period")

    def __init__(self, burst: int, period: float) -> None:
        self.period = period
        self._burst = burst
        #: When all slots given will have been made up for.
        self._full_again = float("-inf")

    def reserve(self, now: float) -> float:
        """Take the earliest slot; the caller waits until then."""
        self._full_again = max(now, self._full_again) + self.period
        return max(now, self._full_again - self._burst * self.period)

    def quiet(self, now: float) -> bool:
        """Whether nothing of the past limits the future any more."""
        return self._full_again <= now


class _Request(NamedTuple):
    chat: str
    bulk: bool
    #: The update at work that it answers.
    reply: Effort | None
    #: The latest end of a halt that is waited for.
    until: float


class TwoLaneRateLimiter(BaseRateLimiter[str]):
    """Paces what Telegram counts: sends, edits, copies and forwards. All else passes at once.

    A request with `rate_limit_args="bulk"` yields to all others. RetryAfter halts the chat it came from, or the lane
    when several chats are refused; then the request is repeated: Telegram has not executed it. A reply to an update at
    work is repeated, too, as long as Telegram cannot be reached; once, when nobody knows whether it arrived.
    """

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._overall = SlidingWindow(OVERALL_PER_SECOND, 1.0)
        # One after another, not all of a second's at its beginning: a reply would have to wait for them to be made.
        self._bulk = SlidingWindow(1, 1.0 / BULK_PER_SECOND)
        self._bulk_turn = asyncio.Lock()
        self._chats: dict[str, SlidingWindow | TokenBucket] = {}
        self._forget_at = FORGET_FROM
        self._halts = {bulk: Halts(monotonic) for bulk in (False, True)}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Answer:
        chat = data.get("chat_id")
        if chat is None or not _counts(endpoint):
            return await callback(*args, **kwargs)
        bulk = rate_limit_args == BULK
        reply = None if bulk else effort.current()
        longest = LONGEST_HALT if bulk or reply else LONGEST_HALT_OF_OUTBOX
        request = _Request(str(chat), bulk, reply, self._monotonic() + longest)
        pause, unanswered = BREATH, 0
        while True:
            await self._wait(request)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._halts[bulk].refused(request.chat, _seconds(error))
            except TelegramError as error:
                unanswered += isinstance(error, Unanswered)
                too_late = unanswered > 1 or self._monotonic() + pause > request.until
                if reply is None or too_late or not harmless_to_repeat(error, endpoint):
                    raise
                with reply.owed():
                    await self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _wait(self, request: _Request) -> None:
        await self._until(self._chat(request.chat).reserve(self._monotonic()))
        await self._halt_over(request)
        if request.bulk:
            async with self._bulk_turn:
                await self._wait_in_bulk()
        else:
            await self._until(self._overall.reserve(self._monotonic()))

    async def _wait_in_bulk(self) -> None:
        await self._until(self._halts[True].all_until)
        await self._until(self._bulk.reserve(self._monotonic()))
        # Replies reserve ahead; bulk takes a slot only when none of them is waiting for one.
        while (slot := self._overall.next_slot(self._monotonic())) > self._monotonic():
            await self._until(slot)
        self._overall.reserve(self._monotonic())

    async def _halt_over(self, request: _Request) -> None:
        while (left := self._halts[request.bulk].left(request.chat)) > 0:
            if self._monotonic() + left > request.until:
                raise RetryAfter(int(left) + 1)
            with request.reply.owed() if request.reply else nullcontext():
                await self._sleep(left)

    async def _until(self, moment: float) -> None:
        if (left := moment - self._monotonic()) > 0:
            await self._sleep(left)

    def _chat(self, chat: str) -> SlidingWindow | TokenBucket:
        window = self._chats.get(chat)
        if window is None:
            if len(self._chats) >= self._forget_at:
                self._forget()
            # Groups and channels have negative ids or @names.
            private = chat.isdecimal()
            window = self._chats[chat] = (
                TokenBucket(PRIVATE_BURST, PRIVATE_PERIOD_SECONDS)
                if private
                else SlidingWindow(GROUP_BURST, GROUP_PERIOD_SECONDS)
            )
        return window

    def _forget(self) -> None:
        now = self._monotonic()
        self._chats = {chat: window for chat, window in self._chats.items() if not window.quiet(now)}
        self._forget_at = max(FORGET_FROM, 2 * len(self._chats))


def _counts(endpoint: str) -> bool:
    return endpoint.startswith(("send", "edit", "copy", "forward")) and endpoint != "sendChatAction"


def _seconds(error: RetryAfter) -> float:
    # The public attribute warns unless PTB_TIMEDELTA is set, which is not ours to set.
    return error._retry_after.total_seconds()
