"""Logs: one structured stream for our own lines and those of every library, with nothing secret in it."""

import json
import logging
import re
import sys
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

#: What the customer whose update this task works on wrote: it never reaches the log, whatever error quotes it.
customer_words: ContextVar[tuple[str, ...]] = ContextVar("customer_words", default=())

#: A bot's token, as it stands and as it stands in an encoded address.
_TOKEN = re.compile(r"\d{3,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
#: SQLAlchemy shows the values of a failed statement; among them are names and messages.
_PARAMETERS = re.compile(r"\[parameters: .*?\](?=\s*(?:\n|\\n|$|\(Background))", re.DOTALL)
#: Shorter words are left: "1" stands in too many places to tell anything.
_SHORTEST_WORDS = 4

#: Libraries whose DEBUG lines hold requests, answers or values, and those that are chatty at INFO.
_QUIET = {
    "telegram": logging.INFO,
    "aiosqlite": logging.INFO,
    "asyncio": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "uvicorn": logging.WARNING,
    "alembic": logging.WARNING,
}


class Redactor:
    """Takes secrets and the customer's own words out of a finished line."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        # The longest first: a secret may contain another.
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, line: str | bytes | EventDict) -> str:
        return self.clean(str(line))

    def clean(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        line = _PARAMETERS.sub("[parameters: <hidden>]", _TOKEN.sub("<token>", line))
        for words in customer_words.get():
            if len(words) >= _SHORTEST_WORDS:
                for shape in _shapes(words):
                    line = line.replace(shape, "<words>")
        return line


def _shapes(words: str) -> tuple[str, ...]:
    """How words may stand in a line: as they are, quoted by Python, and either of these in JSON."""
    quoted = repr(words)[1:-1]
    return words, quoted, *(json.dumps(shape, ensure_ascii=False)[1:-1] for shape in (words, quoted))


def configure(level: str, form: str, secrets: Sequence[str] = (), stream: TextIO | None = None) -> None:
    """Send every line of this process, ours and the libraries', to `stream` (standard error by default).

    `form` is "console" for people or "json" for machines; `secrets` are strings that must never be seen.
    """
    target = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(form, colors=target.isatty()),
                Redactor(secrets),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))
    logging.captureWarnings(capture=True)


def _rendering(form: str, *, colors: bool) -> list[Any]:
    if form == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    # Not the pretty tracebacks: they show local variables, and in these are customers' words.
    return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)]
