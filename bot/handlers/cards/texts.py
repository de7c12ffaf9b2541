"""The loyalty card."""

from html import escape

from bot.handlers.balances.texts import with_worth
from bot.i18n import Words
from loyalty.cards import format_number
from loyalty.programme import Programme


def caption(words: Words, programme: Programme, number: str, available: int) -> str:
    _ = words.gettext
    return "\n".join(
        (
            f"<b>{escape(programme.brand)}</b>",
            card_number(words, number),
            with_worth(words, programme, available, bold=True),
            _("Show it at the till, or say the number."),
        )
    )


def card_number(words: Words, number: str) -> str:
    return words.gettext("Card <code>{number}</code>").format(number=format_number(number))


def renewal_question(words: Words) -> str:
    _ = words.gettext
    return _("Get a new card? The old code and number stop working at once; your points stay.")


def kept(words: Words) -> str:
    return words.gettext("All right, your card stays as it is.")


def renewed(words: Words, programme: Programme, number: str, available: int) -> str:
    news = words.gettext("Here is your new card. The old one no longer works.")
    return f"{news}\n\n{caption(words, programme, number, available)}"


def not_for_you(words: Words) -> str:
    """Somebody who is no member of staff has scanned a customer's card."""
    return words.gettext("This is somebody's loyalty card. The team scans it at the till; yours is one tap away.")
