"""What a purchase earns, and what its refund takes back. Points are integers, money is in minor units."""

import unicodedata

from loyalty.visible import BLANK

#: Besides control and format characters: the marks that choose between two looks of the sign before.
_SELECTORS = dict.fromkeys(range(0xFE00, 0xFE10))
#: The sign for minus, which is no dash by its category.
_MINUS = "\u2212"


def receipt_number(text: str | None) -> str | None:
    """A receipt's number as it is kept: what looks alike on paper is one number. None: there is nothing to see of it.

    Capital letters, plain digits, one kind of dash, single blanks, and nothing invisible.
    """
    shown: list[str] = []
    for sign in unicodedata.normalize("NFKC", (text or "").translate(BLANK | _SELECTORS)):
        if sign.isspace():
            shown.append(" ")
        elif unicodedata.category(sign) == "Pd" or sign == _MINUS:
            shown.append("-")
        elif unicodedata.category(sign) not in ("Cc", "Cf", "Cs"):
            shown.append(sign)
    # Letters come together that something invisible had kept apart, so once more.
    number = unicodedata.normalize("NFKC", "".join(shown).upper())
    return " ".join(number.split()) or None


def points_for(paid_minor: int, rate_basis_points: int, point_value_minor: int = 1) -> int:
    """Points for money paid: `rate_basis_points` hundredths of a percent of it come back. Rounded once, down."""
    return paid_minor * rate_basis_points // (10_000 * point_value_minor)


def take_back(earned: int, amount_minor: int, refunded_before: int, refunded_after: int) -> int:
    """Points a refund takes back, so that floor(earned * left / amount) stay; the last part takes the rest."""
    kept_before = earned * (amount_minor - refunded_before) // amount_minor
    kept_after = earned * (amount_minor - refunded_after) // amount_minor
    return kept_before - kept_after


def give_back(redeemed: int, amount_minor: int, refunded_before: int, refunded_after: int) -> int:
    """Points spent on a purchase that a refund returns: floor(redeemed * refunded / amount) in all, at the end all."""
    return redeemed * refunded_after // amount_minor - redeemed * refunded_before // amount_minor


def paid_left(paid_minor: int, amount_minor: int, refunded_minor: int) -> int:
    """Of the money paid for a bill (points paid the rest), what is left once so much of the bill is refunded."""
    return paid_minor * (amount_minor - refunded_minor) // amount_minor
