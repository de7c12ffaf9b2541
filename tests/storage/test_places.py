"""What belongs to a chat: dialogues, and which message stands for what."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from storage import Database, dialogues, migrate, sent_messages
from storage.dialogues import DialogueState
from storage.sent_messages import Standing
from storage.tables import people

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRIVATE, GROUP = 7, -100


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'shop.sqlite3'}")
    await migrate.upgrade(database)
    async with database.transaction() as transaction:
        anna = {"id": 1, "telegram_id": PRIVATE, "first_name": "Anna", "language": "en", "joined_at": NOW}
        await transaction.run(insert(people), anna)
    yield database
    await database.close()


async def test_a_dialogue_in_a_group_is_another_than_the_private_one(database: Database) -> None:
    """Each goes its own way, and ends alone."""
    private, group = DialogueState("complaint", "said", {}), DialogueState("desk_answer", "words", {"number": 3})
    async with database.transaction() as transaction:
        await dialogues.put(transaction, 1, PRIVATE, private, NOW)
        await dialogues.put(transaction, 1, GROUP, group, NOW)
        assert await dialogues.current(transaction, 1, PRIVATE) == private
        assert await dialogues.end(transaction, 1, PRIVATE)
        assert await dialogues.current(transaction, 1, GROUP) == group
        assert not await dialogues.end(transaction, 1, PRIVATE)


async def test_a_message_is_known_by_its_chat_and_number(database: Database) -> None:
    """Two supergroups count their messages alike: the same number there is another message."""
    places = [("said:1", Standing(GROUP, 5)), ("said:2", Standing(GROUP - 1, 5, 8)), ("call:1", Standing(GROUP, 5))]
    async with database.transaction() as transaction:
        await sent_messages.put(transaction, places)
        assert await sent_messages.key_of(transaction, GROUP, 5, "said:") == "said:1"
        assert await sent_messages.key_of(transaction, GROUP - 1, 5, "said:") == "said:2"
        assert await sent_messages.key_of(transaction, PRIVATE, 5, "said:") is None


async def test_what_is_sent_anew_takes_the_place(database: Database) -> None:
    """The last message for something is the one that is changed; what a chat forgets is found no more."""
    async with database.transaction() as transaction:
        await sent_messages.put(transaction, [("call:1", Standing(GROUP, 5, 8))])
        await sent_messages.put(transaction, [("call:1", Standing(PRIVATE, 6))])
        assert await sent_messages.find(transaction, "call:1") == Standing(PRIVATE, 6)
        await sent_messages.forget(transaction, PRIVATE)
        assert await sent_messages.find(transaction, "call:1") is None
