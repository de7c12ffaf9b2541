"""Card numbers, as cashiers type them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import cards


@given(st.integers())
def test_a_new_number_is_read_back_however_it_is_written(seed: int) -> None:
    """With a dash, with spaces, or plain."""
    number = cards.new_number(Random(seed))
    assert len(number) == 8
    for written in (number, cards.format_number(number), f" {number[:2]} {number[2:]} "):
        assert cards.parse_number(written) == number


@given(st.integers(), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(seed: int, place: int, change: int) -> None:
    """The check digit fits no other number that differs in one place."""
    number = cards.new_number(Random(seed))
    wrong = str((int(number[place]) + change) % 10)
    assert cards.parse_number(number[:place] + wrong + number[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "4821", "48210930x", "482109370", "not a card", "٤٨٢١٠٩٣٧", "4821/0937"])
def test_what_cannot_be_a_number_is_none(text: str) -> None:
    """A token, a name, digits of another script."""
    assert cards.parse_number(text) is None
