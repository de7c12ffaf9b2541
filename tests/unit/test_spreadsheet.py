"""Tables for spreadsheets: opened by a double click, and never made to calculate."""

from zoneinfo import ZoneInfo

import pytest

from bot.engine import spreadsheet
from bot.i18n import Words

ENGLISH_IN_AMERICA = Words("en", "USD", ZoneInfo("America/New_York"))
AFRIKAANS = Words("af", "ZAR", ZoneInfo("Africa/Johannesburg"))


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_words_that_look_like_a_formula_stay_words(evil: str) -> None:
    """Whoever wrote them, a spreadsheet does not calculate them."""
    content = spreadsheet.encode(AFRIKAANS, ["x"], [[evil]]).decode("utf-8-sig")
    assert content.split("\r\n", 1)[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers() -> None:
    """Also those below zero."""
    assert spreadsheet.encode(AFRIKAANS, ["x"], [[-260], [None]]) == b'\xef\xbb\xbfx\r\n-260\r\n""\r\n'


def test_cells_are_parted_as_the_reader_is_used_to() -> None:
    """A semicolon where the comma is the decimal sign."""
    for words, expected in ((AFRIKAANS, "a;1,50"), (ENGLISH_IN_AMERICA, "a,1.50")):
        content = spreadsheet.encode(words, ["a", "b"], [["a", spreadsheet.money(words, 150)]])
        assert content.decode("utf-8-sig").splitlines()[1] == expected


def test_money_has_as_many_decimals_as_its_currency() -> None:
    """None for the yen."""
    assert spreadsheet.money(Words("en", "JPY", ZoneInfo("Asia/Tokyo")), 1_500) == "1500"
    assert spreadsheet.money(AFRIKAANS, None) is None
