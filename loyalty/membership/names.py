"""Names as Telegram brings them, made fit to be shown: to a queue, on a card, in the middle of a sentence."""

from loyalty.visible import visible


def shown_names(first_name: str | None, last_name: str | None, username: str | None) -> tuple[str, str | None]:
    """First and last name to keep of somebody; the first is empty only where nothing of them can be seen."""
    first, last = visible(first_name), visible(last_name) or None
    if first:
        return first, last
    if last:
        return last, None
    return (f"@{username}" if username else ""), None
