"""Telegram says "retry after": who keeps silent, and until when."""

from collections import deque
from collections.abc import Callable

#: When so many different chats are refused within so many seconds, it is not the chats: Telegram wants less of us.
CHATS_THAT_HALT_ALL = 3
WITHIN_SECONDS = 5.0


class Halts:
    """The halts of one lane. One chat that is refused keeps silent alone."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._chats: dict[str, float] = {}
        #: When the whole lane goes on, in seconds of `monotonic`.
        self.all_until = 0.0
        self._refused: deque[tuple[float, str]] = deque()

    def refused(self, chat: str, seconds: float) -> None:
        """Telegram takes nothing to this chat for so many seconds."""
        now = self._monotonic()
        self._chats = {of: until for of, until in self._chats.items() if until > now}
        self._chats[chat] = max(self._chats.get(chat, 0.0), now + seconds)
        self._refused.append((now, chat))
        while self._refused[0][0] < now - WITHIN_SECONDS:
            self._refused.popleft()
        if len({of for _, of in self._refused}) >= CHATS_THAT_HALT_ALL:
            self.all_until = max(self.all_until, now + seconds)

    def left(self, chat: str) -> float:
        """Seconds for which nothing goes to this chat; 0 or less: nothing is in the way."""
        return max(self.all_until, self._chats.get(chat, 0.0)) - self._monotonic()
