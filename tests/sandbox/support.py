"""What the tests of the sandbox share besides fixtures."""

from collections.abc import Awaitable, Callable
from typing import Any

Json = dict[str, Any]
Api = Callable[..., Awaitable[Json]]


class Clock:
    """Unix seconds that move when told to."""

    def __init__(self) -> None:
        self.time = 1_780_000_000.0

    def __call__(self) -> float:
        return self.time
