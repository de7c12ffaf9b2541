"""Misfortunes on demand: what Telegram and the network do on a bad day."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["429", "500", "502", "drop", "drop_after", "delay"]


@dataclass(slots=True)
class Fault:
    """One kind of misfortune that happens to the next `times` calls of a method."""

    method: str
    kind: Kind
    retry_after: int
    seconds: float
    times: int


class Faults:
    """The faults still to happen, oldest first."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def add(self, method: str, kind: Kind, *, retry_after: int = 1, seconds: float = 0.0, times: int = 1) -> None:
        """The next `times` calls of the method ("*": of any) go wrong.

        "drop" closes the connection before the work, "drop_after" after it; "delay" does the work at once and answers
        after so many seconds.
        """
        self._pending.append(Fault(method.lower(), kind, retry_after, seconds, times))

    def clear(self) -> None:
        self._pending.clear()

    def take(self, method: str) -> Fault | None:
        """The fault this call meets, used up by it."""
        for fault in self._pending:
            if fault.method in ("*", method.lower()):
                fault.times -= 1
                if fault.times <= 0:
                    self._pending.remove(fault)
                return fault
        return None
