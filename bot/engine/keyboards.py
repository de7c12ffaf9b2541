"""Buttons. A callback's data is `family:action[:argument…]`, at most 64 bytes, and is never trusted."""

from telegram import InlineKeyboardButton, Update

from bot.i18n import Words


def button(label: str, *data: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=":".join(str(part) for part in data))


def cancel_button(words: Words) -> InlineKeyboardButton:
    """Leaves the dialogue under way."""
    return button(words.gettext("Cancel"), "dialogue", "cancel")


def page_buttons(words: Words, page: int, pages: int, *data: object) -> list[list[InlineKeyboardButton]]:
    """Buttons to the pages beside this one; behind `data` comes the number of the page, from 0 on."""
    _ = words.gettext
    row = []
    if page > 0:
        row.append(button(_("« Previous"), *data, page - 1))
    if page < pages - 1:
        row.append(button(_("Next »"), *data, page + 1))
    return [row] if row else []


def argument(update: Update) -> str:
    """What follows family and action in the pressed button's data."""
    assert update.callback_query is not None
    assert update.callback_query.data is not None
    return update.callback_query.data.split(":", 2)[2]
