"""Which hardships there are, and how one of them is lived through."""

import asyncio
import json
from dataclasses import dataclass

from hardship import audit, misfortunes
from hardship.misfortunes import Misfortune
from hardship.people import PATIENCE, People
from hardship.record import Record
from hardship.report import Row
from hardship.scene import Scene, Setting, opened
from storage import Database


@dataclass(frozen=True, slots=True)
class Case:
    """`quick`: seconds of the short run, None: it is left out there."""

    name: str
    what: str
    setting: Setting
    misfortune: Misfortune
    seconds: float
    quick: float | None


_FILE, _FILE_WEBHOOK = Setting("SQLite"), Setting("SQLite", "webhook")
_SERVER, _SERVER_WEBHOOK = Setting("PostgreSQL"), Setting("PostgreSQL", "webhook")
_REPLICAS = Setting("PostgreSQL", "webhook", processes=2)

CASES = (
    Case("kill", "killed and started again", _FILE, misfortunes.kills, 30, 4),
    Case("kill", "killed and started again", _FILE_WEBHOOK, misfortunes.kills, 30, None),
    Case("kill", "killed and started again", _SERVER, misfortunes.kills, 30, None),
    Case("kill", "killed and started again", _SERVER_WEBHOOK, misfortunes.kills, 30, 4),
    Case("stop", "asked to end under load", _FILE, misfortunes.stops, 15, 1),
    Case("stop", "asked to end under load", _SERVER_WEBHOOK, misfortunes.stops, 15, None),
    Case("stall", "server stalls for 5 s", _SERVER, misfortunes.stall(5), 4, 1),
    Case("stall", "server stalls for 20 s", _SERVER_WEBHOOK, misfortunes.stall(20), 4, None),
    Case("lock", "file locked for 5 s", _FILE, misfortunes.lock(5), 4, 1),
    Case("lock", "file locked for 12 s", _FILE, misfortunes.lock(12), 4, None),
    Case("disk", "disk full", _FILE, misfortunes.full_disk, 16, 4),
    Case("lines", "lines to Telegram break", _FILE, misfortunes.broken_lines, 40, 5),
    Case("lines", "lines to Telegram break", _SERVER_WEBHOOK, misfortunes.broken_lines, 40, None),
    Case("away", "Telegram away for 5 s", _FILE, misfortunes.away(5), 4, None),
    Case("replicas", "one of two processes killed", _REPLICAS, misfortunes.kills, 30, 3),
)

GIVEN_UP = "TimeoutError: given up after"
#: The owner invites cashiers as fast as one chat may be written to.
CUSTOMERS, CASHIERS = 8, 3


async def run(case: Case, *, quick: bool) -> Row:
    """Raises whatever keeps it from being played at all."""
    async with opened(case.setting) as scene:
        record = Record()
        people = People(scene.sandbox, record)
        await people.gather(await scene.start(), customers=CUSTOMERS, cashiers=CASHIERS)
        working = asyncio.create_task(people.work())
        try:
            await case.misfortune(scene, (case.quick or case.seconds) if quick else case.seconds)
            people.close()
            async with asyncio.timeout(3 * PATIENCE):
                await working
        finally:
            working.cancel()
        return await _judged(case, scene, record)


async def _judged(case: Case, scene: Scene, record: Record) -> Row:
    try:
        await scene.sandbox.settled(60)
    except AssertionError as error:
        scene.problems.append(str(error)[:500])
    database = Database(scene.direct)
    try:
        if owed := await audit.all_sent(database):
            scene.problems.append(f"{owed} messages are still owed")
        if given_up := await audit.given_up(database):
            scene.problems.append(f"{given_up} messages were given up")
        await scene.end()
        await scene.verify()
        findings = audit.compare(record, await audit.read_books(database))
    finally:
        await database.close()
    return Row(
        case.what,
        case.setting.engine,
        case.setting.way,
        len(record.steps),
        len(record.deeds),
        findings,
        tuple(f"{step.who}: {step.what}" for step in record.silent),
        record.apologies,
        record.recovery(scene.ends),
        (*scene.problems, *_unforeseen(scene)),
    )


def _unforeseen(scene: Scene) -> list[str]:
    """Errors in the logs, but for answers that hung so long that they were given up: those are the apologies."""
    found = set()
    for bot in (*scene.past, *scene.bots):
        for line in bot.printed.splitlines():
            if ('"level": "error"' in line or '"level": "critical"' in line) and GIVEN_UP not in line:
                logged = json.loads(line)
                found.add(f"logged: {logged.get('event')} {str(logged.get('exception', ''))[-300:]}")
    return sorted(found)
