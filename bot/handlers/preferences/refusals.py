"""Why something cannot be done, and what to do instead: words for the errors of preferences."""

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.preferences.model import BirthdayInvalid, BirthdayKept, HourInvalid, OthersPhone


def birthday_invalid(words: Words, error: BirthdayInvalid) -> str:
    _ = words.gettext
    return _("There is no such day. Type day and month, such as 28.11.")


def birthday_kept(words: Words, error: BirthdayKept) -> str:
    _ = words.gettext
    kept = _("A birthday can be changed once a year. You can change yours again on {day}.")
    return kept.format(day=words.full_day(error.until))


def others_phone(words: Words, error: OthersPhone) -> str:
    _ = words.gettext
    return _("That is somebody else's contact. We can keep only your own number: press the button below.")


def hour_invalid(words: Words, error: HourInvalid) -> str:
    _ = words.gettext
    return _("Quiet hours cannot begin and end at the same hour. Choose again.")


REFUSALS: Refusals = {
    BirthdayInvalid: birthday_invalid,
    BirthdayKept: birthday_kept,
    OthersPhone: others_phone,
    HourInvalid: hour_invalid,
}
