"""Points put right by hand, as the customer reads it."""

from html import escape

from bot.handlers.balances.texts import now_have
from bot.i18n import Words
from loyalty.adjustments.notices import BalancePutRight


def adjustment(words: Words, told: BalancePutRight, reason: str) -> str:
    _ = words.gettext
    points = words.signed_points(told.points)
    return "\n".join(
        (
            "✏️ " + _("The team has corrected your balance: <b>{points}</b>.").format(points=points),
            _("Why: {reason}").format(reason=escape(reason)),
            now_have(words, told.balance),
        )
    )
