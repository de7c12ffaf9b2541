"""The queue of updates and long polling with Telegram's offsets."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sandbox.errors import ApiError
from sandbox.events import Signal

Update = dict[str, Any]
Key = tuple[str, int]

# Sent only to a bot that asked for them.
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: terminated by setWebhook request"


@dataclass(slots=True)
class Pending:
    """An update with the webhook queue it belongs to, and how often it is still to be delivered."""

    update: Update
    key: Key
    copies: int = 1


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
        self.deliver: Callable[[Update, Key], None] | None = None  # the webhook, while one is set
        self._pending: OrderedDict[int, Pending] = OrderedDict()
        self._next_id = first_id
        self._duplicate_next = False
        self._poll: Poll | None = None
        self._previous: tuple[int, float] = (0, float("-inf"))

    def push(self, kind: str, payload: dict[str, Any], chat_id: int) -> None:
        """Queues an update unless the bot did not ask for its kind. Kind and chat name the webhook's queue."""
        if kind not in self.allowed if self.allowed else kind in ON_REQUEST:
            return
        number = self._next_id
        self._next_id += 1
        entry = self._pending[number] = Pending({"update_id": number, kind: payload}, (kind, chat_id))
        entry.copies += self._duplicate_next
        self._duplicate_next = False
        if self.deliver:
            for _ in range(entry.copies):
                self.deliver(entry.update, entry.key)
        self.arrived.notify()

    def duplicate_next(self) -> None:
        """The next update is delivered twice, as after an acknowledgement that got lost."""
        self._duplicate_next = True

    def keyed(self) -> list[tuple[Update, Key]]:
        """What waits, each with its webhook queue."""
        return [(entry.update, entry.key) for entry in self._pending.values() for _ in range(entry.copies)]

    def saved(self) -> dict[str, Any]:
        """What a later process needs to go on from here."""
        entries = [[entry.update, *entry.key, entry.copies] for entry in self._pending.values()]
        return {"next_id": self._next_id, "allowed": self.allowed, "pending": entries}

    def restore(self, saved: dict[str, Any]) -> None:
        """Numbers go on behind those of the earlier process, and are never below the first of this one."""
        pending = {u["update_id"]: Pending(u, (kind, chat), copies) for u, kind, chat, copies in saved["pending"]}
        self._next_id, self.allowed = max(self._next_id, saved["next_id"]), saved["allowed"]
        self._pending.update(pending)

    @property
    def pending(self) -> list[Update]:
        return list(self._due())

    def _due(self) -> Iterator[Update]:
        return (entry.update for entry in self._pending.values() for _ in range(entry.copies))

    @property
    def newest_id(self) -> int:
        return self._next_id - 1

    def confirm(self, update: Update) -> None:
        """One delivery by webhook has succeeded."""
        number = update["update_id"]
        if entry := self._pending.get(number):  # unless dropped by drop_pending_updates meanwhile
            entry.copies -= 1
            if not entry.copies:
                del self._pending[number]
        self.acknowledged.notify()

    def clear(self) -> None:
        self._pending.clear()
        self.acknowledged.notify()

    def all_done_up_to(self, update_id: int) -> bool:
        return not self._pending or next(iter(self._pending)) > update_id

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
        return list(islice(self._due(), limit))

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
        while self._pending and (len(self._pending) > -offset if offset < 0 else next(iter(self._pending)) < offset):
            self._pending.popitem(last=False)
        self.acknowledged.notify()
