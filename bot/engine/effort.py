"""How long an update has been at work, and what becomes of one that takes too long.

An update that is given up is cancelled once. Inside `giving_up` this arrives as TimeoutError, so that the person
gets an apology like for any other error, and not silence.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Seconds of work after which an update is given up. A database that stalls says so within 25 (storage.timeouts), and
#: is then waited for; a line that hangs is given up by the request within 15. What takes longer than both hangs in a
#: mistake of ours, and the person has put the phone away. Waiting for the database, or for the end of a halt that
#: Telegram asked for, is no work.
LONGEST_WORK = 30.0
#: Seconds an apology may take after that.
LONGEST_APOLOGY = 15.0


class Effort:
    """One update from its arrival to its end, whatever it waits for in between."""

    def __init__(
        self,
        update_id: int,
        monotonic: Callable[[], float] = time.monotonic,
        longest_work: float = LONGEST_WORK,
    ) -> None:
        self.update_id = update_id
        self.arrived = monotonic()
        #: It only waits to be allowed to answer: its work is done.
        self.owing = False
        self._monotonic = monotonic
        self._longest_work = longest_work
        self._worked = 0.0
        self._working_since: float | None = None
        self._task: asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._given_up = False
        self._said = False
        #: We have cancelled the task and not seen it arrive yet; else it is somebody else who ends it.
        self._cancelling = False

    @property
    def worked(self) -> float:
        """Seconds of work so far."""
        return self._worked + (0.0 if self._working_since is None else self._monotonic() - self._working_since)

    @property
    def given_up(self) -> bool:
        """In this attempt."""
        return self._given_up

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """One attempt, in the task that makes it. Each has the whole time for itself."""
        self._task, self._worked = asyncio.current_task(), 0.0
        self._given_up = self._said = self._cancelling = False
        token = _effort.set(self)
        self._go_on()
        try:
            yield
        except asyncio.CancelledError:
            if not self._cancelling:
                raise
            self._take_back_cancelling()
        finally:
            self._halt()
            if self._timer is not None:
                self._timer.cancel()
            self._task = None
            _effort.reset(token)

    @contextmanager
    def owed(self) -> Iterator[None]:
        """Waiting to be allowed to answer is no work."""
        self._halt()
        self.owing = True
        try:
            yield
        finally:
            self.owing = False
            self._go_on()

    @contextmanager
    def giving_up(self) -> Iterator[None]:
        """Raises TimeoutError where the update is given up; the first who hears of it is the one to say it."""
        try:
            yield
        except asyncio.CancelledError:
            if not self._cancelling or self._said:
                raise
            self._said = True
            self._take_back_cancelling()
            self._timer = asyncio.get_running_loop().call_later(LONGEST_APOLOGY, self._cancel)
            raise TimeoutError(f"given up after {self.worked:.1f} seconds of work") from None

    def give_up(self) -> None:
        """Now; only once."""
        if not self._given_up:
            self._given_up = True
            self._halt()
            self._cancel()

    def _go_on(self) -> None:
        if self._given_up:  # the apology has its own time
            return
        self._working_since = self._monotonic()
        left = max(0.0, self._longest_work - self._worked)
        self._timer = asyncio.get_running_loop().call_later(left, self.give_up)

    def _halt(self) -> None:
        self._worked, self._working_since = self.worked, None
        if self._timer is not None and not self._said:
            self._timer.cancel()

    def _cancel(self) -> None:
        if self._task is not None:
            self._cancelling = True
            self._task.cancel()

    def _take_back_cancelling(self) -> None:
        self._cancelling = False
        if self._task is not None:
            self._task.uncancel()


_effort: ContextVar[Effort | None] = ContextVar("effort", default=None)


def current() -> Effort | None:
    """Of the update this task works on; None outside of any: nobody waits in front of a screen."""
    return _effort.get()


@contextmanager
def giving_up() -> Iterator[None]:
    """As `Effort.giving_up`, of the update this task works on."""
    effort = current()
    if effort is None:
        yield
        return
    with effort.giving_up():
        yield
