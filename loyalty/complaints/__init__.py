"""Complaints: what a customer tells us, who of the team takes it, and what becomes of it.

A complaint ends only when its customer says so. Whenever the customer waits for us, `answer_due_at` says until when;
an answer of the team takes it away, a further word of the customer sets it anew.
"""

from loyalty.complaints.cases import about_rating
from loyalty.complaints.customers import (
    add,
    close,
    edit,
    open_complaint,
    rate_handling,
    reopen,
)
from loyalty.complaints.desk import answer, customer_card, desk, say_solved, sections, take, to_answer
from loyalty.complaints.model import About, Category, ComplaintView, MessageView, PurchaseAbout, Said, Section
from loyalty.complaints.queries.around import name as name_of
from loyalty.complaints.reminders import remind
from loyalty.complaints.telling import answer_lost
from loyalty.complaints.views import (
    about_purchase,
    find,
    message,
    mine,
    opened_with,
    own_thread,
    thread,
    to_confirm,
    under_way_of,
)

__all__ = [
    "About",
    "Category",
    "ComplaintView",
    "MessageView",
    "PurchaseAbout",
    "Said",
    "Section",
    "about_purchase",
    "about_rating",
    "add",
    "answer",
    "answer_lost",
    "close",
    "customer_card",
    "desk",
    "edit",
    "find",
    "message",
    "mine",
    "name_of",
    "open_complaint",
    "opened_with",
    "own_thread",
    "rate_handling",
    "remind",
    "reopen",
    "say_solved",
    "sections",
    "take",
    "thread",
    "to_answer",
    "to_confirm",
    "under_way_of",
]
