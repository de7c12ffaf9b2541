"""Birthdays: a greeting in the morning, with points if the programme gives any.

A greeting without an offer is no marketing, so no consent is asked for: whoever tells their birthday is greeted, and
whoever takes it back is not. It goes out once per calendar year, after an outage a few days late."""

from loyalty.birthdays.greeting import TOLD_DAYS_BEFORE, greet
from loyalty.birthdays.rules import celebrated_on

__all__ = ["TOLD_DAYS_BEFORE", "celebrated_on", "greet"]
