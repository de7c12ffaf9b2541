"""The dispatcher over real databases; Telegram is a function that does what the test says."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from structlog.testing import capture_logs
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.engine.dispatcher import MOST_UNDER_WAY
from bot.engine.outcome import MOST_ATTEMPTS
from bot.engine.sending import NotSent, ServerFailed
from storage import Database, Unavailable, migrate
from storage.models import DeliveryState, Urgency
from storage.sent_messages import Standing
from storage.tables import outbox_messages, people
from tests.engine.post import NOW, Post, opened, with_people
from tests.engine.support import until


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'shop.sqlite3'}")
    yield await with_people(database)
    await database.close()


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    async for post in opened(Post(database)):
        yield post


async def test_a_receipt_goes_out_as_soon_as_it_is_committed(post: Post) -> None:
    """Woken by the one who wrote it, without waiting for the next look."""
    post.start()
    await post.owe("receipt")
    post.dispatcher.wake()
    row = await post.becomes("receipt", DeliveryState.SENT)
    assert (row.sent_at, row.due_at, row.attempts) == (NOW, None, 1)
    assert await post.standing("receipt") == Standing(1, 1001)
    assert post.count("sent") == 1


async def test_what_another_process_wrote_is_found_at_the_next_look(post: Post) -> None:
    """Nobody wakes us for it."""
    post.start()
    await until(lambda: 5.0 in post.time.slept)
    await post.owe("receipt")
    await post.later(timedelta(seconds=5))
    await post.becomes("receipt", DeliveryState.SENT)


async def test_what_is_not_due_yet_waits(post: Post) -> None:
    """A greeting for tomorrow morning does not hold up today's receipt."""
    await post.owe("greeting", due_at=NOW + timedelta(days=1))
    await post.owe("receipt")
    post.start()
    await post.becomes("receipt", DeliveryState.SENT)
    assert await post.state("greeting") == DeliveryState.PENDING
    await post.later(timedelta(days=1))
    await post.becomes("greeting", DeliveryState.SENT)


async def test_somebody_who_blocked_the_bot_is_remembered(post: Post) -> None:
    """Their row says why, and they are not written to as if nothing had happened."""
    post.errors["receipt"] = [Forbidden("bot was blocked by the user")]
    await post.owe("receipt", person=2)
    post.start()
    await post.becomes("receipt", DeliveryState.BLOCKED)
    async with post.database.reading() as reading:
        found = (await reading.run(select(people.c.id).where(people.c.blocked_at == NOW))).scalars().all()
    assert list(found) == [2]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (BadRequest("chat not found"), DeliveryState.FAILED),
        (ChatMigrated(-100), DeliveryState.FAILED),
        (LookupError("no such purchase"), DeliveryState.FAILED),
        (OSError("a fault of ours"), DeliveryState.FAILED),
    ],
)
async def test_an_end_that_repeating_would_not_mend_is_written_down(
    post: Post, error: Exception, state: DeliveryState
) -> None:
    """Refused by Telegram, or not to be worded: it fails at once, is counted, and is not tried again."""
    post.errors["receipt"] = [error]
    await post.owe("receipt")
    post.start()
    row = await post.becomes("receipt", state)
    await post.later(timedelta(days=1))
    assert (row.due_at, row.sent_at) == (None, None)
    assert post.tried == post.followed == ["receipt"]
    assert post.failures("receipt", type(error).__name__) == 1


async def test_nobody_to_send_to_is_an_end_too(post: Post) -> None:
    """They asked to be forgotten in between."""
    post.nobody.add("receipt")
    await post.owe("receipt")
    post.start()
    await post.becomes("receipt", DeliveryState.FAILED)


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (NotSent("no connection"), 2),
        (ServerFailed("502"), 2),
        (RetryAfter(30), 30),
        (InvalidToken(), 2),
        (Unavailable("the database is away"), 2),
        (TimedOut(), 2),
        (NetworkError("the connection broke"), 2),
        (TelegramError("the answer is no JSON"), 2),
    ],
)
async def test_what_did_not_go_out_is_sent_later(post: Post, error: Exception, pause: int) -> None:
    """Nothing was sent, or nobody knows: it is sent again, in case it was lost."""
    post.errors["receipt"] = [error]
    await post.owe("receipt")
    post.start()
    row = await post.becomes("receipt", DeliveryState.PENDING)
    await until(lambda: post.count("again") == 1)
    row = await post.row("receipt")
    while row.due_at == NOW or row.state != DeliveryState.PENDING:
        row = await post.row("receipt")
    assert row.due_at == NOW + timedelta(seconds=pause)
    await post.later(timedelta(seconds=pause))
    await post.becomes("receipt", DeliveryState.SENT)
    assert post.sent == ["receipt"]


