"""What the tests of the sandbox share besides fixtures."""

from collections.abc import Callable, Coroutine
from typing import Any

Json = dict[str, Any]
Api = Callable[..., Coroutine[None, None, Json]]


class Clock:
    """Unix seconds that move when told to."""

    def __init__(self) -> None:
        self.time = 1_780_000_000.0

    def __call__(self) -> float:
        return self.time
