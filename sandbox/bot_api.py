"""The Bot API over HTTP: reads a request in any of its four forms, checks it, carries it out, answers."""

import inspect
import json
from collections import deque
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import ApiError, DropConnection, HtmlPage, bad_request
from sandbox.faults import Faults
from sandbox.methods import FUNCTIONS
from sandbox.methods.call import Call
from sandbox.specification import Upload, methods
from sandbox.world import World

Answer = tuple[int, dict[str, Any]]
REMEMBERED_REQUESTS = 10_000
SPECIFICATION = methods()
READY = {name.lower(): function for name, function in FUNCTIONS.items()}


class BotApi:
    """Serves one bot. `requests` remembers the newest (method, parameters, result or error)."""

    def __init__(self, world: World, token: str, faults: Faults) -> None:
        self._world = world
        self._token = token
        self._faults = faults
        self.requests: deque[tuple[str, dict[str, Any], Any]] = deque(maxlen=REMEMBERED_REQUESTS)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self._token:
            return _response(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        try:
            raw = await read_parameters(request)
            status, body = await self.answer(method, raw)
        except DropConnection:
            return _dropped(request)
        except HtmlPage as page:
            return _html(page.status)
        except ApiError as error:
            status, body = error.status, error.answer()
        return _response(status, body)

    async def download(self, request: web.Request) -> web.Response:
        stored = self._world.files.at(request.match_info["path"])
        if request.match_info["token"] != self._token or stored is None:
            return _response(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def answer(self, method: str, raw: Mapping[str, Any]) -> Answer:
        """Carries out one call with whatever fault it meets. Raises NoAnswer."""
        fault = self._faults.take(method, raw)
        if fault and (refusal := await fault.before(self._world.clock())):
            self.requests.append((method, dict(raw), refusal))
            return refusal.status, refusal.answer()
        specification = SPECIFICATION.get(method.lower())
        name = specification.name if specification else method
        values: dict[str, Any] = dict(raw)
        result: Any
        try:
            if specification is None:
                raise ApiError(404, "Not Found: method not found")
            values = specification.read(raw.items())
            result = await self._carry_out(name, values, raw)
            answer = 200, {"ok": True, "result": result}
        except ApiError as error:
            result = error
            answer = error.status, error.answer()
        self.requests.append((name, values, result))
        if fault:
            await fault.after()
        return answer

    async def _carry_out(self, name: str, values: dict[str, Any], raw: Mapping[str, Any]) -> Any:
        function = READY.get(name.lower())
        if function is None:
            raise bad_request(f"sandbox: method {name} is not built yet")
        if values.get("business_connection_id"):
            raise bad_request("business connection not found")
        uploads = {key: value for key, value in raw.items() if isinstance(value, Upload)}
        result = function(Call(self._world, values, uploads))
        return await result if inspect.isawaitable(result) else result


async def read_parameters(request: web.Request) -> dict[str, Any]:
    """The parameters as they came: text from forms, JSON values from JSON. Raises ApiError 400."""
    try:
        parameters: dict[str, Any] = dict(parse_qsl(request.rel_url.raw_query_string, True, errors="strict"))
        match request.content_type:
            case "application/x-www-form-urlencoded":
                body = (await request.read()).decode()
                parameters.update(parse_qsl(body, True, errors="strict"))
            case "multipart/form-data":
                parameters.update(await _multipart(request))
            case "application/json":
                parameters.update(_json_object(await request.read()))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return parameters


async def _multipart(request: web.Request) -> dict[str, Any]:
    form = await request.post()
    return {
        name: Upload(value.file.read(), value.filename, value.content_type)
        if isinstance(value, web.FileField)
        else value
        for name, value in form.items()
    }


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object in the request") from None
    if not isinstance(parameters, dict):
        raise bad_request("object expected in the request")
    return parameters


def _response(status: int, body: dict[str, Any]) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    response = web.Response(status=status, body=text.encode("utf-8", "replace"), content_type="application/json")
    if retry_after := body.get("parameters", {}).get("retry_after"):
        response.headers["Retry-After"] = str(retry_after)
    return response


def _dropped(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


def _html(status: int) -> web.Response:
    words = f"{status} {HTTPStatus(status).phrase}"
    page = f"<html><head><title>{words}</title></head><body><h1>{words}</h1></body></html>"
    return web.Response(status=status, text=page, content_type="text/html")
