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


def not_understood(words: Words) -> str:
    return words.gettext("I did not understand that. Choose below, or see /help.")


def cancelled(words: Words) -> str:
    return words.gettext("All right, cancelled.")


def nothing_to_cancel(words: Words) -> str:
    return words.gettext("There is nothing to cancel. Choose below.")


def left_for_command(words: Words) -> str:
    return words.gettext("What you had begun is cancelled; nothing was changed.")


def slow_down(words: Words) -> str:
    return words.gettext("That was a lot at once, and some of it was left out. Please repeat it in a moment.")
