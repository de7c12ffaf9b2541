"""Bad days: Telegram stumbles, the network drops, somebody floods. People notice as little as possible."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta

import pytest
from pydantic import SecretStr
from telegram.error import InvalidToken

from bot.application import Assistant
from sandbox.groups import Group
from sandbox.world import CallbackQuery
from storage import Database, Unavailable, schema
from tests.scenarios.conftest import Cafe, answer


@pytest.mark.parametrize("kind", ["500", "502", "drop"])
async def test_a_stumble_of_telegram_between_two_messages_is_gone_over(cafe: Cafe, kind: str) -> None:
    """Polls that fail are repeated; nothing that was written meanwhile is lost."""
    anna = await cafe.customer("Anna")
    cafe.sandbox.faults.add("getUpdates", kind, times=2)  # type: ignore[arg-type]
    assert "100 points" in await cafe.says(anna, "/balance")


async def test_an_answer_telegram_asks_to_wait_with_comes_later(cafe: Cafe) -> None:
    """429 on a reply: it is repeated after the time asked for."""
    anna = await cafe.customer("Anna")
    cafe.sandbox.faults.add("sendMessage", "429", retry_after=7, times=2)
    assert "100 points" in await cafe.says(anna, "/balance")
    assert sum("worth R1.00" in text for text in anna.texts) == 1


async def test_a_receipt_telegram_refuses_for_a_while_arrives(cafe: Cafe) -> None:
    """A server's error on the receipt: the dispatcher tries again, and the cashier is not concerned."""
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "100")
    cafe.sandbox.faults.add("sendMessage", "429", retry_after=3)
    assert "+500 points" in await cafe.taps(till, "Confirm")
    await anna.wait_for("R100.00")


@pytest.mark.parametrize("kind", ["500", "drop"])
async def test_a_press_counts_although_its_spinner_could_not_be_stopped(cafe: Cafe, kind: str) -> None:
    """answerCallbackQuery fails: what was pressed is done and shown."""
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "100")
    cafe.sandbox.faults.add("answerCallbackQuery", kind, times=9)  # type: ignore[arg-type]
    assert "+500 points" in await cafe.taps(till, "Confirm")
    await anna.wait_for("R100.00")


async def test_a_lost_answer_is_not_an_error_and_the_effect_stays(cafe: Cafe) -> None:
    """The connection breaks while the answer to 'Confirm' is sent: pressed again, it shows what was done."""
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    await cafe.says(till, "100")
    preview = till.last
    cafe.sandbox.faults.add("editMessageText", "drop", times=9)
    await cafe.taps(till, "Confirm")
    cafe.sandbox.faults.clear()
    await till.press("Confirm", preview)
    await cafe.settled()
    assert "+500 points" in answer(till)
    await anna.wait_for("R100.00")
    assert "600 points" in await cafe.says(anna, "/balance")


async def test_an_answer_waits_until_telegram_is_there_again(cafe: Cafe) -> None:
    """It was tried twice within a second and then dropped, and its update counted as done."""
    anna = await cafe.customer("Anna")
    cafe.sandbox.faults.add("sendMessage", "502", times=9)
    assert "100 points" in await cafe.says(anna, "/balance")


