"""Words for wrong turns: what is not understood, what has ended, what went wrong on our side."""

from bot.i18n import Words


def apology(words: Words, code: str) -> str:
    _ = words.gettext
    text = _("Something went wrong on our side. Please try again; if it stays so, tell us the code {code}.")
    return text.format(code=f"<code>{code}</code>")


def stale(words: Words) -> str:
    return words.gettext("That button belongs to something that has ended. Choose below.")


def repeated(words: Words) -> str:
    return words.gettext("That was done already; nothing was done twice. Choose below.")


def not_understood(words: Words) -> str:
    return words.gettext("I did not understand that. Choose below, or see /help.")


def cancelled(words: Words) -> str:
    return words.gettext("All right, left as it was.")


def nothing_to_cancel(words: Words) -> str:
    return words.gettext("There is nothing to leave: choose below.")


def left_for_command(words: Words) -> str:
    return words.gettext("What you had begun is put aside; nothing was changed by it.")


def slow_down(words: Words) -> str:
    return words.gettext("That was a lot at once: some of it was left out. Send it again in a moment, please.")
