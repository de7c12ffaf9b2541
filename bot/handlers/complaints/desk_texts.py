"""Complaints as the team sees them: facts first, one tap to act."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from bot.handlers.cards.staff_texts import customer
from bot.handlers.complaints.texts import attachments, bought, category, moment, said_moment
from bot.i18n import Words
from loyalty.cards import CustomerView
from loyalty.complaints import ComplaintView, Section
from loyalty.complaints.notices import DeskLate, DeskLost, DeskNew, DeskNews, DeskSettled, News, Outcome
from loyalty.programme import Programme
from storage.models import ComplaintState


def section(words: Words, of: Section, n: int) -> str:
    _ = words.gettext
    return {
        # Translators: Piles of complaints, on buttons, two in a row; how many lie on each.
        Section.OPEN: _("Unassigned: {n}"),
        Section.MINE: _("Mine: {n}"),
        Section.WAITING: _("Customer's turn: {n}"),
        Section.COLLEAGUES: _("With colleagues: {n}"),
    }[of].format(n=words.number(n))


def desk(words: Words, of: Section, counts: Mapping[Section, int], views: Sequence[ComplaintView]) -> str:
    _ = words.gettext
    if views:
        return {
            Section.OPEN: _("<b>Unassigned</b>, the longest waiting first"),
            Section.MINE: _("<b>Yours to answer</b>, the longest waiting first"),
            Section.WAITING: _("<b>Answered</b>: it is the customer's turn"),
            Section.COLLEAGUES: _("<b>With colleagues</b>, the longest waiting first"),
        }[of]
    if not any(counts.values()):
        return _("No complaints: nobody is waiting for us.")
    return {
        Section.OPEN: _("Nothing is unassigned."),
        Section.MINE: _("Nothing waits for your answer."),
        Section.WAITING: _("No answered complaint is waiting for a customer."),
        Section.COLLEAGUES: _("Colleagues have no open complaints."),
    }[of]


def line(words: Words, view: ComplaintView, now: datetime) -> str:
    """A complaint on a button, which a narrow phone cuts off: by when it must be answered comes first."""
    due = [] if view.answer_due_at is None else [moment(words, view.answer_due_at, now)]
    parts = [*due, str(view.number), category(words, view.category), view.customer]
    text = " · ".join(part for part in parts if part)
    return f"⚠ {text}" if view.overdue(now) else text


def head(words: Words, programme: Programme, view: ComplaintView, card: CustomerView | None, now: datetime) -> str:
    """Above what was said."""
    _ = words.gettext
    title = _("<b>Complaint {number}</b> · {category} · {state}")
    lines = [
        title.format(number=view.number, category=category(words, view.category), state=state(words, view)),
        *_due(words, view, now),
        *_about(words, view, now),
    ]
    if card is not None:
        lines.append(customer(words, programme, card, now))
    if view.unreachable:
        lines.append(_("⚠ The customer has blocked the bot: answers do not arrive."))
    if view.handling_score is not None:
        lines.append(
            _("The customer rated how we handled it: {n} out of 5").format(n=words.number(view.handling_score))
        )
    return "\n".join(lines)


def _due(words: Words, view: ComplaintView, now: datetime) -> list[str]:
    _ = words.gettext
    if view.answer_due_at is None:
        return []
    if view.overdue(now):
        late = _("⚠ An answer was promised by {moment}")
        return [late.format(moment=said_moment(words, view.answer_due_at, now))]
    return [_("⏳ Answer by {moment}").format(moment=moment(words, view.answer_due_at, now))]


def _about(words: Words, view: ComplaintView, now: datetime) -> list[str]:
    _ = words.gettext
    about, lines = view.about, []
    if about.purchase is not None:
        lines.append("🧾 " + bought(words, about.purchase, now))
    if about.entry_points is not None and about.entry_at is not None:
        entry = _("🧾 Entry of {points}, {moment}")
        points = words.signed_points(about.entry_points)
        lines.append(entry.format(points=points, moment=moment(words, about.entry_at, now)))
    if about.score is not None:
        lines.append(_("Rated us {n} out of 10").format(n=words.number(about.score)))
    return lines


def state(words: Words, view: ComplaintView) -> str:
    p_ = words.pgettext
    name = escape(view.taker or "")
    # Translators: How a complaint stands, for the team, behind its number and a dot.
    nobody = p_("state of a complaint", "nobody has taken it")
    match view.state:
        case ComplaintState.OPEN:
            return nobody
        case ComplaintState.TAKEN:
            text = p_("state of a complaint", "taken by {name}") if name else nobody
        case ComplaintState.ANSWERED:
            by_name = p_("state of a complaint", "answered by {name}")
            text = by_name if name else p_("state of a complaint", "answered")
        case ComplaintState.SOLVED:
            by_name = p_("state of a complaint", "solved, says {name}")
            text = by_name if name else p_("state of a complaint", "solved, we say")
        case ComplaintState.CLOSED:
            return p_("state of a complaint", "closed by the customer")
    return text.format(name=name)


def ask_answer(words: Words, view: ComplaintView) -> str:
    text = words.gettext("Your answer to <b>{name}</b> on complaint {number}? It goes out at once; files are fine too.")
    return text.format(name=escape(view.customer), number=view.number)


def answered(words: Words, view: ComplaintView) -> str:
    text = words.gettext("✅ On its way to <b>{name}</b> (complaint {number}). Does that solve it?")
    return text.format(name=escape(view.customer), number=view.number)


def said_solved(words: Words, view: ComplaintView) -> str:
    text = words.gettext("✅ <b>{name}</b> is asked whether complaint {number} is solved.")
    return text.format(name=escape(view.customer), number=view.number)


# What comes of itself


def new(words: Words, told: DeskNew) -> str:
    _ = words.gettext
    lines = [
        _("📥 Complaint <b>{number}</b> · {category}").format(
            number=told.number, category=category(words, told.category)
        ),
        _("⏳ Answer by {moment}").format(moment=moment(words, told.answer_due_at, told.at)),
    ]
    if told.files:
        lines.append("📎 " + attachments(words, told.files))
    return "\n".join(lines)


def late(words: Words, told: DeskLate, taker: str) -> str:
    _ = words.gettext
    due = said_moment(words, told.answer_due_at, told.at)
    lines = [
        _("⚠ Complaint <b>{number}</b> · {category}").format(
            number=told.number, category=category(words, told.category)
        ),
        _("An answer was promised by {moment} and has not come. The customer knows.").format(moment=due),
    ]
    if taker:
        lines.append(_("{name} has it; anybody can take it now.").format(name=escape(taker)))
    return "\n".join(lines)


def news(words: Words, told: DeskNews) -> str:
    """What the customer has done, to whoever has taken the complaint."""
    _ = words.gettext
    text = {
        News.ADDED: _("💬 The customer has written in complaint <b>{number}</b>."),
        News.CHANGED: _("✏️ The customer has changed what they wrote in complaint <b>{number}</b>."),
        News.NOT_SOLVED: _("↩️ Complaint <b>{number}</b> is not solved yet, the customer says."),
        News.CLOSED: _("✅ Complaint <b>{number}</b> is solved, the customer says, and closed."),
    }[told.what].format(number=told.number)
    if told.answer_due_at is None or told.what is News.CLOSED:
        return text
    due = _("⏳ Answer by {moment}").format(moment=moment(words, told.answer_due_at, told.at))
    return f"{text}\n{due}"


def settled(words: Words, told: DeskSettled, name: str) -> str:
    """In the place of a call to a complaint: what has become of it."""
    _ = words.gettext
    unnamed = {
        Outcome.TAKEN: _("📥 Complaint {number}: taken."),
        Outcome.ANSWERED: _("📥 Complaint {number}: answered."),
    }
    named = {
        Outcome.TAKEN: _("📥 Complaint {number}: taken by {name}."),
        Outcome.ANSWERED: _("📥 Complaint {number}: answered by {name}."),
        Outcome.CLOSED: _("📥 Complaint {number}: closed by the customer."),
    }
    text = (named if name else named | unnamed)[told.what]
    return text.format(number=told.number, name=escape(name))


def lost(words: Words, told: DeskLost) -> str:
    _ = words.gettext
    text = _("⚠ Your answer to complaint <b>{number}</b> has not arrived: the customer has blocked the bot.")
    return text.format(number=told.number) + "\n" + _("It stays in the complaint, for when they come back.")
