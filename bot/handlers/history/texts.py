"""The ledger line by line, and the story of one line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from itertools import accumulate

from bot.engine import spreadsheet
from bot.engine.spreadsheet import Cell
from bot.handlers.balances.texts import and_more, good_until, origin, shortfall, yours_since
from bot.i18n import Words
from loyalty.history import Line, Related, Story
from loyalty.programme import Programme
from storage.models import EntryKind

#: Lines of a list within a story: a phone shows about that many.
SHOWN_RELATED = 8


def empty(words: Words, programme: Programme) -> str:
    _ = words.gettext
    if not programme.earning.rate_basis_points:
        return _("Nothing has happened on your card yet.")
    return _("Nothing has happened on your card yet. Show it when you pay: {rate} of it comes back as points.").format(
        rate=words.rate(programme.earning.rate_basis_points)
    )


def page(words: Words, lines: Sequence[Line], now: datetime) -> str:
    _ = words.gettext
    numbered = [
        part for number, line in enumerate(lines, start=1) for part in _entry(words, words.number(number), line, now)
    ]
    return "\n".join([_("<b>Your points, line by line</b>"), *numbered, _("Tap a number to read more.")])


def _entry(words: Words, number: str, line: Line, now: datetime) -> Iterator[str]:
    yield f"{number}. <b>{words.signed(line.points)}</b> · {words.day(line.at, now)}"
    what = origin(words, line.kind)
    bill = [] if line.amount_minor is None else [words.money(line.amount_minor)]
    yield "     " + " · ".join([what, *bill, *_dates(words, line, now)])


def _dates(words: Words, line: Line, now: datetime) -> Iterator[str]:
    """When the points of a credit come and go, as long as there are any left."""
    if line.remaining and not line.mature and line.matures_at is not None:
        yield "⏳ " + yours_since(words, line.matures_at, now)
    if line.remaining and line.expires_at is not None:
        yield "📅 " + good_until(words, line.expires_at, now)


def story(words: Words, it: Story, now: datetime) -> str:
    """Everything behind one line: what, where, by which rule, out of which points, and what became of them."""
    line = it.line
    return "\n".join(
        [
            f"<b>{words.signed_points(line.points)}</b> · {origin(words, line.kind)}",
            f"{words.day(line.at, now)}, {words.time(line.at)}",
            *_purchase(words, line),
            *_credit(words, it, now),
            *_debit(words, it, now),
            *_reversals(words, it, now),
        ]
    )


def _purchase(words: Words, line: Line) -> Iterator[str]:
    _ = words.gettext
    if line.reason:
        yield _("Why: {reason}").format(reason=escape(line.reason))
    if line.amount_minor is None or line.paid_minor is None or line.rate_basis_points is None:
        return
    bill = _("{money} at {shop}").format(money=words.money(line.amount_minor), shop=escape(line.shop or ""))
    yield f"🧾 {bill}"
    if line.receipt_number:
        yield _("Receipt no. {number}").format(number=escape(line.receipt_number))
    if line.kind is EntryKind.PURCHASE:
        earned = _("{rate} of {money}, not counting points")
        yield earned.format(rate=words.rate(line.rate_basis_points), money=words.money(line.paid_minor))
    elif line.kind is EntryKind.REDEMPTION and line.redeemed_minor is not None:
        yield _("The points paid {money} of it.").format(money=words.money(line.redeemed_minor))


def _credit(words: Words, it: Story, now: datetime) -> Iterator[str]:
    line = it.line
    if line.remaining is None:
        return
    _ = words.gettext
    yield ""
    if line.remaining:
        left = words.ngettext("{n} point of this is left", "{n} points of this are left", line.remaining)
        yield left.format(n=words.number(line.remaining))
        yield from _dates(words, line, now)
        if line.expires_at is None:
            yield "♾ " + _("They never expire.")
    else:
        yield _("Nothing of this is left.")
    if it.set_aside:
        yield "✋ " + _("{points} set aside for a purchase at the till").format(points=words.points(it.set_aside))
    if it.went_to:
        yield _("Where the points went:")
        yield from _related(words, it.went_to, now)


def _debit(words: Words, it: Story, now: datetime) -> Iterator[str]:
    _ = words.gettext
    if it.from_lots:
        yield ""
        yield _("Where the points came from:") if it.line.points < 0 else _("Where the points went back to:")
        yield from _related(words, it.from_lots, now, signed=False)
    if it.owed:
        yield "↩️ " + shortfall(words, it.owed)


def _reversals(words: Words, it: Story, now: datetime) -> Iterator[str]:
    _ = words.gettext
    if it.reverses is not None:
        yield ""
        yield _("This reverses:")
        yield from _related(words, [it.reverses], now)
    if it.reversed_by:
        yield ""
        yield _("This was reversed by:")
        yield from _related(words, it.reversed_by, now)


def _related(words: Words, others: Sequence[Related], now: datetime, *, signed: bool = True) -> Iterator[str]:
    for other in others[:SHOWN_RELATED]:
        points = words.signed(other.points) if signed else words.number(other.points)
        yield f"• {points} · {origin(words, other.kind)}, {words.day(other.at, now)}"
    if (more := len(others) - SHOWN_RELATED) > 0:
        yield and_more(words, more)


def file_caption(words: Words, now: datetime) -> str:
    text = words.gettext("Every line of your points until {day}, {time}. Any spreadsheet program opens it.")
    return text.format(day=words.day(now, now), time=words.time(now))


def file(words: Words, lines: Sequence[Line]) -> bytes:
    """All lines, oldest first, as CSV."""
    p_ = words.pgettext
    # Translators: Heads of the columns of a spreadsheet, one line for each time points came or went.
    header = [
        p_("column", "Date"),
        p_("column", "Time"),
        p_("column", "What"),
        p_("column", "Points"),
        p_("column", "Running total"),
        p_("column", "Shop"),
        p_("column", "Receipt no."),
        p_("column", "Bill, {currency}").format(currency=words.currency),
        p_("column", "Paid in money, {currency}").format(currency=words.currency),
        p_("column", "Percentage"),
        p_("column", "Can be spent from"),
        p_("column", "Good until"),
        p_("column", "Why"),
    ]
    return spreadsheet.encode(words, header, _rows(words, lines))


def _rows(words: Words, lines: Iterable[Line]) -> Iterator[list[Cell]]:
    lines = list(lines)
    for line, total in zip(lines, accumulate(line.points for line in lines), strict=True):
        at = line.at.astimezone(words.zone)
        yield [
            f"{at:%Y-%m-%d}",
            f"{at:%H:%M}",
            origin(words, line.kind),
            line.points,
            total,
            line.shop,
            line.receipt_number,
            spreadsheet.money(words, line.amount_minor),
            spreadsheet.money(words, line.paid_minor),
            None if line.rate_basis_points is None else words.rate(line.rate_basis_points),
            _day(words, line.matures_at),
            _day(words, line.expires_at and line.expires_at - timedelta(microseconds=1)),
            line.reason,
        ]


def _day(words: Words, moment: datetime | None) -> str | None:
    return f"{moment.astimezone(words.zone):%Y-%m-%d}" if moment else None
