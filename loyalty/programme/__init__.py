"""The programme's settings: data with defaults, kept with who changed what and when; and the owner's own texts."""

from loyalty.programme.changing import change
from loyalty.programme.model import Change
from loyalty.programme.own_texts import own_text, set_text
from loyalty.programme.queries import IN_FORCE
from loyalty.programme.settings import Programme, describe
from loyalty.programme.versions import ensure, history, load, of

__all__ = [
    "IN_FORCE",
    "Change",
    "Programme",
    "change",
    "describe",
    "ensure",
    "history",
    "load",
    "of",
    "own_text",
    "set_text",
]
