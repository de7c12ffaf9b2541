"""Names as Telegram brings them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.membership.names import shown_names
from loyalty.visible import visible


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Anna", "Anna"),
        ("  Anna \n Maria ", "Anna Maria"),
        ("Ґанна-Марія О’Коннор", "Ґанна-Марія О’Коннор"),
        ("Renée", "Renée"),
        ("👩‍🍳 Thandi", "👩‍🍳 Thandi"),
        ("😀", "😀"),
        ("\u200b\u200c\u200d\u2060", ""),
        ("\u3164", ""),
        ("\u2800\u2800", ""),
        ("\u115f\u1160\uffa0", ""),
        ("\u202eannA", "annA"),
        ("A\u0301\u0302\u0303\u0304\u0305\u0306", "\u00c1\u0302\u0303"),
        ("\x00\x07Bell", "Bell"),
        (".", ""),
        ("---", ""),
        (None, ""),
    ],
)
def test_what_can_be_seen_of_a_name_is_kept(name: str | None, seen: str) -> None:
    """Nothing invisible reaches a card, nothing turns the line around, and real names stay as they are."""
    assert visible(name) == seen


def test_somebody_without_a_visible_first_name_is_called_by_what_else_there_is() -> None:
    """By the last name, else by the user name; only who has neither stays nameless."""
    assert shown_names("\u3164", "Botha", "pieter") == ("Botha", None)
    assert shown_names("\u200b", "\u200b", "pieter") == ("@pieter", None)
    assert shown_names("\u200b", None, None) == ("", None)
    assert shown_names("Anna", "\u200b", None) == ("Anna", None)


@given(st.text())
def test_a_name_is_one_short_line_without_control_characters(name: str) -> None:
    """Whatever Telegram brings."""
    seen = visible(name)
    assert len(seen) <= 64
    assert not any(unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") for sign in seen)
    assert visible(seen) == seen
