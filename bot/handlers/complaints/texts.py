"""Complaints as their customer reads them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

from bot.i18n import Words
from loyalty.complaints import Category, ComplaintView, PurchaseAbout, Said
from loyalty.complaints.notices import CaseOpened, ComplaintAnswered, ComplaintLate, ComplaintSolved, ComplaintTakenUp
from loyalty.programme import Programme
from storage.models import ComplaintState

#: So much of what was said is shown again before it is sent.
SHOWN = 3_000


def category(words: Words, of: Category) -> str:
    _ = words.gettext
    return {
        # Translators: What a complaint is about: on buttons, and in lists between dots.
        Category.WAITING: _("Waiting"),
        Category.QUALITY: _("Taste, quality"),
        Category.STAFF: _("Staff"),
        Category.PRICE: _("Price"),
        Category.POINTS: _("Points and card"),
        Category.OTHER: _("Something else"),
    }[of]


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def moment(words: Words, at: datetime, now: datetime) -> str:
    """Today, tomorrow or another day, with the time; as it stands in a list."""
    p_ = words.pgettext
    near = {
        -1: p_("in a list", "yesterday, {time}"),
        0: p_("in a list", "today, {time}"),
        1: p_("in a list", "tomorrow, {time}"),
    }
    text = near.get(_days_from(words, at, now), p_("in a list", "{day}, {time}"))
    return text.format(day=words.day(at, now), time=words.time(at))


def said_moment(words: Words, at: datetime, now: datetime) -> str:
    """The same as it is said in a sentence: by tomorrow at 14:40."""
    p_ = words.pgettext
    near = {
        -1: p_("in a sentence", "yesterday {at_time}"),
        0: p_("in a sentence", "today {at_time}"),
        1: p_("in a sentence", "tomorrow {at_time}"),
    }
    text = near.get(_days_from(words, at, now), p_("in a sentence", "{day} {at_time}"))
    return text.format(day=words.day(at, now), at_time=words.at(at))


def _days_from(words: Words, at: datetime, now: datetime) -> int:
    return (at.astimezone(words.zone).date() - now.astimezone(words.zone).date()) // timedelta(days=1)


def promise(words: Words, view: ComplaintView, now: datetime) -> str:
    """By when the answer is there; of a promise that was not kept, that it was not."""
    _ = words.gettext
    if view.answer_due_at is None:
        return ""
    late = _("We promised an answer by {moment} and are late. We are sorry; the whole team has been told.")
    text = late if view.overdue(now) else _("We answer by {moment}. You will get it right here.")
    return text.format(moment=said_moment(words, view.answer_due_at, now))


def within(words: Words, programme: Programme) -> str:
    return words.gettext("You get an answer within {hours}.").format(
        hours=words.hours(programme.complaints.answer_hours)
    )


def ask_category(words: Words, programme: Programme) -> str:
    return words.gettext("What went wrong? Choose what it is about.") + "\n" + within(words, programme)


def ask_category_of(words: Words) -> str:
    """Words are there already."""
    return words.gettext("Thank you, that is noted. What is it about?")


def ask_words(words: Words, of: Category) -> str:
    _ = words.gettext
    text = _(
        "<b>{category}</b>. Tell us what happened: write it, or send a photo, a voice message, a video or a file. "
        "You can send several."
    )
    return text.format(category=category(words, of))


def ask_more(words: Words) -> str:
    return words.gettext("Go on: write, or send a photo, a voice message, a video or a file.")


def cannot_pass_on(words: Words) -> str:
    return words.gettext("I can pass on words, photos, voice messages, videos and files. Send it as one of these.")


def too_many(words: Words) -> str:
    return words.gettext("That is as much as fits at once. Send it now; you can add the rest right after.")


def check(
    words: Words,
    programme: Programme,
    of: Category,
    said: Sequence[Said],
    purchase: PurchaseAbout | None,
    now: datetime,
) -> str:
    """What will be sent."""
    _ = words.gettext
    lines = [_("<b>Shall we send this?</b>"), category(words, of)]
    if purchase is not None:
        lines.append("🧾 " + bought(words, purchase, now))
    if text := "\n".join(one.text for one in said if one.text):
        lines.append(f"<blockquote>{escape(shortened(text, SHOWN))}</blockquote>")
    if files := sum(one.file_id is not None for one in said):
        lines.append("📎 " + attachments(words, files))
    return "\n".join([*lines, within(words, programme)])


def attachments(words: Words, n: int) -> str:
    return words.ngettext("{n} attachment", "{n} attachments", n).format(n=words.number(n))


def bought(words: Words, purchase: PurchaseAbout, now: datetime) -> str:
    return words.gettext("Purchase of {money} at {shop}, {moment}").format(
        money=words.money(purchase.amount_minor), shop=escape(purchase.shop), moment=moment(words, purchase.at, now)
    )


def not_me(words: Words) -> str:
    """The first words of a complaint about a purchase somebody else made with one's card; plain text."""
    return words.gettext("This purchase was not mine.")


def dropped(words: Words) -> str:
    return words.gettext("All right, nothing was sent.")


def sent(words: Words, view: ComplaintView, now: datetime) -> str:
    reached = words.gettext("Your complaint no. <b>{number}</b> has reached us.").format(number=view.number)
    return f"{reached}\n{status(words, view, now)}"


def mine(words: Words, views: Sequence[ComplaintView]) -> str:
    _ = words.gettext
    if not views:
        return _("You have no complaints with us. If something goes wrong, tell us here.")
    return _("<b>Your complaints</b>, the newest first")


