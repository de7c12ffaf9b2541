"""How the sending of a message ended, and what an error means for it.

What the outbox owes is promised at least once. So it is sent again whenever nobody knows whether it arrived: when the
connection broke or hung, and when a page answered that is not Telegram's.
"""

from dataclasses import dataclass
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from storage import Unavailable
from storage.models import DeliveryState
from storage.sent_messages import Standing

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)
#: With these pauses the attempts reach over more than eighteen hours without Telegram.
MOST_ATTEMPTS = 30


@dataclass(frozen=True, slots=True)
class Sent:
    """It went out; `standing` is what the message stands for and where, if that is to be found again."""

    standing: tuple[str, Standing] | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    state: DeliveryState
    #: Why it will never be sent.
    reason: str | None = None
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Once more after `pause`: it did not go out, or nobody knows."""

    pause: timedelta


def judge(error: Exception, attempts: int) -> Ended | Again:
    """What an error means for a message whose sending has been begun so often."""
    reason = type(error).__name__
    if isinstance(error, Forbidden):
        return Ended(DeliveryState.BLOCKED, reason)
    # Refused for good; or it could not be read or worded, which would be so the next time too.
    if isinstance(error, BadRequest | ChatMigrated) or not isinstance(error, TelegramError | Unavailable):
        return Ended(DeliveryState.FAILED, reason)
    if attempts >= MOST_ATTEMPTS:
        return Ended(DeliveryState.FAILED, "GaveUp")
    return Again(max(_asked_for(error), min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)))


def _asked_for(error: Exception) -> timedelta:
    return error._retry_after if isinstance(error, RetryAfter) else timedelta()
