"""Messages out: HTTP requests to the Bot API, and the pace at which they go."""

from bot.sending.limiter import TwoLaneRateLimiter
from bot.sending.messages import LeanBot
from bot.sending.request import AiohttpRequest, NotSent, ServerFailed

__all__ = ["AiohttpRequest", "LeanBot", "NotSent", "ServerFailed", "TwoLaneRateLimiter"]
