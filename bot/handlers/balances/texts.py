"""What one has, what it is worth, what comes and what goes, and why it is that number."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from bot.i18n import Words
from loyalty.balances import Coming, Explanation, KindTotal, LotLine, Overview
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
        at, points = _by_day(words, view.pending)[0]
        more = _("{points} more {since}")
        lines.append("⏳ " + more.format(points=words.points(points), since=words.since(at, now)))
    if view.expiring:
        at, points = _by_day(words, view.expiring)[0]
        good = words.ngettext("{n} point is good until {day}", "{n} points are good until {day}", points)
        lines.append("📅 " + good.format(n=words.number(points), day=words.last_day(at, now)))
    if balance.shortfall:
        lines.append("↩️ " + shortfall(words, balance.shortfall))
    if programme.earning.rate_basis_points and not balance.available and not view.pending:
        lines.append(
            _("Show your card when you pay: {rate} of it comes back as points.").format(
                rate=words.rate(programme.earning.rate_basis_points)
            )
        )
    return "\n".join(lines)


def _by_day(words: Words, dates: Sequence[tuple[datetime, int]]) -> list[tuple[datetime, int]]:
    """What comes or goes on one day of the reader's is one thing, whatever the hour."""
    days = groupby(dates, lambda of: of[0].astimezone(words.zone).date())
    return [(same[0][0], sum(points for _at, points in same)) for same in (list(of_day) for _day, of_day in days)]


def shortfall(words: Words, points: int) -> str:
    return words.ngettext(
        "{n} point of a refunded purchase had been spent already: the next points make up for it.",
        "{n} points of a refunded purchase had been spent already: the next points make up for them.",
        points,
    ).format(n=words.number(points))


def all_dates(words: Words, view: Overview, now: datetime) -> list[str]:
    """Every date on which points come or go, page by page; each point stands there once."""
    _ = words.gettext
    lines = [_coming(words, of, now) for of in _by_days(words, view.coming)]
    for at, points in _by_day(words, view.running):
        go = _("Good until {day}: {points}")
        lines.append("📅 " + go.format(day=words.last_day(at, now), points=words.points(points)))
    lasting = view.balance.available - sum(points for _at, points in view.running)
    if lasting > 0:
        lines.append("♾ " + _("Never expiring: {points}").format(points=words.points(lasting)))
    if not lines:
        lines.append(_("There are no dates: nothing is on its way and nothing expires."))
    title = _("<b>When your points come and go</b>")
    return ["\n".join([title, *lines[first : first + SHOWN_DATES]]) for first in range(0, len(lines), SHOWN_DATES)]


def _by_days(words: Words, coming: Sequence[Coming]) -> list[Coming]:
    """What comes on one day and goes on one day is one thing."""

    def days(of: Coming) -> tuple[date, date]:
        goes = of.expires_at.astimezone(words.zone).date() if of.expires_at else date.max
        return of.matures_at.astimezone(words.zone).date(), goes

    together = [list(same) for _days, same in groupby(sorted(coming, key=days), days)]
    return [same[0]._replace(points=sum(of.points for of in same)) for same in together]


def _coming(words: Words, of: Coming, now: datetime) -> str:
    _ = words.gettext
    since, points = words.since(of.matures_at, now), words.points(of.points)
    if of.expires_at is None:
        return "⏳ " + _("Yours to spend {since}: {points}").format(since=since, points=points)
    text = _("Yours to spend {since}, good until {day}: {points}")
    return "⏳ " + text.format(since=since, day=words.last_day(of.expires_at, now), points=points)


def explanation(words: Words, programme: Programme, why: Explanation) -> str:
    """The balance as the sum it is, kind by kind, and the rule behind it: the signed numbers add up to it."""
    _ = words.gettext
    lines = [_("<b>Why {n}?</b>").format(n=words.number(why.balance.available))]
    lines += [f"{words.signed(points)}  {what}" for points, what in _summands(words, why)]
    if not why.kinds:
        lines.append(_("Nothing has happened on your card yet."))
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


