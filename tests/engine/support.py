"""What the engine's tests share: time that passes when told to, updates, and a look at what was logged."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import Any

from telegram import Update

Json = dict[str, Any]


class VirtualTime:
    """Seconds that pass when told to; whoever sleeps wakes in order."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + seconds, next(self._order), waking))
        await waking

    async def passes(self, seconds: float) -> None:
        """Let so many seconds go by, waking everybody who sleeps until then at their moment."""
        end = self.seconds + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            moment, _, waking = heapq.heappop(self._sleepers)
            self.seconds = max(self.seconds, moment)
            if not waking.done():
                waking.set_result(None)
            await settle()
        self.seconds = end


async def settle(turns: int = 300) -> None:
    """Give everything that is ready to run its turn."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def until(condition: Callable[[], bool], timeout: float = 30.0) -> None:
    """Wait for what comes over the network; the timeout only ends a test that has failed."""
    async with asyncio.timeout(timeout):
        while not condition():  # noqa: ASYNC110  what is waited for lies behind a socket
            await asyncio.sleep(0.001)


def message(update_id: int, person: int = 7, text: str = "hi", chat: int | None = None) -> Json:
    """An update as Telegram sends it."""
    chat = person if chat is None else chat
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_780_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "Anna"},
            "from": {"id": person, "is_bot": False, "first_name": "Anna"},
            "text": text,
        },
    }


def press(update_id: int, person: int = 7) -> Json:
    return {
        "update_id": update_id,
        "callback_query": {
            "id": str(update_id),
            "chat_instance": "1",
            "data": "x",
            "from": {"id": person, "is_bot": False, "first_name": "Anna"},
        },
    }


def unreadable(update_id: int) -> Json:
    """What PTB makes no object of: a message without its required fields."""
    return {"update_id": update_id, "message": {"message_id": 1}}


def blocked(update_id: int, person: int = 7) -> Json:
    user = {"id": 99, "is_bot": True, "first_name": "Zorg"}
    return {
        "update_id": update_id,
        "my_chat_member": {
            "chat": {"id": person, "type": "private", "first_name": "Anna"},
            "from": {"id": person, "is_bot": False, "first_name": "Anna"},
            "date": 1_780_000_000,
            "old_chat_member": {"status": "member", "user": user},
            "new_chat_member": {"status": "kicked", "user": user, "until_date": 0},
        },
    }


def parse(raw: Json) -> Update:
    return Update.de_json(raw, None)
