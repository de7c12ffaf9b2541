"""Words that mean the same wherever they are typed."""

import pytest

from bot.handlers import spoken
from bot.handlers.spoken import Wish


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22-8", (22, 8)),
        ("22:00–8:00", (22, 8)),
        ("From 22.00 until 08.00", (22, 8)),
        ("с 22 до 8", (22, 8)),
        ("з 23 до 7", (23, 7)),
        ("van 22 tot 8", (22, 8)),
        ("24-8", (0, 8)),
        ("25-8", None),
        ("22:30-8", None),
        ("22", None),
        ("22-8-6", None),
        (None, None),
    ],
)
def test_hours_of_the_day(typed: str | None, hours: tuple[int, int] | None) -> None:
    """Full hours alone, as people write a span in four languages."""
    assert spoken.hours(typed) == hours


@pytest.mark.parametrize(
    ("typed", "answer"), [("Да!", True), ("нет.", False), ("Ні, дякую", False), ("👍 ok", True), ("yes but no", None)]
)
def test_yes_and_no(typed: str, answer: bool | None) -> None:
    """Whole words only: whoever says more says something else."""
    assert spoken.answer(typed) is answer


def test_no_word_has_two_meanings() -> None:
    """Neither yes and no, nor two wishes, nor an answer and a wish."""
    words = [spoken.YES, spoken.NO, *spoken._WISHES.values(), set(spoken._language_names())]
    assert len(set().union(*words)) == sum(map(len, words))
    assert spoken.wish("Delete me!") is Wish.FORGET
