"""Everything we keep about a customer, as they read it: plain text, section by section, out of `personal_data`."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from bot.handlers.balances.texts import origin
from bot.handlers.complaints import texts as complaint_texts
from bot.handlers.complaints import thread_texts
from bot.handlers.membership import team_texts
from bot.handlers.preferences import texts as settings
from bot.handlers.ratings import texts as rating_texts
from bot.i18n import LANGUAGES, Words
from loyalty.cards import format_number
from loyalty.complaints import Category
from loyalty.preferences import Birthday
from storage.models import EntryKind, Purpose

Row = dict[str, Any]
Lines = Iterator[str]


def readable(words: Words, data: Row) -> str:
    """All sections that have anything in them, in the order in which one would ask."""
    _ = words.gettext
    title = _("What {programme} keeps about you, as of {moment}").format(
        programme=data["programme"], moment=_moment(words, data["made_at"])
    )
    sections: list[tuple[str, Lines]] = [
        (_("You"), _person(words, data["person"])),
        (_("Your cards"), _each(words, data["cards"], _card)),
        (_("Your points"), _account(words, data["account"])),
        (_("Every line of your points"), _each(words, data["entries"], _entry)),
        (_("Your purchases"), _each(words, data["purchases"], _purchase)),
        (_("Refunds"), _each(words, data["refunds"], _refund)),
        (_("Points used or asked for at the till"), _each(words, data["redemptions"], _redemption)),
        (_("What you allowed us to write about"), _each(words, data["consents"], _consent)),
        (_("How you rated us"), _each(words, data["ratings"], _rating)),
        (_("Your complaints"), _each(words, data["complaints"], _complaint)),
        (_("What was said in them"), _each(words, data["complaint_messages"], _said)),
        (_("Invitations"), _invitations(words, data)),
        (_("Messages to you"), _messages(words, data["messages"])),
        (_("Everything else"), _rest(words)),
    ]
    blocks = ((name, list(lines)) for name, lines in sections)
    return "\n\n".join([title, *("\n".join([name.upper(), *lines]) for name, lines in blocks if lines)]) + "\n"


def _each(words: Words, rows: list[Row], line: Callable[[Words, Row], str]) -> Lines:
    return (line(words, row) for row in rows)


def _moment(words: Words, iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{words.full_day(at)}, {words.time(at)}"


def _person(words: Words, row: Row) -> Lines:
    _ = words.gettext
    yield _("Name: {name}").format(name=" ".join(filter(None, (row["first_name"], row["last_name"]))))
    yield _("Telegram: {id}").format(id=" ".join(filter(None, (str(row["telegram_id"]), _at(row["username"])))))
    yield _("Language: {language}").format(language=LANGUAGES[row["language"]])
    yield _("Here since {moment}, as {role}").format(
        moment=_moment(words, row["joined_at"]), role=team_texts.role(words, row["role"])
    )
    if row["birth_month"]:
        day = settings.birthday_day(words, Birthday(row["birth_month"], row["birth_day"]))
        yield _("Birthday: {day}").format(day=day)
    if row["birthday_told_at"]:
        yield _("Birthday last told: {moment}").format(moment=_moment(words, row["birthday_told_at"]))
    if row["phone"]:
        yield _("Phone: {phone}").format(phone=row["phone"])
    if row["quiet_from"] is not None:
        yield _("Quiet from {start} until {end}").format(
            start=words.hour(row["quiet_from"]), end=words.hour(row["quiet_until"])
        )
    if row["source"]:
        yield _("Found us through: {source}").format(source=row["source"])


def _at(username: str | None) -> str | None:
    return f"@{username}" if username else None


def _card(words: Words, row: Row) -> str:
    _ = words.gettext
    number, since = format_number(row["number"]), _moment(words, row["created_at"])
    if row["revoked_at"] is None:
        return _("{number}, since {moment}").format(number=number, moment=since)
    until = _moment(words, row["revoked_at"])
    return _("{number}, from {since} until {until}").format(number=number, since=since, until=until)


def _account(words: Words, row: Row) -> Lines:
    _ = words.gettext
    yield _("You can spend: {points}").format(points=words.points(row["available"]))
    yield _("On their way: {points}").format(points=words.points(row["pending"]))
    yield _("Set aside at a till: {points}").format(points=words.points(row["held"]))
    yield _("Owed after refunds: {points}").format(points=words.points(row["shortfall"]))


def _entry(words: Words, row: Row) -> str:
    parts = [words.signed(row["points"]), origin(words, EntryKind(row["kind"])), row["reason"]]
    return f"{_moment(words, row['at'])}: {' · '.join(filter(None, parts))}"


def _purchase(words: Words, row: Row) -> str:
    parts = [row["shop"], words.money(row["amount_minor"]), words.signed_points(row["earned_points"])]
    if row["receipt_number"]:
        parts.append(words.gettext("Receipt no. {number}").format(number=row["receipt_number"]))
    return f"{_moment(words, row['at'])}: {' · '.join(parts)}"


def _refund(words: Words, row: Row) -> str:
    points = words.signed_points(row["returned_points"] - row["taken_points"])
    return f"{_moment(words, row['at'])}: {words.money(row['amount_minor'])} · {points}"


def _redemption(words: Words, row: Row) -> str:
    _ = words.gettext
    p_ = words.pgettext
    state = {
        "active": p_("points asked for at the till", "waiting for an answer"),
        "captured": p_("points asked for at the till", "used"),
        "released": p_("points asked for at the till", "not used"),
        "expired": p_("points asked for at the till", "not answered in time"),
    }[row["state"]]
    points, bill = words.points(row["points"]), words.money(row["bill_minor"])
    text = _("{points} for a bill of {money}: {state}").format(points=points, money=bill, state=state)
    return f"{_moment(words, row['created_at'])}: {text}"


def _consent(words: Words, row: Row) -> str:
    p_ = words.pgettext
    answer = p_("consent", "yes to {what}") if row["granted"] else p_("consent", "no to {what}")
    what = settings.purpose_name(words, Purpose(row["purpose"]))
    return f"{_moment(words, row['at'])}: {answer.format(what=what)}"


def _rating(words: Words, row: Row) -> str:
    reasons = [rating_texts.reason_for(words, Category(reason)) for reason in row["reasons"]]
    parts = [words.number(row["score"]), ", ".join(reasons), row["comment"]]
    return f"{_moment(words, row['at'])}: {' · '.join(filter(None, parts))}"


def _complaint(words: Words, row: Row) -> str:
    about = complaint_texts.category(words, Category(row["category"]))
    opened = f"{_number(words, row['id'])}, {about}, {_moment(words, row['created_at'])}"
    if row["closed_at"] is None:
        return opened
    closed = words.pgettext("a complaint", "closed {moment}").format(moment=_moment(words, row["closed_at"]))
    return f"{opened} · {closed}"


def _number(words: Words, of: int) -> str:
    return words.gettext("No. {number}").format(number=of)


def _said(words: Words, row: Row) -> str:
    p_ = words.pgettext
    who = p_("who wrote a message", "the team") if row["from_staff"] else p_("who wrote a message", "you")
    what = " ".join(filter(None, (row["text"], row["media"] and f"[{thread_texts.media(words, row['media'])}]")))
    return f"{_number(words, row['complaint_id'])}, {_moment(words, row['at'])}, {who}: {what}"


def _invitations(words: Words, data: Row) -> Lines:
    _ = words.gettext
    if code := data["invitation_code"]:
        yield _("Your invitation code: {code}").format(code=code["code"])
    for friend in data["friends_invited"]:
        text = _("A friend joined: {points} for you")
        yield f"{_moment(words, friend['joined_at'])}: " + text.format(points=words.points(friend["referrer_points"]))
    if by := data["invited_by_a_friend"]:
        text = _("A friend invited you: {points} for you")
        yield f"{_moment(words, by['joined_at'])}: " + text.format(points=words.points(by["friend_points"]))


def _messages(words: Words, rows: list[Row]) -> Lines:
    sent = sum(row["sent_at"] is not None for row in rows)
    if sent:
        text = words.ngettext(
            "{n} receipt, answer or reminder was sent to you.",
            "{n} receipts, answers and reminders were sent to you.",
            sent,
        )
        yield text.format(n=words.number(sent))


def _rest(words: Words) -> Lines:
    yield words.gettext("The other file, my-data.json, has all of this and every technical detail, with exact times.")
