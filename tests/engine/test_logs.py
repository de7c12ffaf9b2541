"""What reaches the log, and what never does."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import text
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.engine import logs
from bot.engine.intake import Worker
from bot.engine.metrics import Metrics
from bot.engine.sending import AiohttpRequest
from storage import Database
from tests.engine.support import message, parse

TOKEN = "123456:AAE-a_very_long_token_indeed_1234567890"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Other tests keep the logging they had."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs._QUIET}
    yield
    root.handlers, root.level = handlers, level
    for name, least in levels.items():
        logging.getLogger(name).setLevel(least)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    logs.customer_words.set(())


def configured(form: str = "json", level: str = "DEBUG", secrets: tuple[str, ...] = ()) -> io.StringIO:
    stream = io.StringIO()
    logs.configure(level, form, secrets, stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_lines_and_the_libraries_are_one_stream_of_json() -> None:
    """A machine reads every line alike."""
    stream = configured()
    structlog.get_logger("bot.shop").info("opened", café="Zorg")
    logging.getLogger("uvicorn.error").warning("slow %s", "disk")
    ours, theirs = lines(stream)
    assert (ours["event"], ours["café"], ours["level"], ours["logger"]) == ("opened", "Zorg", "info", "bot.shop")
    assert (theirs["event"], theirs["level"]) == ("slow disk", "warning")
    assert ours["timestamp"].endswith("Z")


def test_people_read_plain_lines_with_plain_tracebacks() -> None:
    """No colours in a file, and no local variables in a traceback."""
    stream = configured("console")
    private = "words of a customer"
    try:
        raise ValueError("what happened")
    except ValueError:
        structlog.get_logger("bot").exception("failed", length=len(private))
    assert "ValueError: what happened" in stream.getvalue()
    assert private not in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_a_level_is_kept_by_everybody() -> None:
    """WARNING silences our own news as well as the libraries'."""
    stream = configured(level="WARNING")
    structlog.get_logger("bot").info("news")
    logging.getLogger("telegram.ext").info("news")
    logging.getLogger("httpx").info(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    assert stream.getvalue() == ""


def test_libraries_that_log_whole_requests_are_kept_quiet_even_at_debug() -> None:
    """Their DEBUG lines hold what customers wrote."""
    stream = configured()
    for name in ("telegram.Bot", "aiosqlite", "sqlalchemy.engine", "httpcore"):
        logging.getLogger(name).debug("parameters: Anna wrote something")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("form", ["json", "console"])
async def test_an_error_with_the_token_in_its_address_shows_no_token(form: str) -> None:
    """Made for real: the address is wrong, the error quotes it, the traceback holds the cause."""
    stream = configured(form)
    request = AiohttpRequest()
    bot = Bot(TOKEN, base_url="http://[broken/bot", request=request)
    async with request:
        try:
            await bot.send_message(1, "hi")
        except TelegramError as error:
            structlog.get_logger("bot").exception("failed", address=bot.base_url, cause=repr(error.__cause__))
    logging.getLogger("some.library").error("POST %s", f"https://proxy/bot{TOKEN.replace(':', '%3A')}/sendMessage")
    written = stream.getvalue()
    assert "AAE-a_very" not in written
    assert "<token>" in written
    assert "Traceback" in written


def test_known_secrets_are_taken_out_wherever_they_stand() -> None:
    """Also one that contains another."""
    stream = configured(secrets=("hush", "hush-hush", ""))
    structlog.get_logger("bot").info("told hush-hush", secret="hush", nested={"a": ["hush"]})
    assert "hush" not in stream.getvalue()
    assert json.loads(stream.getvalue())["event"] == "told <secret>"


@pytest.mark.parametrize("form", ["json", "console"])
async def test_values_of_a_failed_statement_are_hidden(form: str, tmp_path: Path) -> None:
    """SQLAlchemy quotes them, and they are names and messages."""
    stream = configured(form)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.sqlite3'}")
    words = "".join(("An", "na's words"))  # not as they stand in this file, which tracebacks quote
    try:
        async with database.reading() as reading:
            await reading.run(text("SELECT :a FROM nowhere"), {"a": words})
    except Exception:
        structlog.get_logger("bot").exception("failed")
    await database.close()
    assert "nowhere" in stream.getvalue()
    assert "Anna" not in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "console"])
async def test_an_error_that_quotes_the_customer_does_not_show_their_words(form: str) -> None:
    """Whatever a library puts into its message."""
    stream = configured(form)
    said = 'my "complaint"\nabout Zorg'

    async def handle(update: Update) -> None:
        assert update.message
        raise ValueError(f"cannot read {update.message.text!r}, that is {update.message.text}")

    worker = Worker(handle, Metrics())
    assert await asyncio.create_task(worker(parse(message(1, text=said))))
    written = stream.getvalue()
    assert "complaint" not in written
    assert "about Zorg" not in written
    assert "ValueError" in written
    assert written.count("update_id") == 2


async def test_who_is_a_pseudonym_until_they_are_known() -> None:
    """One person's lines belong together, but nobody's Telegram id is in the log."""
    stream = configured()

    async def handle(_: Update) -> None:
        """Nothing to do."""

    worker = Worker(handle, Metrics())
    for number, person in enumerate((5_000_001, 5_000_001, 5_000_002)):
        await asyncio.create_task(worker(parse(message(number, person=person))))
    first, second, other = (line["who"] for line in lines(stream))
    assert first == second != other
    assert "5000001" not in stream.getvalue()
