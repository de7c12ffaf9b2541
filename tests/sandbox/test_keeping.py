"""A sandbox that keeps its world in a file: after a restart everyone is where they were."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox import Person, Sandbox
from sandbox.keeper import Keeper
from sandbox.snapshot import KEPT_MESSAGES
from tests.sandbox.support import Json

BUTTONS = {"inline_keyboard": [[{"text": "Balance", "callback_data": "balance"}]]}
MENU = {"keyboard": [[{"text": "Card"}]]}


class Bot:
    """Calls methods of one sandbox."""

    def __init__(self, sandbox: Sandbox, http: ClientSession) -> None:
        self._base = f"{sandbox.url}/bot{sandbox.token}"
        self._http = http

    async def __call__(self, method: str, **parameters: Any) -> Any:
        async with self._http.post(f"{self._base}/{method}", json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.world.sqlite3"


@asynccontextmanager
async def running(path: Path, http: ClientSession) -> AsyncIterator[tuple[Sandbox, Bot]]:
    sandbox = Sandbox(keep_in=path, poll_repeat_wait=0.0)
    await sandbox.start()
    yield sandbox, Bot(sandbox, http)
    await sandbox.stop()


async def test_after_a_restart_buttons_and_keyboards_work(path: Path, http: ClientSession) -> None:
    """Same people, messages, keyboard, menus; a press arrives, is answered, and the message can be edited."""
    async with running(path, http) as (sandbox, bot):
        anna = sandbox.add_person("Anna", language_code="af", role_hint="customer")
        await anna.send("/start \ud800")
        sent = await bot("sendMessage", chat_id=anna.id, text="Welcome", reply_markup=BUTTONS)
        await bot("sendMessage", chat_id=anna.id, text="At your service", reply_markup=MENU)
        await bot("pinChatMessage", chat_id=anna.id, message_id=sent["message_id"])
        scope = {"type": "chat", "chat_id": anna.id}
        await bot("setMyCommands", commands=[{"command": "till", "description": "Till"}], scope=scope)
        await bot("setMyDescription", description="A card")
        seen, commands, keyboard = anna.messages, anna.commands, anna.keyboard
    async with running(path, http) as (sandbox, bot):
        again = sandbox.people[anna.id]
        assert (again.messages, again.commands, again.keyboard) == (seen, commands, keyboard)
        assert (again.user, again.chat.role_hint, again.chat.phone_number) == (
            anna.user,
            "customer",
            anna.chat.phone_number,
        )
        assert again.chat.pinned == [sent["message_id"]]
        assert (await bot("getMyDescription"))["description"] == "A card"
        await again.press("Balance")
        pressed = sandbox.world.updates.pending[-1]["callback_query"]
        assert (pressed["data"], pressed["message"]["message_id"]) == ("balance", sent["message_id"])
        assert await bot("answerCallbackQuery", callback_query_id=pressed["id"], text="100")
        await bot("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="100 points")
        newest = await bot("sendMessage", chat_id=anna.id, text="and more")
        assert newest["message_id"] == seen[-1]["message_id"] + 1
        assert sandbox.add_person("Boris").id == anna.id + 1


async def test_updates_that_the_bot_has_not_had_still_come(path: Path, http: ClientSession) -> None:
    """With their numbers; what was acknowledged does not come again, and new numbers go on behind the old."""
    async with running(path, http) as (sandbox, bot):
        anna = sandbox.add_person("Anna")
        await anna.send("one")
        await anna.send("two")
        first, second = await bot("getUpdates")
        await bot("getUpdates", offset=second["update_id"])
    async with running(path, http) as (sandbox, bot):
        assert await bot("getUpdates") == [second]
        await sandbox.people[anna.id].send("three")
        assert [update["update_id"] for update in await bot("getUpdates")] == [
            first["update_id"] + 1,
            first["update_id"] + 2,
        ]


async def test_groups_topics_and_files_are_kept(path: Path, http: ClientSession) -> None:
    """A forum with its members, topics and own count; a picture that was sent can be sent again by its id."""
    async with running(path, http) as (sandbox, bot):
        anna = sandbox.add_person("Anna")
        forum = sandbox.add_supergroup("Ideas", [anna], forum=True)
        await forum.add_bot(by=anna)
        await forum.promote_bot(by=anna)
        await forum.promote(anna, anonymous=True)
        thread = (await forum.open_topic(anna, "Coffee"))["message_id"]
        photo = (await anna.send_photo(b"picture"))["photo"][0]["file_id"]
    async with running(path, http) as (sandbox, bot):
        forum = sandbox.groups[forum.id]
        place = {"chat_id": forum.id, "message_thread_id": thread}
        sent = await bot("sendPhoto", **place, photo=photo)
        assert (sent["message_id"], sent["is_topic_message"]) == (thread + 1, True)
        assert (await bot("getChatAdministrators", chat_id=forum.id))[0]["is_anonymous"] is True
        found = await bot("getFile", file_id=photo)
        async with http.get(f"{sandbox.url}/file/bot{sandbox.token}/{found['file_path']}") as response:
            assert await response.read() == b"picture"
        await sandbox.people[anna.id].send_photo(b"another")
    async with running(path, http) as (sandbox, _):
        assert [stored.content for stored in sandbox.world.files.all()] == [b"picture", b"another"]


def damaged(path: Path, what: str) -> None:
    if what == "no database":
        path.write_bytes(b"SQLite format 4\0" + b"x" * 2000)
        return
    state = {"another version": {"version": 99}, "half": {"version": 1, "chats": []}, "no object": [], "empty": None}[
        what
    ]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE world (one INTEGER, state TEXT)")
        connection.execute("CREATE TABLE files (number INTEGER, facts TEXT, content BLOB)")
        if what != "empty":
            connection.execute("INSERT INTO world VALUES (1, ?)", (json.dumps(state),))


@pytest.mark.parametrize("what", ["no database", "another version", "half", "no object", "empty"])
async def test_a_file_that_cannot_be_read(
    path: Path, http: ClientSession, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    """One line says so, the chats are empty, the file is put aside, and the next start is well again."""
    damaged(path, what)
    async with running(path, http) as (sandbox, _):
        assert [record.levelno for record in caplog.records] == [logging.WARNING]
        assert "begins with empty chats" in caplog.text
        assert (sandbox.people, sandbox.world.updates.pending) == ({}, [])
        sandbox.add_person("Anna")
    assert path.with_name(f"{path.name}.unreadable").exists()
    async with running(path, http) as (sandbox, _):
        assert [person.first_name for person in sandbox.people.values()] == ["Anna"]
        assert len(caplog.records) == 1


async def test_a_disk_that_takes_nothing(tmp_path: Path, http: ClientSession, caplog: pytest.LogCaptureFixture) -> None:
    """Is said once; the sandbox goes on."""
    async with running(tmp_path / "missing" / "world.sqlite3", http) as (sandbox, bot):
        sandbox.add_person("Anna", started=True)
        assert sandbox.keeper
        await sandbox.keeper.save()
        assert await bot("getMe")
    assert [record.message.partition(" in ")[0] for record in caplog.records] == ["The sandbox cannot keep its chats"]


async def test_changes_are_written_together(path: Path) -> None:
    """While the sandbox runs, not only at its end: a process that is killed has lost a moment."""
    saves = []

    class Counting(Keeper):
        async def save(self) -> None:
            await super().save()
            saves.append(1)
            saved.set()

    saved = asyncio.Event()
    sandbox = Sandbox()
    keeper = Counting(sandbox.world, path, pause=0.0)
    keeper.start()
    anna = sandbox.add_person("Anna")
    for number in range(50):
        await anna.send(str(number))
    await asyncio.wait_for(saved.wait(), 10)
    assert len(saves) == 1
    other = Sandbox(keep_in=path)
    assert texts(other.people[anna.id]) == [str(number) for number in range(50)]
    await keeper.close()


def texts(person: Person) -> list[str]:
    return [message["text"] for message in person.messages]


async def test_of_each_chat_the_newest_messages_are_kept(path: Path, http: ClientSession) -> None:
    """With what is said about them, and nothing about those that are gone."""
    async with running(path, http) as (sandbox, bot):
        anna = sandbox.add_person("Anna")
        first: Json = await anna.send("first")
        await bot("pinChatMessage", chat_id=anna.id, message_id=first["message_id"])
        for number in range(KEPT_MESSAGES):
            await anna.send(str(number))
    async with running(path, http) as (sandbox, bot):
        assert texts(sandbox.people[anna.id]) == [str(number) for number in range(KEPT_MESSAGES)]
        assert "pinned_message" not in await bot("getChat", chat_id=anna.id)
