"""Messages that tell of purchases and come of themselves."""

from collections.abc import Iterator
from html import escape

from bot.handlers.balances.texts import now_have, now_have_worth, shortfall, with_worth
from bot.i18n import Words
from loyalty.programme import Programme
from loyalty.purchases import Receipt
from loyalty.purchases.notices import Receipted, TakenBack


def receipt(words: Words, programme: Programme, purchase: Receipt, told: Receipted) -> str:
    _ = words.gettext
    lines = [
        "🧾 "
        + _("<b>{money}</b> at {shop} · {time}").format(
            money=words.money(purchase.amount_minor), shop=escape(purchase.shop), time=words.time(purchase.at)
        )
    ]
    if purchase.redeemed_points:
        lines.append(
            f"{words.signed_points(-purchase.redeemed_points)} · "
            + words.pgettext("points that paid", "worth {money}").format(
                money=words.money(programme.worth_minor(purchase.redeemed_points))
            )
        )
    earned = f"<b>{words.signed_points(purchase.points)}</b> ({words.rate(purchase.rate_basis_points)})"
    balance = purchase.balance_after
    if not purchase.points:
        lines += [_("It brings no points."), now_have_worth(words, programme, balance)]
    elif purchase.matures_at:
        matures = words.since(purchase.matures_at, purchase.at)
        later = _("They are yours to spend {since}; until then you have {points}.")
        lines += [earned, "⏳ " + later.format(since=matures, points=with_worth(words, programme, balance))]
    else:
        lines += [earned, now_have_worth(words, programme, balance)]
    return "\n".join([*lines, *_thanks(words, told)])


def _thanks(words: Words, told: Receipted) -> Iterator[str]:
    """Some receipts have one more line, for a round number of purchases or an anniversary."""
    _ = words.gettext
    milestone, years = told.milestone, told.anniversary_years
    if milestone == 1:
        yield "🌱 " + _("Your first purchase with the card. Thank you for coming.")
    elif milestone:
        yield "🌟 " + _("Purchase no. {n} with your card. Thank you for coming back.").format(n=words.number(milestone))
    if years:
        yield "🎂 " + words.ngettext(
            "You have been with us for {n} year. Thank you.", "You have been with us for {n} years. Thank you.", years
        ).format(n=words.number(years))


def refund(words: Words, told: TakenBack, shop: str) -> str:
    _ = words.gettext
    lines = [
        "↩️ "
        + _("{money} of your purchase at {shop} was refunded.").format(
            money=words.money(told.amount_minor), shop=escape(shop)
        )
    ]
    return "\n".join(lines + _taken_and_given(words, told))


def purchase_undone(words: Words, told: TakenBack, shop: str) -> str:
    _ = words.gettext
    lines = [
        "↩️ "
        + _("The purchase of {money} at {shop} was a mistake at the till and is undone.").format(
            money=words.money(told.amount_minor), shop=escape(shop)
        )
    ]
    return "\n".join(lines + _taken_and_given(words, told))


def _taken_and_given(words: Words, told: TakenBack) -> list[str]:
    moved = [words.signed_points(n) for n in (-told.taken_points, told.returned_points) if n]
    lines = [" · ".join(moved)] if moved else []
    lines.append(now_have(words, told.balance_after))
    if told.uncovered_points:
        lines.append(shortfall(words, told.uncovered_points))
    return lines
