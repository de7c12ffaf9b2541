"""A database of the last release, brought up to date: what was owed is sent, and what was begun goes on.

`last_release.json` was written by that release: at least one notice of every kind it knew is still to be sent, some
have gone out, and two people are in the middle of a dialogue.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Connection, DateTime, MetaData, Table, insert, select, text

from bot.engine.sending import LeanBot
from bot.handlers.notice_catalogue import KINDS
from bot.handlers.notice_sender import NoticeSender, undelivered
from storage import Database, dialogues, migrate, outbox, schema, sent_messages
from storage.models import DeliveryState, Urgency
from storage.outbox import Owed
from storage.sent_messages import Standing
from storage.tables import outbox_messages
from tests.servers import postgresql_database

RELEASE: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "last_release.json").read_text("utf-8"))
OWED = {row["key"]: row for row in RELEASE["outbox_message"] if row["due_at"]}
CHATS = {person["id"]: person["telegram_id"] for person in RELEASE["person"]}
#: Kinds that have come since.
YOUNGER = {"cards_guessed", "case_opened", "rating_heard", "ratings_of_day"}
#: After everything in it is due.
NOW = datetime(2026, 4, 30, tzinfo=UTC)
THANDI, ANNA = 2, 4
#: The screen on which Thandi waits for Anna's answer, and the message that asks Anna.
WAITING, ASKED = 901, 5000


class Telegram:
    """What went out, and what was changed where it stood."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.edited: list[tuple[int, int, str]] = []

    async def send_text(self, chat_id: int, words: str, _markup: Any = None, **_lane: Any) -> int:
        self.sent.append((chat_id, words))
        return 9000 + len(self.sent)

    async def send_photo(self, chat_id: int, file_id: str, **_more: Any) -> None:
        self.sent.append((chat_id, file_id))

    async def edit_message_text(self, words: str, chat_id: int, message_id: int, **_more: Any) -> None:
        self.edited.append((chat_id, message_id, words))


class Upgraded:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.telegram = Telegram()
        self.send = NoticeSender(cast("LeanBot", self.telegram), database)

    async def claim(self) -> list[Owed]:
        async with self.database.transaction() as transaction:
            await outbox.recover(transaction, NOW)
            urgent = await outbox.claim(transaction, NOW, 1000, KINDS.keys())
            return [*urgent, *await outbox.claim(transaction, NOW, 1000, KINDS.keys(), quiet=True)]

    async def all_is_sent(self) -> None:
        while messages := await self.claim():
            for message in messages:
                sent = await self.send(message)
                async with self.database.transaction() as transaction:
                    await outbox.finish_sent(transaction, [message], NOW)
                    await sent_messages.put(transaction, [sent.standing] if sent and sent.standing else [])

    def told(self, person_id: int) -> str:
        edited = [(chat, words) for chat, _number, words in self.telegram.edited]
        return "\n".join(words for chat, words in [*self.telegram.sent, *edited] if chat == CHATS[person_id])


def _fill(connection: Connection) -> None:
    known = MetaData()
    known.reflect(connection)
    for table in known.sorted_tables:
        if table.name != "alembic_version":
            connection.execute(table.delete())
            if rows := RELEASE.get(table.name):
                connection.execute(insert(table), [_row(table, row, connection.dialect.name) for row in rows])
                if connection.dialect.name == "postgresql" and "id" in table.columns:
                    last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
                    connection.execute(text(last))


def _row(table: Table, row: dict[str, Any], dialect: str) -> dict[str, Any]:
    moments = {name for name, column in table.columns.items() if isinstance(column.type, DateTime)}

    def moment(value: str) -> datetime:
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=None) if dialect == "sqlite" else at  # which keeps no zone

    return {name: moment(value) if name in moments and value else value for name, value in row.items()}