def line(words: Words, view: ComplaintView) -> str:
    """A complaint on a button."""
    p_ = words.pgettext
    # Translators: How one's complaint stands, on a button behind its number.
    state = {
        ComplaintState.OPEN: p_("state of a complaint", "sent"),
        ComplaintState.TAKEN: p_("state of a complaint", "being looked into"),
        ComplaintState.ANSWERED: p_("state of a complaint", "answered"),
        ComplaintState.SOLVED: p_("state of a complaint", "solved?"),
        ComplaintState.CLOSED: p_("state of a complaint", "closed"),
    }[view.state]
    # Translators: Of a complaint.
    number = words.gettext("No. {number}").format(number=view.number)
    return f"{number} · {category(words, view.category)} · {state}"


def status(words: Words, view: ComplaintView, now: datetime) -> str:
    """How it stands, and what comes next."""
    _ = words.gettext
    match view.state:
        case ComplaintState.OPEN:
            return promise(words, view, now)
        case ComplaintState.TAKEN:
            return f"{_taken(words, view)}\n{promise(words, view, now)}"
        case ComplaintState.ANSWERED:
            return _("We have answered. Is it solved? If not, tell us here.")
        case ComplaintState.SOLVED:
            return _("We think it is solved. Is it?")
        case ComplaintState.CLOSED:
            return _("Closed: you said it is solved.")


def _taken(words: Words, view: ComplaintView) -> str:
    """Who looks into it; somebody forgotten in the meantime has no name."""
    _ = words.gettext
    if not view.taker:
        return _("We are looking into it.")
    return _("{name} is looking into it.").format(name=escape(view.taker))


def head(words: Words, view: ComplaintView, now: datetime) -> str:
    """Above what was said."""
    title = words.gettext("<b>Complaint {number}</b> · {category}")
    lines = [title.format(number=view.number, category=category(words, view.category)), status(words, view, now)]
    if view.about.purchase is not None:
        lines.append("🧾 " + bought(words, view.about.purchase, now))
    return "\n".join(lines)


def ask_addition(words: Words, number: int) -> str:
    text = words.gettext("What would you like to add to complaint {number}? Write it, or send a photo or a file.")
    return text.format(number=number)


def added(words: Words, view: ComplaintView, now: datetime) -> str:
    text = words.gettext("Added to complaint <b>{number}</b>.").format(number=view.number)
    return f"{text}\n{status(words, view, now)}"


def changed(words: Words, number: int) -> str:
    return words.gettext("Changed in complaint <b>{number}</b> too.").format(number=number)


def closed(words: Words, number: int) -> str:
    _ = words.gettext
    return "\n".join(
        (
            _("Thank you. Complaint <b>{number}</b> is closed.").format(number=number),
            _("How did we handle it? 1 badly … 5 very well"),
        )
    )


def score_unreadable(words: Words) -> str:
    return words.gettext("Tap a number, or type one from 1 to 5.")


def handled(words: Words, score: int) -> str:
    return words.gettext("Thank you: {n} out of 5. It helps us do better.").format(n=words.number(score))


def reopened(words: Words, view: ComplaintView, now: datetime) -> str:
    text = words.gettext("Then we go on: complaint <b>{number}</b> is open again.").format(number=view.number)
    return f"{text}\n{promise(words, view, now)}"


# What comes of itself


def taken(words: Words, told: ComplaintTakenUp, name: str) -> str:
    _ = words.gettext
    text = (
        _("<b>{name}</b> is looking into your complaint {number}.")
        if name
        else _("We are looking into your complaint {number}.")
    )
    return "👋 " + text.format(name=escape(name), number=told.number)


def case(words: Words, told: CaseOpened) -> str:
    """The team has made a complaint of a rating."""
    _ = words.gettext
    text = _("We have read your rating and will answer by {moment}. You will get the answer right here.")
    number = _("It is no. <b>{number}</b> among your complaints.")
    moment_said = said_moment(words, told.promised, told.at)
    return "👋 " + text.format(moment=moment_said) + "\n" + number.format(number=told.number)


def answer(words: Words, told: ComplaintAnswered, name: str, text: str | None, length: int) -> str:
    """An answer of the team; what is longer stands whole in the complaint."""
    _ = words.gettext
    if name:
        new, changed = (
            _("<b>{name}</b> on your complaint {number}:"),
            _("<b>{name}</b> on your complaint {number}, changed:"),
        )
    else:
        new, changed = _("Our answer to your complaint {number}:"), _("Our answer to your complaint {number}, changed:")
    head = changed if told.changed else new
    lines = ["💬 " + head.format(name=escape(name), number=told.number)]
    if text:
        lines.append(escape(shortened(text, length)))
    return "\n".join(lines)


def solved(words: Words, told: ComplaintSolved, name: str) -> str:
    _ = words.gettext
    text = (
        _("<b>{name}</b> thinks your complaint {number} is solved. Is it?")
        if name
        else _("We think your complaint {number} is solved. Is it?")
    )
    return "✅ " + text.format(name=escape(name), number=told.number)


def late(words: Words, told: ComplaintLate) -> str:
    _ = words.gettext
    text = _("We promised an answer to your complaint {number} by {moment} and are late. We are sorry.")
    again = _("The whole team has been told again; the answer will come right here.")
    return "⏳ " + text.format(number=told.number, moment=said_moment(words, told.promised, told.at)) + "\n" + again


def unplaced(words: Words, number: int | None) -> str:
    """What was said fits nothing; one tap passes it on."""
    _ = words.gettext
    if number is None:
        return _("I am not sure what to do with that. One tap sends it to the team, who answer you here.")
    return _("I am not sure what to do with that. One tap adds it to your complaint {number}.").format(number=number)


def send_to_team(words: Words) -> str:
    return words.gettext("Send to the team")


def add_to(words: Words, number: int) -> str:
    return words.gettext("Add to complaint {number}").format(number=number)