async def test_pauses_grow_and_come_to_an_end(post: Post) -> None:
    """An outage of eighteen hours loses no receipt; one that can never go out is not tried for ever."""
    post.errors["receipt"] = [NotSent("no connection") for _ in range(MOST_ATTEMPTS)]
    await post.owe("receipt")
    post.start()
    began = post.clock.now()
    for attempt in range(1, MOST_ATTEMPTS):
        await until(lambda attempt=attempt: post.count("again") == attempt)  # type: ignore[misc]
        row = await post.row("receipt")
        while row.state != DeliveryState.PENDING:
            row = await post.row("receipt")
        await post.later(row.due_at - post.clock.now())
    assert (await post.becomes("receipt", DeliveryState.FAILED)).attempts == MOST_ATTEMPTS
    assert post.clock.now() - began > timedelta(hours=18)


async def test_messages_to_one_person_arrive_in_order(post: Post) -> None:
    """A second receipt never overtakes the first, also when the first has to wait."""
    post.errors["first"] = [NotSent("no connection")]
    for key in ("first", "second", "third"):
        await post.owe(key)
    await post.owe("ben's", person=2)
    post.start()
    await post.becomes("ben's", DeliveryState.SENT)
    await until(lambda: post.count("again") == 1)
    await post.owe("fourth")
    post.dispatcher.wake()
    for key in ("first", "second", "third", "fourth"):
        while await post.state(key) != DeliveryState.SENT:
            await post.later(timedelta(seconds=2))
    assert post.sent == ["ben's", "first", "second", "third", "fourth"]
    assert [(await post.row(key)).attempts for key in ("first", "second")] == [2, 1]


async def test_a_slow_reader_does_not_hold_up_the_others(post: Post) -> None:
    """And what was written for the slow one meanwhile follows as soon as it may."""
    post.held["slow"] = asyncio.Event()
    await post.owe("slow")
    post.start()
    await until(lambda: post.tried == ["slow"])
    await post.owe("follows")
    await post.owe("ben's", person=2)
    post.dispatcher.wake()
    await post.becomes("ben's", DeliveryState.SENT)
    assert await post.state("follows") == DeliveryState.PENDING
    post.held["slow"].set()
    await post.becomes("follows", DeliveryState.SENT)
    assert post.sent == ["ben's", "slow", "follows"]


async def test_more_than_fit_at_once_go_out_without_waiting_for_the_next_look(post: Post) -> None:
    """A hundred and twenty receipts of one busy morning."""
    async with post.database.transaction() as transaction:
        receipt = {"kind": "receipt", "urgency": Urgency.RECEIPT, "facts": {}, "created_at": NOW, "due_at": NOW}
        owed = [{"key": f"r{n}", "person_id": 1 + n % 3} | receipt for n in range(120)]
        await transaction.run(insert(outbox_messages), owed)
    post.start()
    await until(lambda: len(post.sent) == 120)
    assert len(set(post.sent)) == 120


async def test_what_a_dead_process_left_is_sent_by_the_next(post: Post) -> None:
    """Killed between claiming a receipt and writing down its end: it goes out again, at once on SQLite."""
    await post.owe("receipt", state=DeliveryState.SENDING, attempts=1, due_at=NOW + timedelta(seconds=60))
    post.start()
    assert (await post.becomes("receipt", DeliveryState.SENT)).attempts == 2


async def test_stopping_lets_what_is_under_way_end(post: Post) -> None:
    """And claims nothing more."""
    post.held["receipt"] = asyncio.Event()
    await post.owe("receipt")
    post.start()
    await until(lambda: post.tried == ["receipt"])
    stopping = asyncio.ensure_future(post.dispatcher.stop(seconds=5))
    await until(lambda: post.running[0].done())
    await post.owe("later")
    post.held["receipt"].set()
    await stopping
    assert [await post.state(key) for key in ("receipt", "later")] == [DeliveryState.SENT, DeliveryState.PENDING]


