"""What the Bot API answers when it refuses."""

from typing import Any


class ApiError(Exception):
    """A refusal: HTTP status, the whole description, and the fields of ResponseParameters."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class NoAnswer(Exception):
    """A fault asked for: the bot gets no answer of the Bot API at all."""


class DropConnection(NoAnswer):
    """The connection is closed instead."""


class HtmlPage(NoAnswer):
    """Something in between answers with a page of its own, with this HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def bad_request(reason: str) -> ApiError:
    """400. Like the real server, the reason begins with a small letter unless an upper-case word follows."""
    if len(reason) > 1 and (reason[1] == "_" or "A" <= reason[1] <= "Z"):
        return ApiError(400, f"Bad Request: {reason}")
    return ApiError(400, f"Bad Request: {reason[:1].lower()}{reason[1:]}")


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429 with the number of seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
