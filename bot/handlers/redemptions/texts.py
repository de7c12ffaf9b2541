"""Points that pay for a part of a bill: what the team is asked, what the customer is asked, how it ended."""

from datetime import datetime
from html import escape

from bot.i18n import Words
from loyalty.redemptions import Allowance, Held, Spendable
from storage.models import HoldState


def ask_card(words: Words) -> str:
    _ = words.gettext
    return _("Whose points? Scan the card with your phone's camera, or type its number here: 1234-5678.")


def ask_bill(words: Words, name: str, can: Spendable) -> str:
    _ = words.gettext
    how_much = _("How much is the whole bill? Type the amount, such as {example}.").format(example=words.money(12550))
    return f"{_has(words, name, can)}\n{how_much}"


def too_few(words: Words, name: str, can: Spendable) -> str:
    """Instead of asking for the bill."""
    needed = words.ngettext(
        "At least {n} point is needed to pay with points.",
        "At least {n} points are needed to pay with points.",
        can.smallest,
    ).format(n=words.number(can.smallest))
    return f"{_has(words, name, can)}\n{needed}"


def _has(words: Words, name: str, can: Spendable) -> str:
    return words.gettext("{name} has {points}, worth {money}.").format(
        name=f"<b>{escape(name)}</b>", points=words.points(can.points), money=words.money(can.worth_minor)
    )


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
    text = (
        _("Waiting for {name} to agree: <b>{points}</b> ({worth}) for the bill of {money}.")
        if held.customer
        else _("Waiting for the customer to agree: <b>{points}</b> ({worth}) for the bill of {money}.")
    )
    lines = [_of_customer(words, text, held), "⏳ " + _("Ends: {time}").format(time=_countdown(words, held.expires_at))]
    return "\n".join(lines)


def _of_customer(words: Words, text: str, held: Held) -> str:
    """A text for the team; whoever has asked to be forgotten has no name in it."""
    return text.format(
        name=f"<b>{escape(held.customer)}</b>",
        points=words.points(held.points),
        worth=words.money(held.worth_minor),
        money=words.money(held.bill_minor),
    )


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
    match held.state:
        case HoldState.CAPTURED:
            left = words.gettext("Left to pay: <b>{money}</b>").format(money=words.money(held.left_minor))
            return f"{_of_customer(words, _paid(words, held), held)}\n{left}"
        case HoldState.EXPIRED:
            return _of_customer(words, _unanswered(words, held), held)
        case _:
            return _of_customer(words, _not_used(words, held), held)


def _paid(words: Words, held: Held) -> str:
    _ = words.gettext
    if held.customer:
        return _("✅ {name} said yes: {points} paid {worth} of {money}.")
    return _("✅ The customer said yes: {points} paid {worth} of {money}.")


def _unanswered(words: Words, held: Held) -> str:
    _ = words.gettext
    if held.customer:
        return _("⌛ {name} did not answer in time. No points were used; <b>{money}</b> is to be paid.")
    return _("⌛ The customer did not answer in time. No points were used; <b>{money}</b> is to be paid.")


def _not_used(words: Words, held: Held) -> str:
    _ = words.gettext
    if held.customer:
        return _("No points of {name} were used; <b>{money}</b> is to be paid.")
    return _("No points of the customer were used; <b>{money}</b> is to be paid.")


def refused(words: Words, held: Held) -> str:
    """To the team: the customer said no."""
    _ = words.gettext
    text = (
        _("{name} said no. No points were used; <b>{money}</b> is to be paid.")
        if held.customer
        else _("The customer said no. No points were used; <b>{money}</b> is to be paid.")
    )
    return _of_customer(words, text, held)


def unreachable(words: Words, held: Held) -> str:
    """To the team: the question could not be brought to the customer."""
    _ = words.gettext
    text = (
        _(
            "{name} cannot be asked: the bot is blocked on their phone."
            " No points were used; <b>{money}</b> is to be paid."
        )
        if held.customer
        else _(
            "The customer cannot be asked: the bot is blocked on their phone."
            " No points were used; <b>{money}</b> is to be paid."
        )
    )
    return _of_customer(words, text, held)