async def test_stopping_does_not_wait_for_ever(post: Post) -> None:
    """What hangs stays claimed, and is sent by the next process."""
    post.held["receipt"] = asyncio.Event()
    await post.owe("receipt")
    post.start()
    await until(lambda: post.tried == ["receipt"])
    await post.dispatcher.stop(seconds=0)
    assert await post.state("receipt") == DeliveryState.SENDING


class Away(Database):
    """A database that cannot answer for now."""

    away = True

    def transaction(self, *update: Any) -> Any:
        if self.away:
            raise Unavailable("disk full")
        return super().transaction(*update)


async def test_the_database_away_is_waited_for_with_one_line(tmp_path: Path) -> None:
    """The dispatcher starts before the database is there."""
    database = Away(f"sqlite+aiosqlite:///{tmp_path / 'shop.sqlite3'}")
    await migrate.upgrade(database)
    post = Post(database)
    with capture_logs() as logs:
        post.start()
        await until(lambda: len(post.time.slept) > 0)
        await post.time.passes(20)
        database.away = False
        await with_people(database)
        await post.owe("receipt")
        while not post.sent:
            await post.time.passes(2)
            await asyncio.sleep(0.001)
    await post.dispatcher.stop()
    await database.close()
    assert [line["event"] for line in logs if "database" in line["event"]] == [
        "the outbox's database is away, trying again",
        "the outbox's database is back",
    ]


async def test_the_backlog_is_measured(post: Post) -> None:
    """How many messages are late, and how late the oldest is."""
    await post.owe("one")
    await post.owe("tomorrow", due_at=NOW + timedelta(days=1))
    post.clock.advance(timedelta(seconds=90))
    await post.dispatcher.measure()
    value = post.metrics.registry.get_sample_value
    assert (value("bot_outbox_depth"), value("bot_outbox_age_seconds")) == (1, 90)


async def test_a_message_nobody_can_word_holds_up_nobody(post: Post) -> None:
    """Neither other people's messages nor the same person's later ones."""
    post.errors["broken"] = [KeyError("points")]
    for key, person in (("broken", 1), ("later", 1), ("ben's", 2)):
        await post.owe(key, person)
    with capture_logs() as logs:
        post.start()
        for key in ("later", "ben's"):
            await post.becomes(key, DeliveryState.SENT)
    assert await post.state("broken") == DeliveryState.FAILED
    assert post.failures("receipt", "KeyError") == 1
    [line] = [line for line in logs if line["log_level"] == "error"]
    assert (line["kind"], line["outbox_id"]) == ("receipt", (await post.row("broken")).id)


async def test_a_row_that_is_no_document_is_its_own_trouble(post: Post) -> None:
    """Bytes that nobody can read come as they are to whoever words that one message."""
    await post.owe("broken")
    await post.owe("later")
    async with post.database.transaction() as transaction:
        await transaction.run(text("UPDATE outbox_message SET facts = '{nonsense' WHERE key = 'broken'"))
    post.start()
    await post.becomes("later", DeliveryState.SENT)
    assert post.sent == ["broken", "later"]


async def test_a_follow_up_that_fails_ends_without_it(post: Post) -> None:
    """Tried once, not thousands of times; that the message will never arrive is written down all the same."""
    post.errors["question"] = [BadRequest("chat not found")]
    post.follow_ups["question"] = LookupError("no such redemption")
    await post.owe("question", kind="redemption_asked")
    await post.owe("later")
    post.start()
    await post.becomes("question", DeliveryState.FAILED)
    await post.becomes("later", DeliveryState.SENT)
    await post.later(timedelta(hours=1))
    assert post.tried == ["question", "later"]
    assert post.failures("redemption_asked", "FollowUp:LookupError") == 1


async def test_an_urgency_above_the_known_ones_goes_out_with_what_can_wait(post: Post) -> None:
    """A newer version's. It does not lie for ever, and what is behind it goes out too."""
    await post.owe("strange", kind="birthday", urgency=Urgency.QUIET + 1)
    await post.owe("greeting", kind="birthday", urgency=Urgency.QUIET)
    post.start()
    await post.becomes("strange", DeliveryState.SENT)
    await post.becomes("greeting", DeliveryState.SENT)


