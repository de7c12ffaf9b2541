"""Numbers of points as people type them."""

import pytest

from bot.handlers.purchases.amounts import parse_points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("300", 300),
        (" 300 ", 300),
        ("1 240", 1_240),
        ("1,240", 1_240),
        ("1\u00a0240\u202f000", 1_240_000),
        ("300 points", 300),
        ("300 баллов", 300),
        ("0", 0),
        ("3\u200b00\u200f", 300),
        ("\u200b", None),
        ("\u200f-300", None),
        ("-300", None),
        ("2.5", None),
        ("2,50", None),
        ("5k", None),
        ("300 rand", None),
        ("0.500", None),
        ("–300", None),
        ("many", None),
        ("٣٠٠", None),
        ("", None),
        ("1" + " 000" * 3, None),
        ("9" * 10, None),
    ],
)
def test_a_number_of_points_is_read_as_one_or_not_at_all(text: str, points: int | None) -> None:
    """Grouped or not, with its word or without; never half of it."""
    assert parse_points(text) == points
