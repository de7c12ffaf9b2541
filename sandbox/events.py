"""Telling those who watch that something changed: tests that wait, and browser pages that stay open."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any


class Signal:
    """Wakes everyone who waits for a condition, without polling. Costs nothing while nobody waits."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.hook: Callable[[], None] | None = None

    def notify(self) -> None:
        if self.hook:
            self.hook()
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def until(self, condition: Callable[[], bool], timeout: float | None) -> bool:
        """True once the condition holds, False if it does not within the seconds given (None: wait for ever)."""
        loop = asyncio.get_running_loop()
        deadline = None if timeout is None else loop.time() + timeout
        while not condition():
            future = loop.create_future()
            self._waiting.add(future)
            try:
                async with asyncio.timeout_at(deadline):
                    await future
            except TimeoutError:
                return condition()
            finally:
                self._waiting.discard(future)
        return True


PEOPLE = 0  # the channel of the list of people; no chat has this id


class Events:
    """What happens in each chat, for the pages that show it; `changed` is set by whatever happens anywhere."""

    def __init__(self, changed: asyncio.Event) -> None:
        self._changed = changed
        self._watchers: dict[int, set[asyncio.Queue[dict[str, Any]]]] = defaultdict(set)
        self._signals: dict[int, Signal] = defaultdict(Signal)

    def signal(self, chat_id: int) -> Signal:
        """Notified of everything published in this chat."""
        return self._signals[chat_id]

    def publish(self, chat_id: int, kind: str, **facts: Any) -> None:
        self._changed.set()
        if chat_id in self._signals:
            self._signals[chat_id].notify()
        for queue in self._watchers.get(chat_id, ()):
            queue.put_nowait({"type": kind, **facts})

    def watch(self, chat_id: int) -> asyncio.Queue[dict[str, Any]]:
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._watchers[chat_id].add(queue)
        return queue

    def leave(self, chat_id: int, queue: asyncio.Queue[dict[str, Any]]) -> None:
        self._watchers[chat_id].discard(queue)

    def close(self) -> None:
        """Ends every watching: an event without content is the last."""
        for queues in self._watchers.values():
            for queue in queues:
                queue.put_nowait({})
