"""Why something cannot be done, and what to do instead: words for the errors of cards."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.cards.model import CardRevoked, CardUnknown, LookUpsPaused, OwnCard
from loyalty.ledger.model import AccountUnknown


def card_unknown(words: Words, error: CardUnknown | AccountUnknown) -> str:
    _ = words.gettext
    return _("There is no such card. Check the number, or scan the code.")


def card_revoked(words: Words, error: CardRevoked) -> str:
    _ = words.gettext
    return _("This card was renewed and is no longer valid. Ask the customer to open /card.")


def look_ups_paused(words: Words, error: LookUpsPaused) -> str:
    _ = words.gettext
    paused = _("Too many card numbers that do not exist. Until {time} no number is looked up for you: scan the cards.")
    return paused.format(time=words.time(error.until))


def own_card(words: Words, error: OwnCard) -> str:
    _ = words.gettext
    return _("This is your own card: ask somebody else on the team to serve you.")


REFUSALS: Refusals = {
    CardUnknown: card_unknown,
    AccountUnknown: card_unknown,
    CardRevoked: card_revoked,
    LookUpsPaused: look_ups_paused,
    OwnCard: own_card,
}
