"""Updates of one person in order, different people in parallel, nobody at the cost of the others."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

import structlog
from telegram import Update

#: How many updates are worked on at the same time.
MOST_AT_ONCE = 256
#: How many updates of one person may wait; what comes beyond is cut.
MOST_WAITING = 20
#: Seconds until somebody who still floods is told again: a flood comes in several batches.
TOLD_FOR = 60.0

Work = Callable[[Update], Awaitable[bool]]
Flooded = Callable[[Update], Awaitable[None]]

_log = structlog.get_logger("bot.updates")


#: The updates of one person. It exists while there are any.
_Lane = deque[tuple[Update, asyncio.Future[bool]]]


class Lanes:
    """Hands updates to `work`, which says whether the update is done.

    A person's slot among those at work is taken update by update, when it is their turn: somebody who floods holds one.
    """

    def __init__(
        self,
        work: Work,
        on_flood: Flooded,
        *,
        most_at_once: int = MOST_AT_ONCE,
        most_waiting: int = MOST_WAITING,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._work = work
        self._on_flood = on_flood
        self._most_waiting = most_waiting
        self._slots = asyncio.Semaphore(most_at_once)
        self._monotonic = monotonic
        self._lanes: dict[int, _Lane] = {}
        #: Who floods, and when they were told.
        self._told_at: dict[int, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, update: Update) -> asyncio.Future[bool]:
        """Queue an update behind those of the same person; the future tells whether it is done."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        key = _lane_of(update)
        lane = self._lanes.get(key)
        if lane is None:
            self._lanes[key] = lane = deque()
            self._start(self._run(key, lane))
        if len(lane) >= self._most_waiting and _can_be_cut(update):
            done.set_result(True)
            self._tell(key, update)
        else:
            lane.append((update, done))
        return done

    async def drain(self, seconds: float) -> None:
        """Let what runs and waits come to its end, and give up what has not after so many seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        late = list(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, key: int, lane: _Lane) -> None:
        # A lane is looked up and given up without an await in between: nothing can be put into one that has ended.
        try:
            while lane:
                update, done = lane[0]
                async with self._slots:
                    handled = await self._work(update)
                lane.popleft()
                if not done.done():  # the caller may have gone
                    done.set_result(handled)
        finally:
            for _, done in lane:
                if not done.done():
                    done.set_result(False)
            del self._lanes[key]

    def _tell(self, key: int, update: Update) -> None:
        now = self._monotonic()
        self._told_at = {who: at for who, at in self._told_at.items() if at + TOLD_FOR > now}
        if key not in self._told_at:
            self._told_at[key] = now
            _log.warning("somebody floods: their surplus is cut", update_id=update.update_id)
            self._start(self._told(update))

    async def _told(self, update: Update) -> None:
        try:
            await self._on_flood(update)
        except Exception:
            _log.exception("a flooder could not be told")

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _lane_of(update: Update) -> int:
    """The person, whatever the kind of update; a chat where there is none; the update itself where there is neither.

    Administrators who write anonymously share one account of Telegram's in all groups: each group goes by itself.
    """
    if update.effective_user is not None and not update.effective_user.is_bot:
        return update.effective_user.id
    if update.effective_chat is not None:
        return update.effective_chat.id
    return -update.update_id


def _can_be_cut(update: Update) -> bool:
    """That somebody blocked the bot or came back is remembered, however much they wrote."""
    return update.my_chat_member is None
