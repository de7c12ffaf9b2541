"""Points that pay for a part of a bill: what the team is asked, what the customer is asked, how it ended."""

from datetime import datetime
from html import escape

from bot.i18n import Words
from loyalty.cards import CustomerView
from loyalty.programme import Programme
from loyalty.redemptions import Allowance, Held
from storage.models import HoldState


def ask_card(words: Words) -> str:
    _ = words.gettext
    return _("Whose points? Scan the card with your phone's camera, or type its number here: 1234-5678.")


def ask_bill(words: Words, programme: Programme, view: CustomerView) -> str:
    _ = words.gettext
    balance = view.balance
    lines = [
        _("{name} has {points}, worth {money}.").format(
            name=f"<b>{escape(view.name)}</b>",
            points=words.points(balance.available),
            money=words.money(balance.worth_minor),
        )
    ]
    if balance.available < programme.redeeming.smallest_points:
        lines.append(_from_so_many(words, programme.redeeming.smallest_points))
    lines.append(
        _("How much is the whole bill? Type the amount, such as {example}.").format(example=words.money(12550))
    )
    return "\n".join(lines)


def _from_so_many(words: Words, smallest: int) -> str:
    return words.ngettext(
        "Points can be used from {n} point on.", "Points can be used from {n} points on.", smallest
    ).format(n=words.number(smallest))


def ask_points(words: Words, name: str, allowed: Allowance, receipt_number: str | None) -> str:
    _ = words.gettext
    lines = [
        _("Of {money}, {name} can pay up to <b>{points}</b> (worth {worth}).").format(
            money=f"<b>{words.money(allowed.bill_minor)}</b>",
            name=escape(name),
            points=words.points(allowed.largest),
            worth=words.money(allowed.worth_minor),
        )
    ]
    if receipt_number:
        lines.append(_("Receipt no. {number}").format(number=escape(receipt_number)))
    lines.append(_("How many points? Type a number, or tap."))
    return "\n".join(lines)


def as_many_as_allowed(words: Words, largest: int) -> str:
    """The button."""
    return words.gettext("As many as allowed ({n})").format(n=words.number(largest))


def points_unreadable(words: Words, largest: int) -> str:
    return words.gettext("I cannot read that as a number of points. Type it like {n}.").format(n=words.number(largest))


def question(words: Words, held: Held) -> str:
    """What the customer is asked."""
    _ = words.gettext
    return "\n".join(
        (
            _("Take <b>{points}</b> ({worth}) for this purchase of {money}?").format(
                points=words.points(held.points),
                worth=words.money(held.worth_minor),
                money=words.money(held.bill_minor),
            ),
            _("{shop} asks; {money} is then left to pay.").format(
                shop=escape(held.shop), money=words.money(held.left_minor)
            ),
            "⏳ " + _("Ends: {time}").format(time=_countdown(words, held.expires_at)),
        )
    )


def yes(words: Words, points: int) -> str:
    """The button."""
    return words.gettext("Yes, take {n}").format(n=words.number(points))


def waiting(words: Words, held: Held) -> str:
    """What the team sees until the customer has answered."""
    _ = words.gettext
    lines = [
        _("{name} is asked for <b>{points}</b> ({worth}) of {money}.").format(
            name=_customer(words, held),
            points=words.points(held.points),
            worth=words.money(held.worth_minor),
            money=words.money(held.bill_minor),
        ),
        "⏳ " + _("Ends: {time}").format(time=_countdown(words, held.expires_at)),
    ]
    return "\n".join(lines)


def _customer(words: Words, held: Held) -> str:
    """The first name, as long as the customer has not asked to be forgotten."""
    return f"<b>{escape(held.customer or words.gettext('The customer'))}</b>"


def _countdown(words: Words, until: datetime) -> str:
    """Telegram shows how long it is until then; where it cannot, the time of day."""
    return f'<tg-time unix="{int(until.timestamp())}" format="r">{words.time(until)}</tg-time>'


def ended_for_customer(words: Words, held: Held) -> str:
    _ = words.gettext
    match held.state:
        case HoldState.CAPTURED:
            return _("✅ {points} used at {shop}. <b>{money}</b> is left to pay.").format(
                points=words.points(held.points),
                shop=escape(held.shop),
                money=words.money(held.left_minor),
            )
        case HoldState.EXPIRED:
            return "⌛ " + _("Time ran out and no points were used. Ask at the till to start again.")
        case _:
            return _("No points were used for the purchase of {money}.").format(money=words.money(held.bill_minor))


def ended_for_staff(words: Words, held: Held) -> str:
    _ = words.gettext
    name = _customer(words, held)
    match held.state:
        case HoldState.CAPTURED:
            paid = _("✅ {name} said yes: {points} paid {worth} of {money}.").format(
                name=name,
                points=words.points(held.points),
                worth=words.money(held.worth_minor),
                money=words.money(held.bill_minor),
            )
            return paid + "\n" + _("Left to pay: <b>{money}</b>").format(money=words.money(held.left_minor))
        case HoldState.EXPIRED:
            text = _("⌛ {name} did not answer in time. No points were used; <b>{money}</b> is to be paid.")
        case _:
            text = _("No points of {name} were used; <b>{money}</b> is to be paid.")
    return text.format(name=name, money=words.money(held.bill_minor))


def refused(words: Words, held: Held) -> str:
    """To the team: the customer said no."""
    text = words.gettext("{name} said no. No points were used; <b>{money}</b> is to be paid.")
    return text.format(name=_customer(words, held), money=words.money(held.bill_minor))


def unreachable(words: Words, held: Held) -> str:
    """To the team: the question could not be brought to the customer."""
    text = words.gettext(
        "{name} cannot be asked: the bot is blocked on their phone. No points were used; <b>{money}</b> is to be paid."
    )
    return text.format(name=_customer(words, held), money=words.money(held.bill_minor))
