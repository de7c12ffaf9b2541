"""Loyalty cards: numbers with a check digit, renewal, and what staff see when they scan one."""

from loyalty.cards.holding import (
    Card,
    CustomerView,
    current,
    find,
    format_number,
    issue,
    new_number,
    parse_number,
    renew,
)

__all__ = ["Card", "CustomerView", "current", "find", "format_number", "issue", "new_number", "parse_number", "renew"]
