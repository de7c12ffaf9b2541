"""Loyalty cards: numbers with a check digit, renewal, and what staff see when they scan one."""

from loyalty.cards.holding import current, find, issue, renew
from loyalty.cards.model import Card, CustomerView
from loyalty.cards.rules import format_number, new_number, parse_number

__all__ = ["Card", "CustomerView", "current", "find", "format_number", "issue", "new_number", "parse_number", "renew"]
