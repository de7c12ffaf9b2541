"""The queue of updates and long polling with Telegram's offsets."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sandbox.errors import ApiError
from sandbox.events import Signal

Update = dict[str, Any]

# Sent only to a bot that asked for them.
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: terminated by setWebhook request"


@dataclass(slots=True)
class Poll:
    """A getUpdates that waits; `terminated` says why it must not go on."""

    terminated: str = ""


class Updates:
    """Updates that are not acknowledged yet, oldest first.

    `repeat_wait`: seconds that a poll waits when it repeats the offset of the one before it within that time although
    updates are due; so a bot that does not acknowledge is slowed down.
    """

    def __init__(self, repeat_wait: float, first_id: int) -> None:
        self.repeat_wait = repeat_wait
        self.allowed: list[str] = []
        self.arrived = Signal()
        self.acknowledged = Signal()
        self.deliver: Callable[[Update, tuple[str, int]], None] | None = None  # the webhook, while one is set
        self._pending: deque[Update] = deque()
        self._keys: dict[int, tuple[str, int]] = {}
        self._next_id = first_id
        self._duplicate_next = False
        self._poll: Poll | None = None
        self._previous: tuple[int, float] = (0, float("-inf"))

    def push(self, kind: str, payload: dict[str, Any], chat_id: int) -> None:
        """Queues an update unless the bot did not ask for its kind. Kind and chat name the webhook's queue."""
        if kind not in self.allowed if self.allowed else kind in ON_REQUEST:
            return
        update: Update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        copies = 2 if self._duplicate_next else 1
        self._duplicate_next = False
        self._keys[update["update_id"]] = (kind, chat_id)
        for _ in range(copies):
            self._pending.append(update)
            if self.deliver:
                self.deliver(update, (kind, chat_id))
        self.arrived.notify()

    def duplicate_next(self) -> None:
        """The next update is delivered twice, as after an acknowledgement that got lost."""
        self._duplicate_next = True

    def keyed(self) -> list[tuple[Update, tuple[str, int]]]:
        """What waits, each with its webhook queue."""
        return [(update, self._keys[update["update_id"]]) for update in self._pending]

    @property
    def pending(self) -> list[Update]:
        return list(self._pending)

    @property
    def newest_id(self) -> int:
        return self._next_id - 1

    def confirm(self, update: Update) -> None:
        """One delivery by webhook has succeeded."""
        if update in self._pending:  # unless dropped by drop_pending_updates meanwhile
            self._pending.remove(update)
        if update not in self._pending:
            self._keys.pop(update["update_id"], None)
        self.acknowledged.notify()

    def clear(self) -> None:
        self._pending.clear()
        self._keys.clear()
        self.acknowledged.notify()

    def all_done_up_to(self, update_id: int) -> bool:
        return not self._pending or self._pending[0]["update_id"] > update_id

    def terminate_poll(self, description: str) -> None:
        """The poll that is waiting, if any, ends with 409."""
        if self._poll:
            self._poll.terminated = description
            self._poll = None
            self.arrived.notify()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:
        """What getUpdates returns. Raises ApiError 409 when another poll or setWebhook takes its place."""
        self.terminate_poll(OTHER_POLL)
        self._acknowledge_before(offset)
        now = asyncio.get_running_loop().time()
        previous_offset, previous_start = self._previous
        repeated = offset == previous_offset and now < previous_start + self.repeat_wait
        self._previous = (offset, now)
        hold = repeated and bool(self._pending)
        seconds = self.repeat_wait if hold else max(timeout, self.repeat_wait * repeated)
        if seconds > 0 and (hold or not self._pending):
            await self._wait(seconds, hold)
        return list(islice(self._pending, limit))

    async def _wait(self, seconds: float, hold: bool) -> None:
        poll = self._poll = Poll()
        await self.arrived.until(lambda: bool(poll.terminated or (self._pending and not hold)), seconds)
        if poll.terminated:
            raise ApiError(409, poll.terminated)
        self._poll = None

    def _acknowledge_before(self, offset: int) -> None:
        """A negative offset keeps only that many of the newest updates."""
        if offset == 0:
            return
        while self._pending and (
            len(self._pending) > -offset if offset < 0 else self._pending[0]["update_id"] < offset
        ):
            self._keys.pop(self._pending.popleft()["update_id"], None)
        self.acknowledged.notify()
