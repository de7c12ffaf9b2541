"""Loyalty cards: numbers with a check digit, renewal, and what staff see when they scan one."""

from loyalty.cards.guessing import missed
from loyalty.cards.holding import current, find, holder, issue, look_up, renew, view
from loyalty.cards.model import Card, CustomerView, Holder
from loyalty.cards.rules import format_number, new_number, parse_number

__all__ = [
    "Card",
    "CustomerView",
    "Holder",
    "current",
    "find",
    "format_number",
    "holder",
    "issue",
    "look_up",
    "missed",
    "new_number",
    "parse_number",
    "renew",
    "view",
]
