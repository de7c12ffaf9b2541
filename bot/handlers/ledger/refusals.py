"""Why something cannot be done, and what to do instead: words for the errors of ledger."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.ledger.model import NotEnoughPoints


def not_enough_points(words: Words, error: NotEnoughPoints) -> str:
    if error.balance <= 0:
        return words.gettext("This card has no points to use now. Add the purchase without them.")
    return words.ngettext(
        "Only {n} point can be used now. Type a smaller number, or add the purchase without points.",
        "Only {n} points can be used now. Type a smaller number, or add the purchase without points.",
        error.balance,
    ).format(n=words.number(error.balance))


REFUSALS: Refusals = {
    NotEnoughPoints: not_enough_points,
}