def _summands(words: Words, why: Explanation) -> Iterator[tuple[int, str]]:
    p_ = words.pgettext
    for kind in why.kinds:
        yield kind.points, _kind(words, kind)
    if held := why.balance.held:
        yield -held, p_("why this balance", "set aside for a purchase at the till")
    if pending := why.balance.pending:
        yield -pending, p_("why this balance", "not to be spent yet")
    if owed := why.balance.shortfall:
        yield owed, p_("why this balance", "still missing after a refund: the next points make up for it")


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
    # Translators: So many of one kind, behind the sum of their points: +1,500  for an invitation × 3
    return _("{what} × {n}").format(what=origin(words, of.kind), n=words.number(of.count))


def origin(words: Words, kind: EntryKind) -> str:
    """What an entry is, in two or three words."""
    p_ = words.pgettext
    # Translators: Why points came or went, behind their number: +100 · welcome. All of one kind can be many points.
    return {
        EntryKind.WELCOME: p_("why points came", "welcome"),
        EntryKind.PURCHASE: p_("why points came", "purchase"),
        EntryKind.REDEMPTION: p_("why points went", "used at the till"),
        EntryKind.REFUND: p_("why points went", "taken back after a refund"),
        EntryKind.RETURN: p_("why points came", "given back after a refund"),
        EntryKind.REFERRAL: p_("why points came", "for an invitation"),
        EntryKind.BIRTHDAY: p_("why points came", "for your birthday"),
        EntryKind.ADJUSTMENT: p_("why points came or went", "corrected by the team"),
        EntryKind.REVERSAL: p_("why points came or went", "reversed"),
        EntryKind.EXPIRY: p_("why points went", "expired"),
    }[kind]


def open_lots(words: Words, why: Explanation, now: datetime) -> str:
    """The points there are, each credit with where it came from and until when it is good."""
    _ = words.gettext
    lines = [_("<b>The points you have, as they came</b>")]
    lines += [_lot(words, lot, now) for lot in why.lots[:SHOWN_LOTS]]
    if (more := len(why.lots) - SHOWN_LOTS) > 0:
        lines.append(and_more(words, more))
    if not why.lots:
        lines.append(_("There are none."))
    return "\n".join(lines)


def and_more(words: Words, n: int) -> str:
    """Where a list is cut off."""
    return words.npgettext("end of a list", "and {n} more", "and {n} more", n).format(n=words.number(n))


def _lot(words: Words, lot: LotLine, now: datetime) -> str:
    text = f"{words.signed(lot.points)} · {origin(words, lot.kind)}, {words.day(lot.earned_at, now)}"
    if lot.remaining < lot.points:
        # Translators: Of the points of one credit.
        text += " · " + words.ngettext("{n} left", "{n} left", lot.remaining).format(n=words.number(lot.remaining))
    if not lot.mature and lot.matures_at is not None:
        text += " · " + yours_since(words, lot.matures_at, now)
    if lot.expires_at is not None:
        text += " · " + good_until(words, lot.expires_at, now)
    return text


def yours_since(words: Words, matures_at: datetime, now: datetime) -> str:
    """Behind points that cannot be spent yet."""
    text = words.pgettext("points that cannot be spent yet", "yours {since}")
    return text.format(since=words.since(matures_at, now))


def good_until(words: Words, expires_at: datetime, now: datetime) -> str:
    """Behind points that expire: their last day."""
    return words.pgettext("points", "good until {day}").format(day=words.last_day(expires_at, now))


def with_worth(words: Words, programme: Programme, points: int, *, bold: bool = False) -> str:
    """Points and what they are worth: 500 points (R5.00)."""
    shown = f"<b>{words.points(points)}</b>" if bold else words.points(points)
    return f"{shown} ({words.money(programme.worth_minor(points))})"


def now_have_worth(words: Words, programme: Programme, balance: int) -> str:
    return words.ngettext(
        "You now have <b>{n} point</b>, worth {money}.", "You now have <b>{n} points</b>, worth {money}.", balance
    ).format(n=words.number(balance), money=words.money(programme.worth_minor(balance)))


def now_have(words: Words, balance: int) -> str:
    return words.ngettext("You now have <b>{n} point</b>.", "You now have <b>{n} points</b>.", balance).format(
        n=words.number(balance)
    )
