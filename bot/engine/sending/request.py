"""PTB's requests over aiohttp: several times the throughput of its own httpx transport, and errors one can act upon.

Addresses hold the bot's token: neither a log line nor an error message made here contains one.
"""

import json
import ssl
from collections.abc import Callable
from functools import cache
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

from bot.engine.sending.failures import NotSent, ServerFailed, Unanswered, answer_of_telegram

#: Seconds. A photo goes up slowly over a shop's line, an answer comes quickly.
CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 10.0
WRITE_TIMEOUT = 5.0
UPLOAD_TIMEOUT = 30.0
POOL_TIMEOUT = 5.0
#: Idle connections are closed before Telegram does it: a request on a connection just closed has an unknown end.
KEEPALIVE = 20.0

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}


class Json:
    """Parameters as one JSON document, in place of PTB's RequestData; `encode` is for what json does not know."""

    contains_files = False

    def __init__(self, parameters: dict[str, Any], encode: Callable[[Any], Any] | None = None) -> None:
        self.document = json.dumps(parameters, default=encode, ensure_ascii=False).encode("utf-8", "replace")


@cache
def ssl_context() -> ssl.SSLContext:
    """The one context of this process: loading the certificates takes tens of milliseconds."""
    return ssl.create_default_context()


class AiohttpRequest(BaseRequest):
    """A pool of connections to the Bot API.

    getUpdates wants one of its own (`connections=4`): a torn poll may hold a connection for long.
    """

    def __init__(
        self,
        connections: int = 256,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEPALIVE, ttl_dns_cache=60)
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": self.USER_AGENT}, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("this AiohttpRequest is not initialized")
        upload = request_data is not None and request_data.contains_files
        timeout = _timeout(
            read=_or(read_timeout, self._read_timeout),
            write=_or(write_timeout, UPLOAD_TIMEOUT if upload else WRITE_TIMEOUT),
            connect=_or(connect_timeout, self._connect_timeout),
            pool=_or(pool_timeout, POOL_TIMEOUT),
        )
        encryption = ssl_context() if url.startswith("https:") else True
        body = _body(request_data)
        try:
            async with self._session.request(method, url, timeout=timeout, ssl=encryption, **body) as response:
                payload = await response.read()
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise NotSent(f"no connection to Telegram ({type(error).__name__})") from error
        except TimeoutError as error:
            raise Unanswered("Telegram did not answer in time") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unanswered(f"the connection to Telegram broke ({type(error).__name__})") from error
        if response.status >= 500:
            raise ServerFailed(f"Telegram answered {response.status}")
        if not 200 <= response.status < 300:
            answer_of_telegram(payload)  # else PTB would read a proxy's 403 as somebody who has blocked us
        return response.status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As PTB's own, without writing the payload, which may hold customers' words, to the log."""
        return answer_of_telegram(payload)


def _or(given: ODVInput[float], default: float) -> float | None:
    return default if isinstance(given, DefaultValue) else given


@cache  # of a few shapes
def _timeout(*, read: float | None, write: float | None, connect: float | None, pool: float | None) -> Any:
    """aiohttp knows no limit for writing, and counts the upload into the wait for the answer."""
    answer = None if read is None or write is None else read + write
    acquire = None if connect is None or pool is None else connect + pool
    return aiohttp.ClientTimeout(total=None, connect=acquire, sock_connect=connect, sock_read=answer)


def _body(data: RequestData | Json | None) -> dict[str, Any]:
    if data is None:
        return {}
    if isinstance(data, Json):
        return {"data": data.document, "headers": _JSON}
    if not data.contains_files:
        return {"data": data.url_encoded_parameters().encode(), "headers": _FORM}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}
