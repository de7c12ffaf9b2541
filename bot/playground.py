"""The assistant and a local Telegram in one process: to try it out, with nothing leaving the computer."""

import asyncio
import sys
import time
from pathlib import Path
from typing import NamedTuple

from pydantic import SecretStr
from telegram.helpers import create_deep_linked_url

from bot import demo
from bot.application import Assistant
from bot.engine.clock import SystemClock
from bot.settings import Settings
from bot.signals import stop_on_signals
from loyalty import membership
from sandbox import Sandbox
from storage import Database
from storage.models import Role
from storage.whereabouts import whereabouts

#: The database of the sandbox, unless DATABASE_URL names one: play must not get among a shop's real figures.
DATABASE_URL = "sqlite+aiosqlite:///sandbox.sqlite3"


class Part(NamedTuple):
    """Somebody to be, in the page."""

    telegram_id: int
    first_name: str
    last_name: str
    language: str
    hint: str


OWNER = Part(7_000_001, "Zola", "Zorg", "en", "owner")
STAFF = Part(7_000_002, "Thabo", "Nkosi", "en", "staff")
CUSTOMERS = (
    Part(7_000_011, "Anna", "Kruger", "en", "customer"),
    Part(7_000_012, "Annelie", "van Wyk", "af", "customer"),
    Part(7_000_013, "Ирина", "Соколова", "ru", "customer"),
    Part(7_000_014, "Оксана", "Мельник", "uk", "customer"),
)


async def play(settings: Settings, *, with_demo: bool) -> int:
    """Serve the page until a signal comes."""
    if "database_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"database_url": DATABASE_URL})
    # Update ids are remembered with their effect, so those of this start must not be those of an earlier one.
    sandbox = Sandbox(
        bot_name=settings.brand,
        bot_username="loyalty_sandbox_bot",
        first_update_id=int(time.time() * 10),
        keep_in=_world_file(settings.database_url),
    )
    await _listen(sandbox, settings)
    local = {"bot_token": SecretStr(sandbox.token), "telegram_api_url": sandbox.url, "webhook_url": None}
    try:
        async with Assistant(settings.model_copy(update=local), SystemClock()) as assistant:
            stop_on_signals(assistant)
            serving = asyncio.ensure_future(assistant.run())
            opening = asyncio.ensure_future(_open(sandbox, assistant, with_demo=with_demo))
            await asyncio.wait({serving, opening}, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():  # ended before all was in place
                opening.cancel()
            else:
                await opening
            await serving
    finally:
        await sandbox.stop()
    return 0


def _world_file(database_url: str) -> Path | None:
    """Beside the database, so that chats and points are of one time: a new database begins with empty chats."""
    name, is_file = whereabouts(database_url)
    if name is None:
        return None
    if not is_file:
        return Path(f"{name}.world.sqlite3")
    database = Path(name)
    if not database.parent.is_dir():  # which the start itself says
        return None
    world = database.with_name(f"{database.stem}.world.sqlite3")
    if not database.exists():
        world.unlink(missing_ok=True)
    return world


async def _open(sandbox: Sandbox, assistant: Assistant, *, with_demo: bool) -> None:
    await assistant.presented.wait()
    await _people(sandbox, assistant.database)
    await _appoint(sandbox, assistant)
    if with_demo:
        await demo.fill(assistant.database, STAFF.telegram_id, SystemClock().now())
        await _people(sandbox, assistant.database)
    sys.stdout.write(f"The sandbox is open: {sandbox.url}/  (Ctrl+C ends it)\n")
    sys.stdout.flush()


async def _listen(sandbox: Sandbox, settings: Settings) -> None:
    """Beside the HTTP port, or on any free one."""
    try:
        await sandbox.start("127.0.0.1", settings.http_port and settings.http_port + 1)
    except OSError:
        await sandbox.start("127.0.0.1", 0)


async def _people(sandbox: Sandbox, database: Database) -> None:
    """The cast, and everybody whom the database knows from an earlier time."""
    async with database.reading() as reading:
        known = await membership.everybody(reading)
    met = {profile.telegram_id for profile in known}
    for part in (OWNER, STAFF, *CUSTOMERS):
        if part.telegram_id not in sandbox.people:
            sandbox.add_person(
                part.first_name,
                part.last_name,
                part.language,
                id=part.telegram_id,
                role_hint=part.hint,
                started=part.telegram_id in met,
            )
    for who in known:
        if who.telegram_id not in sandbox.people:
            sandbox.add_person(who.first_name, who.last_name, who.language, id=who.telegram_id, started=True)


async def _appoint(sandbox: Sandbox, assistant: Assistant) -> None:
    """At the first start: the owner opens the owner's link, and a member of staff the link the owner has made."""
    if assistant.owner_link is None:
        return
    await sandbox.people[OWNER.telegram_id].open(assistant.owner_link)
    await sandbox.settled()
    async with assistant.database.transaction() as transaction:
        owner = await membership.identify(transaction, OWNER.telegram_id)
        if owner is None:
            raise LookupError("the owner's link was not accepted")
        invited = await membership.invite(transaction, owner.actor, Role.STAFF, SystemClock().now())
    await sandbox.people[STAFF.telegram_id].open(create_deep_linked_url(assistant.bot.username, f"i_{invited.token}"))
    await sandbox.settled()
