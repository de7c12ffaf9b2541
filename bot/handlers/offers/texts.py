"""What is on for a customer, and an end to it."""

from bot.handlers.preferences import texts as settings
from bot.i18n import Words
from loyalty.preferences import Preferences
from loyalty.programme import Programme
from storage.models import Purpose


def offers(words: Words, programme: Programme, own: Preferences) -> str:
    _ = words.gettext
    if own.allowed.get(Purpose.OFFERS):
        coming = _("When there is one, you get it right here.")
    else:
        coming = _("You are not subscribed to offers. Current offers are here.")
    return "\n".join(("🎁 " + _("There are no offers just now."), coming, "", settings.messages(words, programme, own)))


def stopped(words: Words, was_new: bool) -> str:
    _ = words.gettext
    done = (
        _("Done: no more offers, news or surveys.")
        if was_new
        else _("You were not getting any offers, news or surveys.")
    )
    return "\n".join(
        (
            done,
            _("What still reaches you: receipts, answers to what you ask us, and warnings before points expire."),
        )
    )
