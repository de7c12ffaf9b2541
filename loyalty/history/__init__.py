"""The ledger as its customer reads it: page by page, one line with all that stands behind it, and as a whole."""

from loyalty.history.model import Line, Page, Related, Story
from loyalty.history.reading import page, story, whole

__all__ = ["Line", "Page", "Related", "Story", "page", "story", "whole"]
