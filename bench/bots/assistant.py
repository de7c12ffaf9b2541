"""The assistant as it is in service, but for Telegram's pace: its limiter's clock runs a thousand times faster."""

import asyncio
import time
from typing import Any

from sqlalchemy import exists, select

from bench.bots.arguments import SECRET, TOKEN, Arguments, parse
from bench.bots.sending import TEXT, measured
from bench.telegram import FIRST_PERSON
from bot.application import Assistant
from bot.engine import garbage, logs
from bot.engine.clock import SystemClock
from bot.engine.sending import TwoLaneRateLimiter
from bot.engine.sending.limiter import BULK
from bot.settings import Settings
from bot.signals import stop_on_signals
from storage import Database
from storage.tables import outbox_messages

#: It does all its work, at a pace out of reach: 30,000 messages a second.
HURRY = 1000.0


def hurried() -> TwoLaneRateLimiter:
    return TwoLaneRateLimiter(
        monotonic=lambda: time.monotonic() * HURRY, sleep=lambda seconds: asyncio.sleep(seconds / HURRY)
    )


def settings(given: Arguments) -> Settings:
    where: dict[str, Any] = {}
    if given.webhook is not None:
        where = {
            "webhook_url": f"http://127.0.0.1:{given.webhook}",
            "webhook_secret": SECRET,
            "http_port": given.webhook,
        }
    return Settings(
        _env_file=None,
        bot_token=TOKEN,
        telegram_api_url=given.api,
        database_url=f"sqlite+aiosqlite:///{given.database}",
        log_format="json",
        **({"http_port": 0} | where),
    )


async def broadcast(assistant: Assistant) -> None:
    """To one person after the other for ever, in the lane for bulk."""
    person = FIRST_PERSON + 1_000_000
    async with asyncio.TaskGroup() as group:
        while True:
            person += 1
            group.create_task(assistant.bot.send_message(person, TEXT, parse_mode="HTML", rate_limit_args=BULK))
            await asyncio.sleep(1 / 100)


async def waiting(database: Database) -> bool:
    """Whether a message has no end yet."""
    async with database.glance() as reading:
        unfinished = select(exists().where(outbox_messages.c.due_at.is_not(None)))
        return bool((await reading.run(unfinished)).scalar_one())


async def outbox_empty(assistant: Assistant) -> None:
    """The dispatcher alone: from waking it until every result is committed."""
    dispatching = asyncio.ensure_future(assistant.dispatcher.run())
    while await waiting(assistant.database):  # noqa: ASYNC110 - asked from outside, as anybody else would
        await asyncio.sleep(0.1)
    await assistant.dispatcher.stop()
    await dispatching


async def main() -> None:
    given = parse()
    configured = settings(given)
    logs.configure(configured.log_level, configured.log_format, configured.secrets())
    garbage.freeze()
    async with Assistant(configured, SystemClock(), None if given.paced else hurried()) as assistant:
        if given.send:
            await measured(outbox_empty(assistant), given.send)
            return
        stop_on_signals(assistant)
        bulk = asyncio.ensure_future(broadcast(assistant)) if given.bulk else None
        await assistant.run()
        if bulk is not None:
            bulk.cancel()


if __name__ == "__main__":
    asyncio.run(main())
