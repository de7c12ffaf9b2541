"""Why something cannot be done, and what to do instead: words for the errors of programme."""

from html import escape

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.programme.model import SettingInvalid


def setting_invalid(words: Words, error: SettingInvalid) -> str:
    _ = words.gettext
    return _("{setting} cannot have this value: {rule}.").format(setting=escape(error.name), rule=escape(error.rule))


REFUSALS: Refusals = {
    SettingInvalid: setting_invalid,
}
