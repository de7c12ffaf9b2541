"""What the team sees: facts first, one tap to act."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.i18n import Words
from loyalty.cards import CustomerView, format_number
from loyalty.membership import StaffMember
from loyalty.programme import Programme
from loyalty.purchases import Preview, Receipt, Refunded
from storage.models import Role


def customer(words: Words, programme: Programme, view: CustomerView, now: datetime) -> str:
    _ = words.gettext
    balance = view.balance.available
    lines = [
        _("💳 <code>{number}</code> · <b>{name}</b> · since {day}").format(
            number=format_number(view.card_number),
            name=escape(view.name),
            day=words.day(view.member_since, now),
        ),
        f"<b>{words.points(balance)}</b> ({words.money(programme.worth_minor(balance))}) · {history(words, view, now)}",
    ]
    if view.balance.shortfall:
        lines.append(_("⚠ {points} short from a refund").format(points=words.points(view.balance.shortfall)))
    return "\n".join(lines)


def open_complaint(words: Words, number: int) -> str:
    """A button under the card of a customer who waits for us."""
    return words.gettext("⚠ Complaint {number} is open").format(number=number)


def history(words: Words, view: CustomerView, now: datetime) -> str:
    """How often and how lately: `14 purchases, last 3 days ago · Ø R96.00`."""
    _ = words.gettext
    if not view.purchases or view.last_purchase_at is None or view.average_minor is None:
        return _("no purchase yet")
    days = (now.astimezone(words.zone).date() - view.last_purchase_at.astimezone(words.zone).date()).days
    ago = _("last today") if days == 0 else words.ngettext("last {n} day ago", "last {n} days ago", days)
    purchases = words.ngettext("{n} purchase", "{n} purchases", view.purchases).format(n=words.number(view.purchases))
    return f"{purchases}, {ago.format(n=words.number(days))} · Ø {words.money(view.average_minor)}"


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


def preview(words: Words, name: str, what: Preview, receipt_number: str | None) -> str:
    _ = words.gettext
    lines = [
        _("Add this purchase for {name}?").format(name=f"<b>{escape(name)}</b>"),
        f"<b>{words.money(what.amount_minor)}</b> → <b>{words.signed_points(what.points)}</b>",
    ]
    if receipt_number:
        lines.append(_("Receipt no. {number}").format(number=escape(receipt_number)))
    if not what.points:
        lines.append(_("It brings no points, but it is recorded."))
    lines.append(_("Another amount? Just type it."))
    return "\n".join(lines)


def ask_receipt_number(words: Words) -> str:
    return words.gettext("Type the number that stands on the receipt.")


def receipt_number_unreadable(words: Words) -> str:
    return words.gettext("A receipt number has at most 64 characters on one line. Type it again, or leave it out.")


def added(words: Words, receipt: Receipt) -> str:
    _ = words.gettext
    return f"✅ <b>{words.money(receipt.amount_minor)}</b> · {words.signed_points(receipt.points)}\n" + _(
        "The customer now has {points}; the receipt is on its way to them."
    ).format(points=words.points(receipt.balance_after))


def undone(words: Words, done: Refunded) -> str:
    _ = words.gettext
    text = _("↩️ The purchase of {money} is undone: {points} taken back. The customer is told.")
    return text.format(money=words.money(done.amount_minor), points=words.points(done.taken_points))


def team(words: Words, members: Sequence[StaffMember]) -> str:
    _ = words.gettext
    lines = [_("<b>The team</b>")]
    lines += [f"{escape(member.name)} – {role(words, member.role)}" for member in members]
    lines.append(_("Invite somebody: the link works once."))
    return "\n".join(lines)


def role(words: Words, of: Role | str) -> str:
    _ = words.gettext
    match Role(of):
        case Role.OWNER:
            return _("owner")
        case Role.ADMIN:
            return _("administrator")
        case Role.STAFF:
            return _("staff member")
        case Role.CUSTOMER:
            return _("customer")


def invitation(words: Words, programme: Programme, for_role: Role, link: str) -> str:
    _ = words.gettext
    return "\n".join(
        (
            _("Send this link to the new {role}. It works once, for {hours}.").format(
                role=role(words, for_role), hours=hours(words, programme.invitation_hours)
            ),
            escape(link),
        )
    )


def hours(words: Words, n: int) -> str:
    return words.ngettext("{n} hour", "{n} hours", n).format(n=words.number(n))


def welcome_to_team(words: Words, programme: Programme, to: Role) -> str:
    _ = words.gettext
    lines = [
        _("Your role at <b>{brand}</b> is now: {role}.").format(role=role(words, to), brand=escape(programme.brand)),
        _("To add a purchase, scan the customer's card with your phone's camera, or type its number here."),
    ]
    if to in (Role.OWNER, Role.ADMIN):
        lines.append(_("Invite your team with /staff."))
    return "\n".join(lines)


def revoke_question(words: Words, name: str) -> str:
    question = words.gettext("End the access of {name}? Their own card and points stay.")
    return question.format(name=f"<b>{escape(name)}</b>")


def revoked(words: Words, name: str) -> str:
    return words.gettext("{name} no longer has access.").format(name=f"<b>{escape(name)}</b>")