async def test_a_button_pressed_long_ago_still_works(cafe: Cafe) -> None:
    """The press waited until it was too old to be answered; the screen comes all the same."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/balance")
    query = await anna.press_data("balance:why", anna.last)
    assert query is not None
    query.created -= 3600
    await cafe.settled()
    assert "Why 100?" in answer(anna)


async def test_a_press_is_answered_when_its_screen_is_there(cafe: Cafe) -> None:
    """Once, and not before the work: until then it could carry words."""
    anna = await cafe.customer("Anna")
    await cafe.says(anna, "/balance")
    cafe.sandbox.requests.clear()
    query = await anna.press("Why this number?")
    await cafe.settled()
    assert [method for method, *_ in cafe.sandbox.requests if method != "getUpdates"] == [
        "editMessageText",
        "answerCallbackQuery",
    ]
    assert isinstance(query, CallbackQuery)
    assert query.answer is not None


def rename(cafe: Cafe, table: str, to: str) -> None:
    with closing(sqlite3.connect(str(cafe.database.url.database))) as file:
        file.execute(f"ALTER TABLE {table} RENAME TO {to}")


@asynccontextmanager
async def broken(cafe: Cafe, table: str) -> AsyncIterator[None]:
    """A table is gone, so that whoever needs it meets an error which is there to stay. We end forgiven."""
    await asyncio.to_thread(rename, cafe, table, "gone")  # a transaction under way ends in this loop
    yield
    await asyncio.to_thread(rename, cafe, "gone", table)
    assert cafe.unforeseen()
    cafe.logs = ()


async def test_an_error_that_stays_is_apologised_for_and_holds_nobody_up(cafe: Cafe) -> None:
    """Repeated without end, one such update at the head would leave everybody behind it unserved."""
    anna, ben = await cafe.customer("Anna"), await cafe.customer("Ben")
    async with broken(cafe, "complaint"):
        await anna.send("/complaint")
        await ben.send("/balance")
        await cafe.settled()
        assert "Something went wrong on our side" in answer(anna)
        assert "100 points" in answer(ben)
        code = answer(anna).rpartition(" ")[2].rstrip(".")
        assert [line["code"] for line in cafe.unforeseen()] == [code]
        assert "100 points" in await cafe.says(anna, "/balance")


async def test_an_update_that_hangs_is_apologised_for(cafe: Cafe) -> None:
    """Its cancellation passed by everything that finds words, so that there was silence."""
    anna = await cafe.customer("Anna")
    cafe.assistant._worker._longest_work = 0.05
    cafe.sandbox.faults.add("sendMessage", "delay", seconds=1)
    assert "Something went wrong on our side" in await cafe.says(anna, "/balance")
    assert [type(line["exc_info"]) for line in cafe.unforeseen()] == [TimeoutError]
    cafe.logs = ()


async def test_an_error_before_we_know_who_it_is_is_apologised_for_in_their_language(cafe: Cafe) -> None:
    """Guessed from what Telegram tells of them. A press is answered, too."""
    anna = await cafe.customer("Anna", "af")
    await cafe.says(anna, "/balance")
    async with broken(cafe, "person"):
        assert "die kode " in await cafe.says(anna, "/balance")
        query = await anna.press_data("balance:why", anna.last)
        await cafe.settled()
        assert query.answer is not None


async def test_a_flooder_is_told_once_and_holds_nobody_up(cafe: Cafe) -> None:
    """A hundred messages at once: some are left out with one polite line, others are served meanwhile."""
    flo, anna = await cafe.customer("Flo"), await cafe.customer("Anna")
    for _ in range(150):
        await flo.send("/balance")
    await anna.send("/balance")
    await anna.wait_for("worth R1.00")
    await cafe.settled()
    assert sum("a lot at once" in text for text in flo.texts) == 1
    assert 0 < sum("worth R1.00" in text for text in flo.texts) < 150
    assert "100 points" in await cafe.says(flo, "/balance")


async def test_a_group_gets_one_polite_line_and_nothing_of_anybodys(cafe: Cafe) -> None:
    """Whoever adds the bot to a group, or gives it a command there, is told where it works; not again and again."""
    anna = await cafe.customer("Anna")
    mine = len(anna.texts)
    group = cafe.sandbox.add_group("Friends of coffee", [anna])
    await group.add_bot(anna)
    await group.promote_bot(anna)
    for minutes, lines in ((0, 1), (11, 2), (1, 2)):
        cafe.clock.advance(timedelta(minutes=minutes))
        for text in ("/start@other_bot", "/nonsense", "hello", "/balance", f"/card@{cafe.assistant.bot.username}"):
            await group.send(anna, text)
        await cafe.settled()
        line = "I am a loyalty card and work in private chats only: write to me there."
        link = f"https://t.me/{cafe.assistant.bot.username}"
        assert said_in(group) == [f"{line}\n{link}"] * lines
    assert len(anna.texts) == mine


def said_in(group: Group) -> list[str]:
    return [message["text"] for message in group.messages if message["from"]["is_bot"]]


async def test_a_command_for_another_bot_of_the_group_is_not_ours(cafe: Cafe) -> None:
    """Telegram shows it to all of them."""
    anna = cafe.person("Anna")
    group = cafe.sandbox.add_group("Friends of coffee", [anna])
    await group.add_bot(anna)
    await cafe.settled()
    cafe.clock.advance(timedelta(hours=1))
    for text in ("/start@other_bot", "/nonsense", "hello"):
        await group.send(anna, text)
    await cafe.settled()
    assert len(said_in(group)) == 1


async def test_an_anonymous_administrator_is_answered_in_their_thread_and_becomes_no_customer(cafe: Cafe) -> None:
    """They write as a bot of Telegram's, with the group as their sender."""
    before = await cafe.books()
    forum = {"id": -1_000_000_000_777, "type": "supergroup", "title": "The team", "is_forum": True}
    message = {
        "message_id": 5,
        "date": int(cafe.clock.now().timestamp()),
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
        "sender_chat": forum,
        "chat": forum,
        "message_thread_id": 17,
        "is_topic_message": True,
        "text": "/start",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }
    cafe.sandbox.requests.clear()
    cafe.sandbox.world.updates.push("message", message, -1_000_000_000_777)
    await cafe.settled()
    (sent,) = [values for method, values, _ in cafe.sandbox.requests if method == "sendMessage"]
    assert (sent["chat_id"], sent["message_thread_id"]) == (-1_000_000_000_777, 17)
    assert await cafe.books() == before


