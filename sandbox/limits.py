"""How fast a bot may send, as Telegram measures it."""

import math
from collections.abc import Callable

from sandbox.errors import too_many_requests


class Allowance:
    """So many messages per so many seconds with a burst, by the generic cell rate algorithm."""

    def __init__(self, messages: int, seconds: float, burst: int) -> None:
        self._interval = seconds / messages
        self._tolerance = self._interval * (burst - 1)
        self._due: dict[int, float] = {}

    def wait(self, key: int, now: float) -> float:
        """Seconds until one more message fits; 0 when it fits now."""
        return max(0.0, self._due.get(key, now) - self._tolerance - now)

    def spend(self, key: int, now: float) -> None:
        self._due[key] = max(self._due.get(key, now), now) + self._interval


class RateLimits:
    """1 message a second to a private chat, 20 a minute to a group, 30 a second in all. Edits count as messages."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._private = Allowance(1, 1.0, burst=3)
        self._group = Allowance(20, 60.0, burst=20)
        self._everything = Allowance(30, 1.0, burst=30)

    def admit(self, chat_id: int) -> None:
        """Raises ApiError 429 with the whole seconds to wait; a refused message counts for nothing."""
        now = self._clock()
        chat = self._private if chat_id > 0 else self._group
        wait = max(chat.wait(chat_id, now), self._everything.wait(0, now))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        chat.spend(chat_id, now)
        self._everything.spend(0, now)
