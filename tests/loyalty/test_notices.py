"""What is owed is ids and figures of its kind: checked when it is written, refused when it cannot be read."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.handlers.notice_catalogue import KINDS
from loyalty.birthdays.notices import BirthdayGreeting
from loyalty.complaints import Category
from loyalty.complaints.notices import DeskNew, DeskNews, News
from loyalty.expiry.notices import PointsExpiring
from loyalty.notices import Chat, Notice, Unreadable, Urgency, decode, encode, notify
from loyalty.purchases.notices import Receipted
from storage.tables import outbox_messages
from tests.loyalty.people import NOON, Person, World


@dataclass(frozen=True, slots=True)
class Chatty(Notice):
    """As nobody should write one."""

    kind = "chatty"

    name: str


async def owed(world: World) -> list[Any]:
    return await world.rows(select(outbox_messages).order_by(outbox_messages.c.id))


@pytest.mark.parametrize(
    "notice",
    [
        Receipted(7, milestone=None, anniversary_years=2),
        DeskNew(3, Category.QUALITY, NOON, NOON + timedelta(hours=1), files=0),
        DeskNews(3, News.CLOSED, None, NOON),
        BirthdayGreeting(0, late=True),
    ],
    ids=lambda notice: notice.kind,
)
def test_what_is_written_is_read(notice: Notice) -> None:
    """All of it, of the very same types."""
    kind: Any = type(notice)
    assert decode(kind, _json(notice)) == notice


def _json(notice: Notice) -> str:
    return json.dumps(encode(notice))


@pytest.mark.parametrize(
    "notice",
    [
        Receipted("7", None, None),  # type: ignore[arg-type]
        Receipted(True, None, None),
        BirthdayGreeting(5, late=1),  # type: ignore[arg-type]
        BirthdayGreeting(None, late=False),  # type: ignore[arg-type]
        DeskNews(3, "closed", None, NOON),  # type: ignore[arg-type]
        PointsExpiring(5, datetime(2026, 1, 1), 7),  # noqa: DTZ001  a moment nobody could tell
        Chatty("Anna"),
    ],
    ids=["a word", "yes for a number", "a number for yes", "nothing", "any word", "no zone", "a name"],
)
async def test_anything_else_is_refused_when_it_is_written(world: World, notice: Notice) -> None:
    """While the one who wrote it can still be told."""
    with pytest.raises(TypeError):
        encode(notice)


def test_every_kind_holds_ids_and_figures_alone() -> None:
    """Neither names nor words, in whatever is listed."""
    for kind in KINDS.values():
        for name, allowed in kind.notice.__annotations__.items():
            assert "str" not in str(allowed), (kind.notice.kind, name)


@pytest.mark.parametrize("facts", ["{nonsense", "[]", "{}", '{"points": "many", "late": false}', '{"points": 5}'])
def test_what_is_no_notice_of_its_kind_is_refused(facts: str) -> None:
    """With one class of error, whatever is wrong with it."""
    with pytest.raises(Unreadable):
        decode(BirthdayGreeting, facts)


async def test_it_is_for_a_person_or_for_a_chat(world: World, anna: Person) -> None:
    """A chat may have threads; nobody forgotten gets any."""
    greeting = BirthdayGreeting(5, late=False)
    async with world.database.transaction() as transaction:
        for key, to in (("person", anna.person_id), ("chat", Chat(-100, 7)), ("nobody", None)):
            await notify(transaction, to, greeting, key=key, now=world.now)
    rows = [row for row in await owed(world) if row.kind == "birthday"]
    assert [(row.key, row.person_id, row.chat_id, row.thread_id, row.urgency) for row in rows] == [
        ("person", anna.person_id, None, None, Urgency.QUIET),
        ("chat", None, -100, 7, Urgency.QUIET),
    ]


@pytest.mark.parametrize("recipient", ["NULL", "7"], ids=["neither", "both"])
async def test_exactly_one_recipient_is_kept(world: World, anna: Person, till: Person, recipient: str) -> None:
    """The database refuses a row for nobody, and one for two."""
    await till.sells(anna, 5_000)
    person = "NULL" if recipient == "NULL" else "person_id"
    with pytest.raises(IntegrityError):
        await world.tamper(f"UPDATE outbox_message SET person_id = {person}, chat_id = {recipient}")


def test_moments_come_back_as_they_were() -> None:
    """In whichever zone they were written."""
    there = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    read = decode(PointsExpiring, _json(PointsExpiring(5, there, 7)))
    assert read.expires_at == there.astimezone(UTC)
