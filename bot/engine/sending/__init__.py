"""Messages out: HTTP requests to the Bot API, and the pace at which they go."""

from bot.engine.sending.failures import NotSent, NotTelegram, ServerFailed, Unanswered
from bot.engine.sending.limiter import TwoLaneRateLimiter
from bot.engine.sending.messages import LeanBot
from bot.engine.sending.request import AiohttpRequest

__all__ = [
    "AiohttpRequest",
    "LeanBot",
    "NotSent",
    "NotTelegram",
    "ServerFailed",
    "TwoLaneRateLimiter",
    "Unanswered",
]