async def test_a_group_of_strangers_makes_no_customers(cafe: Cafe) -> None:
    """Writing in a group is not joining, and a group that throws the bot out or moves is no trouble."""
    ben = cafe.person("Ben")
    before = await cafe.books()
    group = cafe.sandbox.add_group("Others", [ben])
    await group.add_bot(ben)
    await group.send(ben, "/start")
    moved = await group.upgrade(ben)
    await moved.send(ben, "/start")
    await moved.remove_bot(ben)
    await cafe.settled()
    assert await cafe.books() == before
    assert ben.texts == []


async def test_an_edited_message_changes_nothing(cafe: Cafe) -> None:
    """A command or an amount that is edited afterwards is not given again."""
    till, anna = await cafe.cashier(await cafe.owner()), await cafe.customer("Anna")
    await cafe.says(till, await cafe.card_number(anna))
    await cafe.taps(till, "Add purchase")
    typed = await till.send("10")
    await cafe.settled()
    shown = len(till.texts)
    await till.edit(typed, "1000")
    asked = await anna.send("/balance")
    await anna.edit(asked, "/card")
    await cafe.settled()
    assert len(till.texts) == shown
    assert "worth R1.00" in answer(anna)


class Away:
    """What a start asks of the database; it cannot answer for a while."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, times: float) -> None:
        self.asked = 0
        self.times = times
        self._real = schema.bring_up_to_date
        monkeypatch.setattr(schema, "bring_up_to_date", self.bring_up_to_date)

    async def bring_up_to_date(self, database: Database) -> None:
        self.asked += 1
        if self.asked <= self.times:
            raise Unavailable("it is locked")
        await self._real(database)


async def test_a_start_waits_for_a_database_that_is_away(cafe: Cafe, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which the database starts after the bot, or a backup holds the file: one line, and it goes on."""
    anna = await cafe.customer("Anna")
    away = Away(monkeypatch, times=2)
    await cafe.restart()
    assert away.asked == 3
    assert "100 points" in await cafe.says(anna, "/balance")
    lines = [(line["event"], line.get("reason")) for line in cafe.logs if "the database is" in line["event"]]
    assert lines == [("the database is away, trying again", "it is locked"), ("the database is back", None)]


async def test_a_start_that_waits_can_be_stopped(cafe: Cafe, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM ends it without an error."""
    away = Away(monkeypatch, times=float("inf"))
    assistant = Assistant(cafe.settings, cafe.clock)
    opening = asyncio.create_task(assistant.__aenter__())
    while not away.asked:  # noqa: ASYNC110  it tells nobody
        await asyncio.sleep(0.001)
    assert not opening.done()
    assistant.stop()
    await opening
    await assistant.run()
    await assistant.__aexit__()


async def test_a_start_that_fails_closes_what_it_had_opened(cafe: Cafe) -> None:
    """A wrong token is said at once; a second start may follow in the same process."""
    settings = cafe.settings.model_copy(update={"bot_token": SecretStr("1:unknown")})
    assistant = Assistant(settings, cafe.clock)
    with pytest.raises(InvalidToken):
        await assistant.__aenter__()
