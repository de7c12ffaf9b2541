"""Why something cannot be done, and what to do instead: words for the errors of complaints."""

from html import escape

from bot.handlers.refusal import Refusals
from bot.i18n import Words
from loyalty.complaints.model import ComplaintClosed, ComplaintTaken, ComplaintUnknown, NothingSaid, OwnComplaint


def complaint_unknown(words: Words, error: ComplaintUnknown) -> str:
    _ = words.gettext
    return _("You have no such complaint. All of yours: /complaint")


def complaint_taken(words: Words, error: ComplaintTaken) -> str:
    _ = words.gettext
    if error.taker is None:
        return _("Take this complaint first, then it is yours to answer: /desk")
    if not error.taker:
        return _("Somebody else has taken this complaint. See what else is waiting: /desk")
    return _("{name} has taken this complaint. See what else is waiting: /desk").format(name=escape(error.taker))


def complaint_closed(words: Words, error: ComplaintClosed) -> str:
    _ = words.gettext
    return _(
        "Complaint {number} is closed: the customer says it is solved. Nothing was sent. See what is waiting: /desk"
    ).format(number=error.number)


def own_complaint(words: Words, error: OwnComplaint) -> str:
    _ = words.gettext
    return _("This is your own complaint: somebody else on the team will answer it. You find it at /complaint.")


def nothing_said(words: Words, error: NothingSaid) -> str:
    _ = words.gettext
    return _("There is nothing in it yet. Write what you would like to say.")


REFUSALS: Refusals = {
    ComplaintUnknown: complaint_unknown,
    ComplaintTaken: complaint_taken,
    ComplaintClosed: complaint_closed,
    OwnComplaint: own_complaint,
    NothingSaid: nothing_said,
}
