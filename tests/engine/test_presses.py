"""A press is answered exactly once, whatever becomes of its work."""

import asyncio

import pytest
from telegram import CallbackQuery, Update, User
from telegram.error import BadRequest, TelegramError

from bot.engine import presses
from bot.engine.intake import Worker
from bot.engine.metrics import Metrics
from bot.engine.presses import LONGEST_ANSWER
from tests.engine.support import VirtualTime, settle


class Query(CallbackQuery):
    """Notes its answers."""

    __slots__ = ("answers", "lost")

    def __init__(self, lost: TelegramError | None = None) -> None:
        super().__init__("1", User(7, "Anna", is_bot=False), "1", data="x")
        with self._unfrozen():
            self.answers: list[str | None] = []
            self.lost = lost

    async def answer(self, text: str | None = None, *_: object, **__: object) -> bool:
        self.answers.append(text)
        if self.lost:
            raise self.lost
        return True


@pytest.mark.parametrize("said", [["Saved"], [], ["Saved", "Saved again"]])
async def test_the_first_words_are_the_answer_and_else_it_is_bare(said: list[str]) -> None:
    """Exactly one."""
    query = Query()
    async with presses.answering(query):
        assert [await presses.answer(words) for words in said] == [True, False][: len(said)]
    assert query.answers == [said[0] if said else None]


async def test_after_two_seconds_of_work_it_is_bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """The spinner stops; words that come later must be said otherwise."""
    monkeypatch.setattr(presses, "BARE_AFTER", 0.0)
    query = Query()
    async with presses.answering(query):
        await settle()
        assert query.answers == [None]
        assert not await presses.answer("Saved")
    assert query.answers == [None]


async def test_words_that_are_too_long_or_get_lost_are_not_shown() -> None:
    """The handler hears of it."""
    query = Query()
    async with presses.answering(query):
        assert not await presses.answer("x" * (LONGEST_ANSWER + 1))
    assert query.answers == [None]
    query = Query(lost=BadRequest("query is too old"))
    async with presses.answering(query):
        assert not await presses.answer("Saved")
    assert query.answers == ["Saved"]


async def test_without_a_press_nothing_is_answered() -> None:
    """A message has no spinner."""
    async with presses.answering(None):
        assert not await presses.answer("Saved")


async def test_a_press_whose_work_fails_is_answered() -> None:
    """Also when it is given up."""
    hang = asyncio.Event()

    async def handle(update: Update) -> None:
        assert isinstance(update.callback_query, Query)
        assert update.callback_query.answers == []
        if update.update_id == 1:
            raise ValueError("a mistake of ours")
        await hang.wait()

    worker = Worker(handle, Metrics(), monotonic=VirtualTime().monotonic, longest_work=0.01)
    for update_id in (1, 2):
        query = Query()
        assert await worker(Update(update_id, callback_query=query))
        assert query.answers == [None]
