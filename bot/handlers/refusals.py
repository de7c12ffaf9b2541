"""The words for every error of the domain."""

from bot.handlers.adjustments import refusals as adjustments
from bot.handlers.cards import refusals as cards
from bot.handlers.complaints import refusals as complaints
from bot.handlers.history import refusals as history
from bot.handlers.ledger import refusals as ledger
from bot.handlers.membership import refusals as membership
from bot.handlers.preferences import refusals as preferences
from bot.handlers.privacy import refusals as privacy
from bot.handlers.programme import refusals as programme
from bot.handlers.purchases import refusals as purchases
from bot.handlers.ratings import refusals as ratings
from bot.handlers.redemptions import refusals as redemptions
from bot.handlers.referrals import refusals as referrals
from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.refusal import LoyaltyError

REFUSALS: Refusals = {
    **adjustments.REFUSALS,
    **cards.REFUSALS,
    **complaints.REFUSALS,
    **history.REFUSALS,
    **ledger.REFUSALS,
    **membership.REFUSALS,
    **preferences.REFUSALS,
    **privacy.REFUSALS,
    **programme.REFUSALS,
    **purchases.REFUSALS,
    **ratings.REFUSALS,
    **redemptions.REFUSALS,
    **referrals.REFUSALS,
}


def refusal(words: Words, error: LoyaltyError) -> str:
    """One clear sentence or two for an error of the domain, with its facts.

    Raises:
        KeyError: nobody has words for it.
    """
    return REFUSALS[type(error)](words, error)
