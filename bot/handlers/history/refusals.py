"""Why something cannot be done, and what to do instead: words for the errors of history."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.history.model import EntryUnknown
from loyalty.purchases.model import PurchaseUnknown


def entry_unknown(words: Words, error: EntryUnknown | PurchaseUnknown) -> str:
    _ = words.gettext
    return _("There is no such line in your history. All there are: /history")


REFUSALS: Refusals = {
    EntryUnknown: entry_unknown,
    PurchaseUnknown: entry_unknown,
}
