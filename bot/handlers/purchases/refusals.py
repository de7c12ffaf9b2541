"""Why something cannot be done, and what to do instead: words for the errors of purchases."""

from html import escape

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.purchases.model import (
    AlreadyRefunded,
    AmountTooLarge,
    AmountTooSmall,
    NothingToUndo,
    ReceiptAlreadyUsed,
    RefundTooLarge,
    UndoTooLate,
)


def amount_too_small(words: Words, error: AmountTooSmall) -> str:
    _ = words.gettext
    return _("The amount must be more than zero. Type it again.")


def amount_too_large(words: Words, error: AmountTooLarge) -> str:
    _ = words.gettext
    too_much = _("A single purchase may be at most {money}. Check the amount and type it again.")
    return too_much.format(money=words.money(error.maximum_minor))


def receipt_already_used(words: Words, error: ReceiptAlreadyUsed) -> str:
    _ = words.gettext
    return _("Receipt no. {number} has already been entered. Check the number and type it again.").format(
        number=escape(error.receipt_number)
    )


def undo_too_late(words: Words, error: UndoTooLate) -> str:
    n_ = words.ngettext
    return n_(
        "A purchase can be undone for {n} minute only. An administrator can refund it.",
        "A purchase can be undone for {n} minutes only. An administrator can refund it.",
        error.minutes,
    ).format(n=words.number(error.minutes))


def nothing_to_undo(words: Words, error: NothingToUndo) -> str:
    _ = words.gettext
    return _("There is no purchase of yours to undo. An administrator can refund the others.")


def already_refunded(words: Words, error: AlreadyRefunded) -> str:
    _ = words.gettext
    return _("This purchase has already been refunded in full. Its customer sees it in /history.")


def refund_too_large(words: Words, error: RefundTooLarge) -> str:
    _ = words.gettext
    return _("Only {money} of this purchase is left to refund. Type that much or less.").format(
        money=words.money(error.left_minor)
    )


REFUSALS: Refusals = {
    AmountTooSmall: amount_too_small,
    AmountTooLarge: amount_too_large,
    ReceiptAlreadyUsed: receipt_already_used,
    UndoTooLate: undo_too_late,
    NothingToUndo: nothing_to_undo,
    AlreadyRefunded: already_refunded,
    RefundTooLarge: refund_too_large,
}
