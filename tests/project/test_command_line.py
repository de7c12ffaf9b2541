"""The programme as a newcomer starts it: processes of its own, in a folder with nothing in it."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from bot.settings import Settings
from storage import Database
from tests.project.support import ROOT

OPEN = "The sandbox is open: "


def surroundings(**variables: str) -> dict[str, str]:
    """The environment without anybody's settings of the bot."""
    ours = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name.upper() not in ours} | variables


async def started(folder: Path, *arguments: str, **variables: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        ROOT / "bot.py",
        *arguments,
        cwd=folder,
        env=surroundings(**variables),
        stdout=PIPE,
        stderr=STDOUT,
    )


async def ended(folder: Path, *arguments: str, **variables: str) -> tuple[int | None, str]:
    """Exit status and output of a command that ends by itself."""
    process = await started(folder, *arguments, **variables)
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def address(process: Process) -> str:
    """Where the page is, once it is there."""
    assert process.stdout is not None
    said = []
    async for line in process.stdout:
        said.append(line.decode())
        if said[-1].startswith(OPEN):
            return said[-1].removeprefix(OPEN).split()[0]
    pytest.fail("".join(said))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@asynccontextmanager
async def playing(folder: Path, *arguments: str) -> AsyncIterator[tuple[Process, str, int]]:
    """The sandbox as a process; gives it, its page's address and the HTTP port."""
    port = free_port()
    process = await started(folder, *arguments, HTTP_PORT=str(port))
    try:
        async with asyncio.timeout(60):
            yield process, await address(process), port
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_without_a_token_a_newcomer_is_in_the_sandbox(tmp_path: Path) -> None:
    """The page is served, the bot is well, the cast has its roles, and SIGTERM ends it in order."""
    async with playing(tmp_path) as (process, page, port), aiohttp.ClientSession() as browser:
        async with browser.get(page) as answer:
            assert answer.status == 200
            assert "Nothing leaves this computer" in await answer.text()
        async with browser.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert await answer.json() == {"ok": True, "problems": []}
        async with browser.get(f"{page}sandbox/people") as answer:
            people = {person["first_name"]: person for person in (await answer.json())["people"]}
        assert "owner" in people["Zola"]["last_message"]["text"]
        assert "staff member" in people["Thabo"]["last_message"]["text"]
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    assert (tmp_path / "sandbox.sqlite3").exists()
    assert not (tmp_path / "loyalty.sqlite3").exists()


async def looks(page: str, browser: aiohttp.ClientSession) -> list[dict[str, Any]]:
    """The people of the page."""
    async with browser.get(f"{page}sandbox/people") as answer:
        people: list[dict[str, Any]] = (await answer.json())["people"]
        return people


async def count(folder: Path, statement: str) -> dict[str, int]:
    """What a second look at the demo's database finds: (what, how many)."""
    database = Database(f"sqlite+aiosqlite:///{folder}/sandbox.sqlite3")
    try:
        async with database.reading() as reading:
            return {str(what): number for what, number in await reading.run(text(statement))}
    finally:
        await database.close()


async def test_demo_data_add_up_and_stay_as_they_are(tmp_path: Path) -> None:
    """Thirty customers who invite, rate and complain: all is proven, nobody is made twice or written to."""
    for _start in range(2):
        async with playing(tmp_path, "--demo") as (process, page, _port), aiohttp.ClientSession() as browser:
            people = await looks(page, browser)
            assert len(people) == 2 + 4 + 30
            written_to = {person["first_name"] for person in people if person["last_message"]}
            assert written_to <= {"Zola", "Thabo"}
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    database = "sqlite+aiosqlite:///sandbox.sqlite3"
    assert await ended(tmp_path, "verify", DATABASE_URL=database) == (0, "Every account adds up.\n")
    complaints = await count(tmp_path, "SELECT state, count(*) FROM complaint GROUP BY state")
    assert complaints == {"open": 2, "taken": 1, "answered": 1, "closed": 1}
    referrals = await count(tmp_path, "SELECT state, count(*) FROM referral GROUP BY state")
    assert referrals == {"joined": 1, "pending": 2, "rewarded": 5}
    told = "SELECT 'score', count(*) FROM rating UNION SELECT 'comment', count(comment) FROM rating"
    ratings = await count(tmp_path, told)
    assert ratings["score"] > ratings["comment"] > 5


async def test_the_database_can_be_brought_up_to_date_alone(tmp_path: Path) -> None:
    """For whoever runs several processes: once before they start, and again without harm."""
    for _time in range(2):
        status, said = await ended(tmp_path, "migrate")
        assert (status, said.splitlines()[-1]) == (0, "The database is up to date.")
    assert await ended(tmp_path, "verify") == (0, "Every account adds up.\n")


async def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    """It names the variable, never its secret, and nothing is started."""
    status, said = await ended(tmp_path, BOT_TOKEN="secret words", CURRENCY="Rand")
    assert status == 2
    assert len(said.splitlines()) == 1
    assert "BOT_TOKEN" in said
    assert "CURRENCY" in said
    assert "secret words" not in said


async def refused(folder: Path, url: str) -> str:
    """What a start says, with every command alike: one line and the status for a wrong setting."""
    said = set()
    for command in ("run", "sandbox", "migrate", "verify"):
        status, output = await ended(folder, command, BOT_TOKEN="1:a", DATABASE_URL=url)
        assert status == 2, output
        said.add(output)
    [line] = said
    assert len(line.splitlines()) == 1
    assert line.startswith("DATABASE_URL: ")
    return line


async def test_a_start_on_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    """It says what to do, and no traceback."""
    (tmp_path / "letter.sqlite3").write_text("Dear all, this is no database. " * 50)
    assert "backup" in await refused(tmp_path, "sqlite+aiosqlite:///letter.sqlite3")


async def test_a_start_on_another_programmes_database_is_one_line(tmp_path: Path) -> None:
    """Nothing of it is touched."""
    with sqlite3.connect(tmp_path / "books.sqlite3") as connection:
        connection.execute("CREATE TABLE invoice (id INTEGER)")
    connection.close()
    assert "another programme" in await refused(tmp_path, "sqlite+aiosqlite:///books.sqlite3")


async def test_a_start_without_the_folder_is_one_line(tmp_path: Path) -> None:
    """It is not made: the name may be a slip of the pen."""
    assert "folder" in await refused(tmp_path, "sqlite+aiosqlite:///no/such/shop.sqlite3")


async def test_a_start_on_a_newer_database_is_one_line(tmp_path: Path) -> None:
    """After somebody went back to an older version."""
    assert (await ended(tmp_path, "migrate"))[0] == 0
    with sqlite3.connect(tmp_path / "loyalty.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "newer version" in await refused(tmp_path, "sqlite+aiosqlite:///loyalty.sqlite3")
