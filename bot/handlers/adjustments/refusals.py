"""Why something cannot be done, and what to do instead: words for the errors of adjustments."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.adjustments.model import AboveLimit, ReasonMissing


def reason_missing(words: Words, error: ReasonMissing) -> str:
    _ = words.gettext
    return _("Say in a few words why.")


def above_limit(words: Words, error: AboveLimit) -> str:
    n_ = words.ngettext
    return n_(
        "You may change at most {n} point at once. Ask an administrator.",
        "You may change at most {n} points at once. Ask an administrator.",
        error.limit,
    ).format(n=words.number(error.limit))


REFUSALS: Refusals = {
    ReasonMissing: reason_missing,
    AboveLimit: above_limit,
}
