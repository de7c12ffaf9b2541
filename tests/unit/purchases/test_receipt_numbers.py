"""Numbers of receipts: what looks alike is one, however it was typed or copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.purchases.rules import receipt_number


@pytest.mark.parametrize(
    "text",
    [
        "AB-17 9",
        "ab-17 9",
        "  AB-17   9\n",
        "\uff21\uff22\uff0d\uff11\uff17\u3000\uff19",
        "AB\u201117\u00a09",
        "AB\u201317 9",
        "AB\u221217 9",
        "A\u200bB-\u200d17 9\ufeff",
        "\u202eAB-17 9\u202c",
        "AB\x00-17\t9",
        "AB-1\ufe0f7 9\u3164",
        "AB-17 9\ud83d",
    ],
    ids=ascii,
)
def test_look_alikes_are_one_number(text: str) -> None:
    """Full width, other dashes and blanks, small letters, and marks nobody sees."""
    assert receipt_number(text) == "AB-17 9"


@pytest.mark.parametrize("text", [None, "", " ", "\u200b", "\u202e\u202c", "\u3164\ufe0f", "\x00\ud83d"], ids=ascii)
def test_what_cannot_be_seen_is_no_number(text: str | None) -> None:
    """As if none had been given."""
    assert receipt_number(text) is None


@pytest.mark.parametrize("text", ["17/9", "#0017", "17.9", "Ґ-5", "№ 7"])
def test_other_signs_count(text: str) -> None:
    """Two numbers that differ to the eye stay two."""
    assert receipt_number(text) not in (None, receipt_number("179"), receipt_number("17"), receipt_number("5"))


@given(st.text())
def test_a_kept_number_is_kept_as_it_is(text: str) -> None:
    """It can be asked for again."""
    kept = receipt_number(text)
    assert receipt_number(kept) == kept
