"""Why something cannot be done, and what to do instead: words for the errors of ratings."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.ratings.model import OwnRating, RaterGone, RatingUnknown


def rating_unknown(words: Words, error: RatingUnknown) -> str:
    _ = words.gettext
    return _("This rating can no longer be changed. You can rate us again: /rate")


def rater_gone(words: Words, error: RaterGone) -> str:
    return words.gettext("The customer behind this rating is no longer with us: there is nobody to answer.")


def own_rating(words: Words, error: OwnRating) -> str:
    return words.gettext("This is your own rating: somebody else on the team can open a case for it.")


REFUSALS: Refusals = {
    RatingUnknown: rating_unknown,
    RaterGone: rater_gone,
    OwnRating: own_rating,
}