async def _filled(url: str) -> Database:
    database = Database(url)
    await migrate.upgrade(database, "0002")
    async with database.connect(foreign_keys=False) as connection:
        await connection.run_sync(_fill)
        await connection.commit()
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
async def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Upgraded]:
    if request.param == "sqlite":
        database = await _filled(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")
        await migrate.upgrade(database)
        yield Upgraded(database)
        await database.close()
        return
    scope = postgresql_database()
    url = await asyncio.to_thread(scope.__enter__)
    database = await _filled(url.render_as_string(False))
    await migrate.upgrade(database)
    yield Upgraded(database)
    await database.close()
    await asyncio.to_thread(scope.__exit__, None, None, None)


async def test_every_kind_is_still_sent(upgraded: Upgraded) -> None:
    """Each is worded without an error, and none is left. What it did not know yet was owed to nobody."""
    assert KINDS.keys() - {row["kind"] for row in OWED.values()} == YOUNGER
    await upgraded.all_is_sent()
    async with upgraded.database.reading() as reading:
        left = select(outbox_messages.c.key).where(outbox_messages.c.state != DeliveryState.SENT)
        assert (await reading.run(left)).scalars().all() == []
    words = upgraded.told(ANNA)
    for said in (
        "Boris has made a first purchase",
        "sorry &lt;Anna&gt;",
        "Thandi",
        "look!",
        "file-3",
        "Happy birthday",
    ):
        assert said in words


async def test_nothing_personal_is_left_in_what_is_owed(upgraded: Upgraded) -> None:
    """Names, words and files of the old facts have gone."""
    facts = json.dumps([message.facts for message in await upgraded.claim()])
    assert "redemption" not in facts
    assert [word for word in ("Anna", "Thandi", "Boris", "sorry", "file-", "Café") if word in facts] == []


async def test_screens_that_waited_are_changed_where_they_stand(upgraded: Upgraded) -> None:
    """What had been sent before the upgrade is found after it, the cashier's own screen too."""
    await upgraded.all_is_sent()
    at_the_till = [words for chat, number, words in upgraded.telegram.edited if number == WAITING]
    assert len(at_the_till) == 1
    assert "said yes" in at_the_till[0]
    assert [chat for chat, number, _words in upgraded.telegram.edited if number == WAITING] == [CHATS[THANDI]]
    changed = [words for chat, number, words in upgraded.telegram.edited if chat == CHATS[ANNA] and number > ASKED]
    assert any("changed" in words for words in changed)


async def test_what_was_written_is_known_by_chat_and_number(upgraded: Upgraded) -> None:
    """So that whoever changes a message of a complaint still changes the complaint."""
    async with upgraded.database.reading() as reading:
        assert await sent_messages.find(reading, "complaint_message:1") == Standing(CHATS[ANNA], 711)
        assert await sent_messages.key_of(reading, CHATS[THANDI], 711, "complaint_message:") is None


async def test_urgency_is_given_to_what_waits(upgraded: Upgraded) -> None:
    """The question at the till first, greetings and warnings last."""
    async with upgraded.database.reading() as reading:
        rows = await reading.run(select(outbox_messages.c.kind, outbox_messages.c.urgency))
        given = {row.kind: row.urgency for row in rows}
    assert given == {kind: KINDS[kind].notice.urgency for kind in KINDS if kind not in YOUNGER}
    assert Urgency.QUIET in given.values()


async def test_follow_ups_understand_what_was_owed(upgraded: Upgraded) -> None:
    """A question that cannot be brought any more, an answer that does not arrive."""
    for message in await upgraded.claim():
        async with upgraded.database.transaction() as transaction:
            await undelivered(transaction, message, NOW)


async def test_dialogues_go_on_in_the_private_chat(upgraded: Upgraded) -> None:
    """One with a card is about that card's account."""
    async with upgraded.database.reading() as reading:
        anna = await dialogues.current(reading, ANNA, CHATS[ANNA])
        thandi = await dialogues.current(reading, THANDI, CHATS[THANDI])
        assert await dialogues.current(reading, ANNA, -100) is None
    assert anna is not None
    assert thandi is not None
    assert (anna.name, anna.data["said"][0]["text"], anna.account_id) == ("complaint", "soup again", None)
    anna_s_account = next(row["id"] for row in RELEASE["account"] if row["person_id"] == ANNA)
    assert (thandi.name, thandi.account_id) == ("purchase", anna_s_account)


async def test_what_nobody_can_read_stops_no_upgrade(tmp_path: Path) -> None:
    """It could not have been sent before either; when it is, it fails alone."""
    database = await _filled(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")
    async with database.connect() as connection:
        await connection.execute(text("UPDATE outbox_message SET facts = '{nonsense' WHERE kind = 'birthday'"))
        await connection.execute(text("UPDATE outbox_message SET facts = '{}' WHERE kind = 'refund'"))
        await connection.commit()
    await migrate.upgrade(database)
    assert not await schema.pending(database)
    await database.close()


async def test_the_way_back_keeps_where_messages_stand(tmp_path: Path) -> None:
    """And ends what is owed, which the last release could not word."""
    database = await _filled(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")
    await migrate.upgrade(database)
    await migrate.downgrade(database, "0002")
    async with database.connect() as connection:
        waiting = await connection.scalar(text("SELECT staff_message_id FROM hold WHERE id = 1"))
        said = await connection.scalar(text("SELECT message_id FROM complaint_message WHERE id = 1"))
        owed = await connection.scalar(text("SELECT count(*) FROM outbox_message WHERE due_at IS NOT NULL"))
        typing = await connection.scalar(text("SELECT count(*) FROM dialogue"))
    assert (waiting, said, owed, typing) == (WAITING, 711, 0, len(RELEASE["dialogue"]))
    await database.close()
