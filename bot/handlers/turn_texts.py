"""Words for wrong turns: what is not understood, what has ended, what went wrong on our side."""

from bot.i18n import Words


def apology(words: Words, code: str) -> str:
    _ = words.gettext
    text = _("Something went wrong on our side. Please try again; if it happens again, tell us the code {code}.")
    return text.format(code=f"<code>{code}</code>")


def stale(words: Words) -> str:
    return words.gettext("That button belongs to something that has ended. Choose below.")


def repeated(words: Words) -> str:
    return words.gettext("That was done already; nothing happened a second time. Choose below.")


def cancelled(words: Words) -> str:
    return words.gettext("All right, cancelled.")


def nothing_to_cancel(words: Words) -> str:
    return words.gettext("There is nothing to cancel. Choose below.")


def slow_down(words: Words) -> str:
    return words.gettext("That was a lot at once, and some of it was left out. Please repeat it in a moment.")


def kept(words: Words, dialogue: str) -> str:
    """What was begun and left for something else, by the name of its dialogue."""
    _ = words.gettext
    return {
        "complaint": _("Your complaint is kept as it is; it has not been sent yet."),
        "purchase": _("The purchase is kept as it is; it has not been added yet."),
        "redeem": _("The bill is kept as it is; the customer has not been asked yet."),
    }[dialogue]


def dropped(words: Words) -> str:
    return words.gettext("All right, it is dropped.")


def unknown_command(words: Words) -> str:
    return words.gettext("There is no such command. What would you like to do?")


def no_question(words: Words) -> str:
    """To a yes or no."""
    return words.gettext("No question is open just now. What would you like to do?")
