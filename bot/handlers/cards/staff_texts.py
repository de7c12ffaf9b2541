"""A customer at the till as the team sees them: facts first, one tap to act."""

from datetime import datetime
from html import escape

from bot.i18n import Words
from loyalty.cards import CustomerView, format_number
from loyalty.cards.notices import CardsGuessed
from loyalty.programme import Programme


def customer(words: Words, programme: Programme, view: CustomerView, now: datetime) -> str:
    _ = words.gettext
    balance, number = view.balance.available, format_number(view.card_number)
    whose = _("💳 <code>{number}</code> · <b>{name}</b> · since {day}")
    if view.name == number:
        whose = _("💳 <code>{number}</code> · a customer without a name · since {day}")
    lines = [
        whose.format(number=number, name=escape(view.name), day=words.day(view.member_since, now)),
        f"<b>{words.points(balance)}</b> ({words.money(programme.worth_minor(balance))}) · {history(words, view, now)}",
    ]
    if view.balance.shortfall:
        lines.append(_("⚠ {points} short from a refund").format(points=words.points(view.balance.shortfall)))
    return "\n".join(lines)


def open_complaint(words: Words, number: int) -> str:
    """A button under the card of a customer who waits for us."""
    return words.gettext("⚠ Complaint {number} is open").format(number=number)


def history(words: Words, view: CustomerView, now: datetime) -> str:
    """How often and how lately: `14 purchases, last 3 days ago · average R96.00`."""
    p_ = words.pgettext
    if not view.purchases or view.last_purchase_at is None or view.average_minor is None:
        return p_("a customer's history", "no purchase yet")
    purchases = words.ngettext("{n} purchase", "{n} purchases", view.purchases).format(n=words.number(view.purchases))
    average = p_("a customer's history", "average {money}").format(money=words.money(view.average_minor))
    return f"{purchases}, {_last_purchase(words, view.last_purchase_at, now)} · {average}"


def _last_purchase(words: Words, at: datetime, now: datetime) -> str:
    days = (now.astimezone(words.zone).date() - at.astimezone(words.zone).date()).days
    match days:
        case 0:
            return words.pgettext("a customer's purchases", "last today")
        case 1:
            return words.pgettext("a customer's purchases", "last yesterday")
    ago = words.npgettext("a customer's purchases", "last {n} day ago", "last {n} days ago", days)
    return ago.format(n=words.number(days))


def guessed(words: Words, notice: CardsGuessed, name: str) -> str:
    """To the owners; whoever has asked to be forgotten meanwhile has no name."""
    n_ = words.ngettext
    text = n_(
        "⚠️ {name} has typed {n} card number that does not exist within a few minutes, as somebody does who tries out"
        " numbers. Until {time} they can serve only with scanned cards.",
        "⚠️ {name} has typed {n} card numbers that do not exist within a few minutes, as somebody does who tries out"
        " numbers. Until {time} they can serve only with scanned cards.",
        notice.misses,
    )
    shown = f"<b>{escape(name or f'#{notice.staff_id}')}</b>"
    return text.format(name=shown, n=words.number(notice.misses), time=words.time(notice.until))
