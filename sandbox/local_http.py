"""What the page's routes have in common: JSON, errors in words, and no other site's requests."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.errors import ApiError
from sandbox.view import NotPossible

Json = dict[str, Any]
LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Handler) -> Handler:
    """Refuses other sites (DNS rebinding, forged requests), and turns errors into {"error": sentence}."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not _is_local(request):
            return as_json({"error": "This sandbox answers only on the address it was started on."}, 403)
        try:
            return await handler(request)
        except web.HTTPException as error:
            return as_json({"error": error.text}, error.status)
        except (NotPossible, ApiError, AssertionError, ValueError) as error:
            return as_json({"error": str(error)}, 400)

    return guarded


def _is_local(request: web.Request) -> bool:
    listening = request.transport.get_extra_info("sockname") if request.transport else None
    names = {*LOCAL_NAMES, *(listening[:1] if listening else ())}
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return False
    return urlsplit(f"//{request.host}").hostname in names


def as_json(body: Any, status: int = 200) -> web.Response:
    return web.Response(
        status=status,
        body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        content_type="application/json",
    )


async def json_body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise NotPossible("The request is no JSON.") from None
    if not isinstance(body, dict):
        raise NotPossible("The request must be a JSON object.")
    return body
