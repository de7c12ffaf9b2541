"""The programme's settings: data with defaults, kept with who changed what and when."""

from loyalty.programme.versions import NEWEST_SETTINGS, Programme, change, ensure, history, load, parse

__all__ = ["NEWEST_SETTINGS", "Programme", "change", "ensure", "history", "load", "parse"]
