"""Web addresses that can stand under a button."""

import re
from urllib.parse import urlsplit

#: What a host is made of between its dots; letters of every script.
_LABEL = re.compile(r"[\w-]+")


def is_web_address(link: str) -> bool:
    """Whether Telegram takes it for one: http or https, a host with a dot, nothing blank or invisible in it.

    A whole message is refused for one button whose address is none.
    """
    if not link.startswith(("https://", "http://")) or not link.isprintable() or " " in link:
        return False
    try:
        parts = urlsplit(link)
        labels = (parts.hostname or "").split(".")
        _ = parts.port  # raises where it is no number of one
    except ValueError:
        return False
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
