"""What the team sees: facts first, one tap to act."""

from html import escape

from bot.i18n import Words
from loyalty.programme import Programme
from loyalty.purchases import Buyer, Preview, Receipt, Refunded
from loyalty.purchases.model import ReceiptAlreadyUsed


def ask_card(words: Words) -> str:
    _ = words.gettext
    return _("Whose purchase is it? Scan the card with your phone's camera, or type its number here: 1234-5678.")


def ask_amount(words: Words, name: str) -> str:
    _ = words.gettext
    return _("How much has {name} paid? Type the amount, such as {example}.").format(
        name=f"<b>{escape(name)}</b>", example=words.money(12550)
    )


def amount_unreadable(words: Words) -> str:
    return words.gettext("I cannot read that as an amount. Type it like {example}.").format(example=words.money(12550))


def preview(words: Words, programme: Programme, name: str, what: Preview, receipt_number: str | None) -> str:
    _ = words.gettext
    lines = [
        _("Add this purchase for {name}?").format(name=f"<b>{escape(name)}</b>"),
        f"<b>{words.money(what.amount_minor)}</b> → <b>{words.signed_points(what.points)}</b>"
        f" ({words.money(programme.worth_minor(what.points))})",
    ]
    if receipt_number:
        lines.append(_("Receipt no. {number}").format(number=escape(receipt_number)))
    if not what.points:
        lines.append(_("It brings no points, but it will be recorded."))
    lines.append(_("Another amount? Just type it."))
    return "\n".join(lines)


def ask_receipt_number(words: Words) -> str:
    return words.gettext("Type the number that is printed on the receipt.")


def receipt_number_unreadable(words: Words) -> str:
    return words.gettext("A receipt number has at most 64 characters on one line. Type it again, or leave it out.")


def added(words: Words, receipt: Receipt, *, blocked: bool) -> str:
    """`blocked`: the customer gets no messages of ours."""
    _ = words.gettext
    done = (
        _("The customer now has {points}; they have blocked this bot, so the receipt cannot be delivered.")
        if blocked
        else _("The customer now has {points}; the receipt is on its way to them.")
    )
    return "\n".join(
        (
            f"✅ <b>{words.money(receipt.amount_minor)}</b> · {words.signed_points(receipt.points)}",
            done.format(points=words.points(receipt.balance_after)),
        )
    )


def undone(words: Words, done: Refunded, *, blocked: bool) -> str:
    _ = words.gettext
    text = (
        _(
            "↩️ The purchase of {money} is undone: {points} taken back."
            " The customer has blocked this bot and is not told."
        )
        if blocked
        else _("↩️ The purchase of {money} is undone: {points} taken back. The customer is told.")
    )
    return text.format(money=words.money(done.amount_minor), points=words.points(done.taken_points))


def receipt_used(words: Words, error: ReceiptAlreadyUsed, buyer: Buyer) -> str:
    """To the team, who may know whose purchase that was."""
    return words.gettext(
        "Receipt no. {number} has already been entered: {name}, {money}, {time}. Check the number and type it again."
    ).format(
        number=escape(error.receipt_number),
        name=f"<b>{escape(buyer.name)}</b>",
        money=words.money(buyer.amount_minor),
        time=words.time(error.at),
    )


def slip_in_card(words: Words) -> str:
    """Eight digits whose check digit does not fit; which of them is wrong cannot be known."""
    return words.gettext("There is a slip in this card number: a digit is wrong. Type it again, or scan the card.")


def ask_whose(words: Words, amount_minor: int) -> str:
    _ = words.gettext
    return _("Whose purchase of {money} is it? Scan the card, or type its number here: 1234-5678.").format(
        money=f"<b>{words.money(amount_minor)}</b>"
    )


def last_purchase(words: Words, receipt: Receipt) -> str:
    _ = words.gettext
    return _("The last purchase you entered: {money}, at {time}.").format(
        money=f"<b>{words.money(receipt.amount_minor)}</b>", time=words.time(receipt.at)
    )


def nothing_to_undo(words: Words) -> str:
    return words.gettext("You have entered no purchase that could be undone.")


def card_or_amount(words: Words) -> str:
    """To the team, of words that fit nothing."""
    return words.gettext("Scan a customer's card, type its number, or type an amount for a purchase.")
