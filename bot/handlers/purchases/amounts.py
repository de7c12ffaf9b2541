"""Amounts of money, and of points, as people type them."""

import re

from babel.numbers import get_currency_precision

#: A currency's sign or code, before or after; a minus is none of it.
_SIGN = r"[^\d.,\-−]{0,5}"
_WHOLE = r"(?P<whole>\d{1,3}(?P<group>[.,' ])\d{3}(?:(?P=group)\d{3})*|\d+)"


def parse_amount(text: str, currency: str) -> int | None:
    """An amount in minor units, or None if it cannot be read as exactly one amount.

    People type `125.50`, `125,50`, `R125`, `1 250,50`, `1,250.50`, `1.250`, `₴80`, `125,-`: a last separator begins the
    decimals if as many digits follow as the currency can have, and groups thousands if three do.
    """
    decimals = get_currency_precision(currency)
    fraction = rf"(?:(?P<point>[.,])(?P<fraction>\d{{1,{decimals}}}))?" if decimals else ""
    plain = re.sub(r"[\u00a0\u202f]", " ", text.strip())
    found = re.fullmatch(rf"{_SIGN}{_WHOLE}{fraction}(?:[.,]?-)?[^\d,\-−]{{0,6}}", plain)
    if not found or len(plain) > 32 or (decimals and found["point"] and found["point"] == found["group"]):
        return None
    cents: str = (decimals and found["fraction"]) or ""
    return int(re.sub(r"\D", "", found["whole"]) + cents.ljust(decimals, "0"))


def parse_points(text: str) -> int | None:
    """A number of points, or None if it cannot be read as one: `300`, `1 240`, `1,240`, `300 points`."""
    plain = re.sub(r"[\u00a0\u202f]", " ", text.strip())
    found = re.fullmatch(r"([0-9]{1,3}(?:[., '][0-9]{3})+|[0-9]{1,9})(?: *[^\d.,]{1,12})?", plain)
    return int(re.sub(r"\D", "", found[1])) if found else None
