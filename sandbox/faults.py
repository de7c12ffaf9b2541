"""Misfortunes on demand: what Telegram and the network do on a bad day."""

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.errors import ApiError, DropConnection, HtmlPage, too_many_requests

Kind = Literal[
    "429", "401", "404", "500", "502", "html_403", "html_502", "drop", "drop_after", "hang", "hang_after", "delay"
]
REFUSALS = {
    "401": (401, "Unauthorized"),
    "404": (404, "Not Found"),
    "500": (500, "Internal Server Error: restart"),
    "502": (502, "Bad Gateway"),
}


@dataclass(slots=True, eq=False)
class Fault:
    """One kind of misfortune. It ends after `times` calls (None: does not), or at `until` (Unix seconds)."""

    method: str
    kind: Kind
    chat_id: int | None
    retry_after: int
    seconds: float
    times: int | None
    until: float | None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, method: str, parameters: Mapping[str, Any]) -> bool:
        here = self.chat_id is None or str(parameters.get("chat_id")) == str(self.chat_id)
        return here and self.method in ("*", method.lower())

    async def before(self, now: float) -> ApiError | None:
        """What happens instead of the work. Raises DropConnection or HtmlPage."""
        match self.kind:
            case "429":
                left = self.retry_after if self.until is None else math.ceil(self.until - now)
                return too_many_requests(left)
            case "401" | "404" | "500" | "502":
                return ApiError(*REFUSALS[self.kind])
            case "html_403" | "html_502":
                raise HtmlPage(int(self.kind.removeprefix("html_")))
            case "drop":
                raise DropConnection
            case "hang":
                await self._hang()
        return None

    async def after(self) -> None:
        """What happens once the work is done. Raises DropConnection."""
        match self.kind:
            case "drop_after":
                raise DropConnection
            case "hang_after":
                await self._hang()
            case "delay":
                await asyncio.sleep(self.seconds)

    async def _hang(self) -> None:
        """No answer until the faults are cleared; then the connection closes without one. Raises DropConnection."""
        await self.over.wait()
        raise DropConnection


class Faults:
    """The faults still to happen, oldest first. `clock` gives Unix seconds."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._pending: list[Fault] = []
        self._hanging: list[Fault] = []

    def add(
        self,
        method: str,
        kind: Kind,
        *,
        chat_id: int | None = None,
        retry_after: int = 1,
        seconds: float = 0.0,
        times: int | None = 1,
        lasting: float | None = None,
    ) -> None:
        """The next `times` calls of the method ("*": of any), to that chat if one is named, go wrong.

        `lasting`: instead of a number of times, all calls for so many seconds of the sandbox's clock; a 429 then asks
        to wait for the rest of them. `times=None`: until `clear`.

        "drop" closes the connection before the work, "drop_after" after it; "hang" and "hang_after" give no answer
        until `clear`; "delay" does the work at once and answers after so many `seconds`. "html_403" and "html_502" are
        the page of a proxy in place of JSON.
        """
        until = None if lasting is None else self._clock() + lasting
        ends = None if lasting is not None else times
        self._pending.append(Fault(method.lower(), kind, chat_id, retry_after, seconds, ends, until))

    def clear(self) -> None:
        """All is well again, and whoever still waits for an answer is let go."""
        for fault in (*self._pending, *self._hanging):
            fault.over.set()
        self._pending.clear()
        self._hanging.clear()

    def take(self, method: str, parameters: Mapping[str, Any]) -> Fault | None:
        """The fault this call meets, used up by it."""
        now = self._clock()
        self._pending = [fault for fault in self._pending if fault.until is None or now < fault.until]
        fault = next((fault for fault in self._pending if fault.meets(method, parameters)), None)
        if fault is None:
            return None
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._pending.remove(fault)
        if fault.kind.startswith("hang"):
            self._hanging.append(fault)
        return fault
