"""Tables for spreadsheets: CSV that a double click opens as it should, and that cannot be made to calculate."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from babel.numbers import format_decimal, get_currency_precision, get_decimal_symbol

from bot.i18n import Words

#: What a cell is read as a formula for when it begins with it, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | None


def encode(words: Words, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet knows the letters.

    Cells are parted by what the reader's spreadsheet expects: a semicolon where the comma is the decimal sign.
    """
    text = StringIO()
    comma_is_taken = get_decimal_symbol(words.locale) == ","
    writer = csv.writer(text, delimiter=";" if comma_is_taken else ",")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def money(words: Words, minor: int | None) -> str | None:
    """An amount as a number the reader's spreadsheet counts with: no sign of the currency, no groups."""
    if minor is None:
        return None
    precision = get_currency_precision(words.currency)
    form = "0." + "0" * precision if precision else "0"
    return format_decimal(Decimal(minor).scaleb(-precision), format=form, locale=words.locale)


def _harmless(cell: Cell) -> Cell:
    """Words that look like a formula become words again; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
