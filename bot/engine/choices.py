"""Words typed where a button could have been pressed."""

from collections.abc import Mapping
from typing import TypeVar

Choice = TypeVar("Choice")


def plain(text: str) -> str:
    """A label or a typed word without signposts (emoji), case and surrounding blanks, for comparing.

    Russians write е for ё.
    """
    letters = text.casefold().replace("ё", "е")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def chosen(text: str | None, labels: Mapping[str, Choice]) -> Choice | None:
    """Which of the labelled choices was typed; None if none."""
    said = plain(text or "")
    return next((choice for label, choice in labels.items() if said and plain(label) == said), None)
