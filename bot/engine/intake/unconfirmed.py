"""Which updates Telegram has given us and which of them it may forget."""

from collections.abc import Iterable
from typing import Any


class Unconfirmed:
    """The unconfirmed updates of a polling bot.

    Telegram knows one mark: asking with offset N confirms all before N, and brings up to 100 from N on, among them
    those already here. So N is the oldest update still at work, and those above it are remembered as long as Telegram
    may still send them.
    """

    def __init__(self) -> None:
        self._running: set[int] = set()
        self._finished: set[int] = set()
        self._next = 0

    @property
    def offset(self) -> int:
        """What the next poll may ask from; 0 at first: whatever there is."""
        return min(self._running, default=self._next)

    @property
    def idle(self) -> bool:
        return not self._running

    @property
    def held_up(self) -> int:
        """How many are finished that the oldest at work keeps from being confirmed."""
        if not self._running:
            return 0
        oldest = self.offset
        return sum(update_id > oldest for update_id in self._finished)

    def confirm(self) -> int:
        """The offset of a poll that is about to be made. Answers to earlier polls must not come any more."""
        offset = self.offset
        self._finished = {update_id for update_id in self._finished if update_id >= offset}
        return offset

    def take(self, updates: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of a poll's answer that are new; they count as running until `finish`."""
        new = []
        for raw in updates:
            update_id = raw["update_id"]
            if update_id not in self._running and update_id not in self._finished:
                new.append(raw)
                self._running.add(update_id)
                # Not the highest: after a quiet week Telegram goes on with any number, also a lower one.
                self._next = update_id + 1
        return new

    def finish(self, update_id: int) -> None:
        self._running.discard(update_id)
        self._finished.add(update_id)
