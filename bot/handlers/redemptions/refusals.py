"""Why something cannot be done, and what to do instead: words for the errors of redemptions."""

from html import escape

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.redemptions.model import (
    AboveLargestShare,
    BelowSmallestRedemption,
    BillTooSmall,
    CustomerUnreachable,
    HoldExpired,
    HoldResolved,
    HoldUnknown,
    PointsAskedFor,
)


def below_smallest_redemption(words: Words, error: BelowSmallestRedemption) -> str:
    n_ = words.ngettext
    return n_(
        "At least {n} point is needed to pay with points. Type a larger number, or add the purchase without points.",
        "At least {n} points are needed to pay with points. Type a larger number, or add the purchase without points.",
        error.smallest,
    ).format(n=words.number(error.smallest))


def bill_too_small(words: Words, error: BillTooSmall) -> str:
    _ = words.gettext
    too_small = _("From {money} on a bill can be paid with points. Add this one as a purchase: that brings points.")
    return too_small.format(money=words.money(error.minimum_minor))


def above_largest_share(words: Words, error: AboveLargestShare) -> str:
    n_ = words.ngettext
    return n_(
        "At most {n} point can be used for this purchase. Type a smaller number.",
        "At most {n} points can be used for this purchase. Type a smaller number.",
        error.largest_points,
    ).format(n=words.number(error.largest_points))


def hold_resolved(words: Words, error: HoldResolved | HoldUnknown) -> str:
    _ = words.gettext
    return _("This has already been settled. To use points, start again at the till.")


def hold_expired(words: Words, error: HoldExpired) -> str:
    _ = words.gettext
    return _("Time ran out and no points were used. Ask at the till to start again.")


def customer_unreachable(words: Words, error: CustomerUnreachable) -> str:
    _ = words.gettext
    blocked = _("{name} has blocked this bot and cannot be asked. If they open it again, try once more.")
    return blocked.format(name=escape(error.name))


def points_asked_for(words: Words, error: PointsAskedFor) -> str:
    """One's own question, or that of a colleague; one who has asked to be forgotten meanwhile has no name."""
    n_ = words.ngettext
    text = (
        n_(
            "This customer is being asked for {n} point already, until {time}.",
            "This customer is being asked for {n} points already, until {time}.",
            error.points,
        )
        if error.own or not error.staff
        else n_(
            "{n} point is asked for by {name} at the moment, until {time}.",
            "{n} points are asked for by {name} at the moment, until {time}.",
            error.points,
        )
    )
    return text.format(n=words.number(error.points), name=escape(error.staff), time=words.time(error.until))


REFUSALS: Refusals = {
    BelowSmallestRedemption: below_smallest_redemption,
    BillTooSmall: bill_too_small,
    AboveLargestShare: above_largest_share,
    HoldResolved: hold_resolved,
    HoldUnknown: hold_resolved,
    HoldExpired: hold_expired,
    PointsAskedFor: points_asked_for,
    CustomerUnreachable: customer_unreachable,
}