async def test_a_kind_nobody_knows_is_left_for_an_hour(post: Post) -> None:
    """It may be a newer replica's. It holds up nobody meanwhile, and is not ours to keep for ever."""
    await post.owe("strange", kind="stamp_card")
    await post.owe("receipt")
    post.start()
    await post.becomes("receipt", DeliveryState.SENT)
    await post.later(timedelta(minutes=59))
    assert await post.state("strange") == DeliveryState.PENDING
    await post.later(timedelta(minutes=2))
    await post.becomes("strange", DeliveryState.FAILED)
    assert post.failures("stamp_card", "UnknownKind") == 1
    assert "strange" not in post.tried


async def test_what_its_process_always_dies_of_is_given_up(post: Post) -> None:
    """A message that was begun often enough is not begun again."""
    await post.owe("deadly", state=DeliveryState.SENDING, attempts=MOST_ATTEMPTS)
    post.start()
    await post.becomes("deadly", DeliveryState.FAILED)
    assert post.tried == []
    assert post.failures("receipt", "GaveUp") == 1


async def test_an_end_that_cannot_be_written_down_stops_nobody(post: Post) -> None:
    """A fault of ours in one transaction ends that message's try, not the service."""
    post.errors["receipt"] = [Forbidden("bot was blocked by the user")]
    await post.owe("receipt")
    async with post.database.transaction() as transaction:
        trigger = "CREATE TRIGGER refuse BEFORE UPDATE ON person BEGIN SELECT RAISE(FAIL, 'no'); END"
        await transaction.run(text(trigger))
    post.start()
    await until(lambda: post.tried == ["receipt"])
    await post.owe("ben's", person=2)
    post.dispatcher.wake()
    await post.becomes("ben's", DeliveryState.SENT)


async def test_a_success_that_cannot_be_written_down_spoils_no_other(post: Post) -> None:
    """Those that end at the same moment are written together, unless something is wrong with one of them."""
    async with post.database.transaction() as transaction:
        when = "BEFORE INSERT ON sent_message WHEN new.key = 'broken'"
        await transaction.run(text(f"CREATE TRIGGER refuse {when} BEGIN SELECT RAISE(FAIL, 'no'); END"))
    for person, key in enumerate(("anna's", "broken", "ben's"), start=1):
        post.held[key] = asyncio.Event()
        await post.owe(key, person)
    post.start()
    await until(lambda: len(post.tried) == 3)
    for event in post.held.values():
        event.set()
    await post.becomes("anna's", DeliveryState.SENT)
    await post.becomes("ben's", DeliveryState.SENT)
    assert await post.state("broken") == DeliveryState.SENDING


async def test_a_question_passes_what_nobody_waits_for(post: Post) -> None:
    """Its own reader's greeting, too, however long that one waits in the lane of bulk."""
    greetings = [f"greeting {number}" for number in range(100)]
    for number, key in enumerate(greetings):
        post.held[key] = asyncio.Event()
        await post.owe(key, person=1 + number % 3, kind="birthday", urgency=Urgency.QUIET)
    post.start()
    await until(lambda: len(post.tried) == 3)
    await post.owe("question", kind="redemption_asked", urgency=Urgency.ASKED)
    post.dispatcher.wake()
    await post.becomes("question", DeliveryState.SENT)
    assert post.sent == ["question"]


async def test_quiet_ones_never_fill_all_the_room(post: Post) -> None:
    """They have a share of their own: the rest is for those who wait."""
    guests = range(4, 99)
    guest = {"first_name": "Guest", "language": "en", "joined_at": NOW}
    async with post.database.transaction() as transaction:
        await transaction.run(insert(people), [{"id": n, "telegram_id": n, **guest} for n in guests])
    for number in guests:
        key = f"greeting {number}"
        post.held[key] = asyncio.Event()
        await post.owe(key, number, kind="birthday", urgency=Urgency.QUIET)
    post.start()
    await until(lambda: len(post.tried) == MOST_UNDER_WAY[True])
    await post.owe("receipt")
    post.dispatcher.wake()
    await post.becomes("receipt", DeliveryState.SENT)
    assert len(post.tried) == MOST_UNDER_WAY[True] + 1


async def test_a_chat_is_written_to_like_a_person(post: Post) -> None:
    """In order, and known by its own number."""
    for key in ("first", "second"):
        await post.owe(key, person_id=None, chat_id=-100, thread_id=7)
    post.start()
    await post.becomes("second", DeliveryState.SENT)
    assert post.sent == ["first", "second"]
