"""Why something cannot be done, and what to do instead: words for the errors of programme."""

from bot.handlers.programme import setting_texts
from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.programme.model import SettingInvalid, TextTooLong


def setting_invalid(words: Words, error: SettingInvalid) -> str:
    _ = words.gettext
    if error.setting is None:
        return _("There is no such setting.")
    refused = _("<b>{setting}</b> cannot have this value.").format(setting=setting_texts.names(words)[error.name])
    return f"{refused}\n{setting_texts.must_be(words, error.rule, error.setting)}"


def text_too_long(words: Words, error: TextTooLong) -> str:
    most = words.ngettext("It can have {n} character at most.", "It can have {n} characters at most.", error.maximum)
    return most.format(n=words.number(error.maximum))


REFUSALS: Refusals = {
    TextTooLong: text_too_long,
    SettingInvalid: setting_invalid,
}
