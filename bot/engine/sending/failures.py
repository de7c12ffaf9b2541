"""What can become of a request to Telegram, by what is known of its end.

RetryAfter, and what Telegram itself refuses (BadRequest, Forbidden, InvalidToken), are PTB's own errors: Telegram has
answered, and done nothing. Those here are about the way there and back.
"""

import json
from typing import Any

from telegram.error import NetworkError, TelegramError, TimedOut


class NotSent(NetworkError):
    """No connection came about, so the request never left: to repeat it is safe."""


class Unanswered(TimedOut):
    """It left, and then the line broke or nobody answered in time: it may have been carried out, or not."""


class ServerFailed(NetworkError):
    """Answered with a 5xx, by Telegram or by something before it: most likely not carried out."""


class NotTelegram(NetworkError):
    """Answered by somebody else, such as a proxy or a hotel's login page: it says nothing about the person."""


def harmless_to_repeat(error: TelegramError, endpoint: str) -> bool:
    """Whether a reply is better made once more than left out, for somebody who looks at the screen.

    An edit twice is an edit. A message that comes twice is seen to be the same; one that is missing leaves the person
    with nothing, who then does the whole thing again.
    """
    if isinstance(error, NotSent):
        return True
    return isinstance(error, Unanswered | ServerFailed | NotTelegram) and endpoint.startswith(("edit", "send"))


def answer_of_telegram(payload: bytes) -> dict[str, Any]:
    """Telegram's JSON.

    Raises:
        NotTelegram: it is something else. Its words are not told: they may be a torn answer's, and a customer's.
    """
    try:
        parsed = json.loads(payload.decode(errors="replace"))
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict) or not isinstance(parsed.get("ok"), bool):
        raise NotTelegram("the answer is not Telegram's")
    return parsed
