"""Why something cannot be done, and what to do instead: words for the errors of ledger."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.ledger.model import NotEnoughPoints


def not_enough_points(words: Words, error: NotEnoughPoints) -> str:
    n_ = words.ngettext
    return n_("There is only {n} point to use.", "There are only {n} points to use.", error.balance).format(
        n=words.number(error.balance)
    )


REFUSALS: Refusals = {
    NotEnoughPoints: not_enough_points,
}
