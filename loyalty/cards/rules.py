"""Numbers of cards."""

from random import Random

_DIGITS = 8


def new_number(rng: Random) -> str:
    """Eight digits, of which the last is a check digit (Luhn): one wrong digit or two swapped ones are noticed."""
    body = f"{rng.randrange(10 ** (_DIGITS - 1)):0{_DIGITS - 1}d}"
    return body + str(-_luhn_sum(body + "0") % 10)


def parse_number(text: str) -> str | None:
    """The number in what a cashier typed, with or without spaces and dashes; None when it cannot be one."""
    digits = text.replace(" ", "").replace("-", "")
    well_formed = len(digits) == _DIGITS and digits.isascii() and digits.isdigit()
    return digits if well_formed and _luhn_sum(digits) % 10 == 0 else None


def format_number(number: str) -> str:
    """48210937 as people read it: 4821-0937."""
    return f"{number[:4]}-{number[4:]}"


def _luhn_sum(digits: str) -> int:
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    return sum(int(digit) for digit in digits[-1::-2]) + sum(n - 9 if n > 9 else n for n in doubled)
