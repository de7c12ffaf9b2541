"""What one has, what it is worth, what comes and what goes, and why it is that number."""

from datetime import datetime

from bot.i18n import Words
from loyalty.balances import Explanation, KindTotal, LotLine, Overview
from loyalty.programme import Programme
from storage.models import EntryKind

#: Lines of a screen before it says "and so many more": a phone shows about that many.
SHOWN_LOTS = 20
#: Dates of a page.
SHOWN_DATES = 20


def overview(words: Words, programme: Programme, view: Overview, now: datetime) -> str:
    _ = words.gettext
    balance = view.balance
    lines = [
        _("<b>{points}</b> · worth {money}").format(
            points=words.points(balance.available), money=words.money(balance.worth_minor)
        )
    ]
    if balance.held:
        held = _("{points} set aside for a purchase at the till")
        lines.append("✋ " + held.format(points=words.points(balance.held)))
    if view.pending:
        at, points = view.pending[0]
        more = _("{points} more from {day}")
        lines.append("⏳ " + more.format(points=words.points(points), day=words.day(at, now)))
    if view.expiring:
        at, points = view.expiring[0]
        expire = words.ngettext("{n} point expires on {day}", "{n} points expire on {day}", points)
        lines.append("📅 " + expire.format(n=words.number(points), day=words.day(at, now)))
    if balance.shortfall:
        lines.append("↩️ " + shortfall(words, balance.shortfall))
    if programme.earning.rate_basis_points and not balance.available and not view.pending:
        lines.append(
            _("Show your card when you pay: {rate} of it comes back as points.").format(
                rate=words.rate(programme.earning.rate_basis_points)
            )
        )
    return "\n".join(lines)


def shortfall(words: Words, points: int) -> str:
    return words.ngettext(
        "{n} point of a refunded purchase had been spent already: the next points make up for it.",
        "{n} points of a refunded purchase had been spent already: the next points make up for them.",
        points,
    ).format(n=words.number(points))


def all_dates(words: Words, view: Overview, now: datetime) -> list[str]:
    """Every date on which points come or go, page by page."""
    _ = words.gettext
    lines = []
    for at, points in view.pending:
        come = _("Yours to spend from {day}: {points}")
        lines.append("⏳ " + come.format(day=words.day(at, now), points=words.points(points)))
    for at, points in view.expiring:
        go = _("Expiring on {day}: {points}")
        lines.append("📅 " + go.format(day=words.day(at, now), points=words.points(points)))
    dated = sum(points for _at, points in view.expiring)
    lasting = view.balance.available + view.balance.pending - dated
    if lasting > 0:
        lines.append("♾ " + _("Never expiring: {points}").format(points=words.points(lasting)))
    if not lines:
        lines.append(_("There are no dates: nothing is on its way and nothing expires."))
    title = _("<b>When your points come and go</b>")
    return ["\n".join([title, *lines[first : first + SHOWN_DATES]]) for first in range(0, len(lines), SHOWN_DATES)]


def explanation(words: Words, programme: Programme, why: Explanation) -> str:
    """The balance as the sum it is, kind by kind, and the rule behind it."""
    _ = words.gettext
    lines = [_("<b>Why {n}?</b>").format(n=words.number(why.balance.available))]
    lines += [f"{words.signed(kind.points)}  {_kind(words, kind)}" for kind in why.kinds]
    if not why.kinds:
        lines.append(_("Nothing has happened on your card yet."))
    if why.balance.held:
        held = _("Set aside out of this sum, for a purchase at the till: {points}")
        lines.append("✋ " + held.format(points=words.points(why.balance.held)))
    if why.balance.pending:
        pending = _("Not to be spent yet, out of this sum: {points}")
        lines.append("⏳ " + pending.format(points=words.points(why.balance.pending)))
    if why.balance.shortfall:
        lines.append("↩️ " + shortfall(words, why.balance.shortfall))
    rule = _("The rule today: {rate} of what you pay comes back; {points} are worth {money}.")
    lines += [
        "",
        rule.format(
            rate=words.rate(programme.earning.rate_basis_points),
            points=words.points(100),
            money=words.money(programme.worth_minor(100)),
        ),
    ]
    return "\n".join(lines)


def _kind(words: Words, of: KindTotal) -> str:
    _, n_ = words.gettext, words.ngettext
    if of.kind is EntryKind.PURCHASE and of.paid_minor is not None:
        count = n_("{n} purchase", "{n} purchases", of.count).format(n=words.number(of.count))
        money = words.money(of.paid_minor)
        if of.rate_basis_points is None:
            return _("{purchases} ({money})").format(purchases=count, money=money)
        rate = words.rate(of.rate_basis_points)
        return _("{purchases} ({rate} of {money})").format(purchases=count, rate=rate, money=money)
    if of.count == 1:
        return origin(words, of.kind)
    return _("{what} × {n}").format(what=origin(words, of.kind), n=words.number(of.count))


def origin(words: Words, kind: EntryKind) -> str:
    """What an entry is, in two or three words."""
    _ = words.gettext
    return {
        EntryKind.WELCOME: _("welcome"),
        EntryKind.PURCHASE: _("purchase"),
        EntryKind.REDEMPTION: _("used at the till"),
        EntryKind.REFUND: _("taken back after a refund"),
        EntryKind.RETURN: _("given back after a refund"),
        EntryKind.REFERRAL: _("for an invitation"),
        EntryKind.BIRTHDAY: _("for your birthday"),
        EntryKind.ADJUSTMENT: _("put right by the team"),
        EntryKind.REVERSAL: _("taken back"),
        EntryKind.EXPIRY: _("expired"),
    }[kind]


def open_lots(words: Words, why: Explanation, now: datetime) -> str:
    """The points there are, each credit with where it came from and until when it is good."""
    _ = words.gettext
    lines = [_("<b>The points you have, as they came</b>")]
    lines += [_lot(words, lot, now) for lot in why.lots[:SHOWN_LOTS]]
    if (more := len(why.lots) - SHOWN_LOTS) > 0:
        lines.append(words.ngettext("and {n} more", "and {n} more", more).format(n=words.number(more)))
    if not why.lots:
        lines.append(_("There are none."))
    return "\n".join(lines)


def _lot(words: Words, lot: LotLine, now: datetime) -> str:
    _ = words.gettext
    text = f"{words.signed(lot.points)} · {origin(words, lot.kind)}, {words.day(lot.earned_at, now)}"
    if lot.remaining < lot.points:
        text += " · " + words.ngettext("{n} left", "{n} left", lot.remaining).format(n=words.number(lot.remaining))
    if not lot.mature and lot.matures_at is not None:
        text += " · " + _("yours from {day}").format(day=words.day(lot.matures_at, now))
    if lot.expires_at is not None:
        text += " · " + _("expires on {day}").format(day=words.day(lot.expires_at, now))
    return text


def now_have(words: Words, balance: int) -> str:
    return words.ngettext("You now have <b>{n} point</b>.", "You now have <b>{n} points</b>.", balance).format(
        n=words.number(balance)
    )
