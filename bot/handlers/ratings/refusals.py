"""Why something cannot be done, and what to do instead: words for the errors of ratings."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.ratings.model import RatingUnknown


def rating_unknown(words: Words, error: RatingUnknown) -> str:
    _ = words.gettext
    return _("This rating can no longer be changed. You can rate us again: /rate")


REFUSALS: Refusals = {
    RatingUnknown: rating_unknown,
}
