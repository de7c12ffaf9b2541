"""Why something cannot be done, and what to do instead: to whoever has been forgotten while they were doing it."""

from bot.handlers.privacy import texts
from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.actor import Forgotten


def forgotten(words: Words, error: Forgotten) -> str:
    return "\n".join((texts.forgotten(words), texts.begin_again(words)))


REFUSALS: Refusals = {Forgotten: forgotten}
