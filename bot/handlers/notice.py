"""What every notice is made of."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.engine.screens import Screen
from bot.i18n import Words
from loyalty.programme import Programme
from storage import Transaction

#: The outbox holds facts, not words: a dataclass of the use case as JSON, moments in ISO 8601.
Facts = dict[str, Any]
MakeScreen = Callable[[Words, Programme, Facts], Screen]
Follow = Callable[[Transaction, Facts, datetime], Awaitable[None]]
