"""Notices of complaints, to customers and to the team."""

from telegram import InlineKeyboardButton

from bot.engine.attachments import Attachment
from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.complaints import desk_texts, texts
from bot.handlers.notice import Facts, Follow, MakeScreen
from bot.i18n import Words
from loyalty.complaints import ANSWER_KINDS, answer_lost
from loyalty.programme import Programme

#: Characters of an answer shown at once; what is longer is in the complaint.
SHOWN = 3_500


def taken(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.taken(words, facts), [[_add(words, facts)]])


def answer(words: Words, _programme: Programme, facts: Facts) -> Screen:
    _ = words.gettext
    number = facts["number"]
    buttons = [
        [button(_("Answer"), "complaint", "add", number), button(_("It is solved"), "complaint", "thanks", number)]
    ]
    if len(facts["text"] or "") > SHOWN:
        buttons.append([button(_("Read all of it"), "complaint", "show", number)])
    file_id = facts["file_id"]
    attachment = Attachment(facts["media"], file_id) if file_id else None
    return Screen(texts.answer(words, facts, SHOWN), buttons, attachment=attachment)


def solved(words: Words, _programme: Programme, facts: Facts) -> Screen:
    _ = words.gettext
    number = facts["number"]
    buttons = [
        [button(_("Solved"), "complaint", "solved", number), button(_("Not yet"), "complaint", "notyet", number)]
    ]
    return Screen(texts.solved(words, facts), buttons)


def late(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(texts.late(words, facts), [[_add(words, facts)]])


def new(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(desk_texts.new(words, facts), [[_take(words, facts), _read(words, facts)]])


def overdue(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(desk_texts.late(words, facts), [[_take(words, facts), _read(words, facts)]])


def news(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(desk_texts.news(words, facts), [[_read(words, facts)]])


def settled(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(desk_texts.settled(words, facts), [[_read(words, facts)]])


def lost(words: Words, _programme: Programme, facts: Facts) -> Screen:
    return Screen(desk_texts.lost(words, facts), [[_read(words, facts)]])


def _add(words: Words, facts: Facts) -> InlineKeyboardButton:
    _ = words.gettext
    return button(_("Add something"), "complaint", "add", facts["number"])


def _take(words: Words, facts: Facts) -> InlineKeyboardButton:
    _ = words.gettext
    return button(_("Take it"), "desk", "take", facts["number"])


def _read(words: Words, facts: Facts) -> InlineKeyboardButton:
    _ = words.gettext
    return button(_("Read"), "desk", "show", facts["number"])


SCREENS: dict[str, MakeScreen] = {
    "complaint_taken": taken,
    "complaint_answer": answer,
    "complaint_solved": solved,
    "complaint_late": late,
    "desk_new": new,
    "desk_late": overdue,
    "desk_news": news,
    "desk_settled": settled,
    "desk_lost": lost,
}
UNDELIVERED: dict[str, Follow] = dict.fromkeys(ANSWER_KINDS, answer_lost)
