"""The time in tests."""

from datetime import datetime, timedelta


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def advance(self, span: timedelta) -> None:
        self._moment += span
