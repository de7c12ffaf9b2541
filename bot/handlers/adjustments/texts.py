"""Points put right by hand, as the customer reads it."""

from html import escape
from typing import Any

from bot.handlers.balances.texts import now_have
from bot.i18n import Words

Facts = dict[str, Any]


def adjustment(words: Words, facts: Facts) -> str:
    _ = words.gettext
    points = words.signed_points(facts["points"])
    return "\n".join(
        (
            "✏️ " + _("The team has put your balance right: <b>{points}</b>.").format(points=points),
            _("Why: {reason}").format(reason=escape(facts["reason"])),
            now_have(words, facts["balance"]),
        )
    )
