"""Notices of complaints, to customers and to the team."""

from telegram import InlineKeyboardButton

from bot.engine.attachments import Attachment
from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.complaints import desk_texts, texts
from bot.handlers.notice import AnyKind, Kind, Spot, Wording
from bot.i18n import Words
from loyalty import complaints
from loyalty.complaints.notices import (
    CaseOpened,
    ComplaintAnswered,
    ComplaintLate,
    ComplaintNotice,
    ComplaintSolved,
    ComplaintTakenUp,
    DeskLate,
    DeskLost,
    DeskNew,
    DeskNews,
    DeskSettled,
    answer_key,
    call_key,
)

#: Characters of an answer shown at once; what is longer is in the complaint.
SHOWN = 3_500


async def taken(wording: Wording, notice: ComplaintTakenUp) -> Screen:
    name = await _name(wording, notice.staff_id)
    return Screen(texts.taken(wording.words, notice, name), [[_add(wording.words, notice)]])


async def case(wording: Wording, notice: CaseOpened) -> Screen:
    return Screen(texts.case(wording.words, notice), [[_add(wording.words, notice)]])


async def answer(wording: Wording, notice: ComplaintAnswered) -> Screen:
    """What the team said, as it reads now."""
    _ = wording.words.gettext
    said = await complaints.message(wording.reading, notice.message)
    number = notice.number
    buttons = [
        [button(_("Answer"), "complaint", "add", number), button(_("It is solved"), "complaint", "thanks", number)]
    ]
    if len(said.text or "") > SHOWN:
        buttons.append([button(_("Read all of it"), "complaint", "show", number)])
    attachment = Attachment(said.media, said.file_id) if said.media and said.file_id else None
    text = texts.answer(wording.words, notice, said.author, said.text, SHOWN)
    return Screen(text, buttons, attachment=attachment)


async def solved(wording: Wording, notice: ComplaintSolved) -> Screen:
    _ = wording.words.gettext
    number = notice.number
    buttons = [
        [button(_("Solved"), "complaint", "solved", number), button(_("Not yet"), "complaint", "notyet", number)]
    ]
    return Screen(texts.solved(wording.words, notice, await _name(wording, notice.staff_id)), buttons)


async def late(wording: Wording, notice: ComplaintLate) -> Screen:
    return Screen(texts.late(wording.words, notice), [[_add(wording.words, notice)]])


async def new(wording: Wording, notice: DeskNew) -> Screen:
    return Screen(desk_texts.new(wording.words, notice), [_take_or_read(wording.words, notice)])


async def overdue(wording: Wording, notice: DeskLate) -> Screen:
    taker = await complaints.name_of(wording.reading, notice.taker_id)
    return Screen(desk_texts.late(wording.words, notice, taker), [_take_or_read(wording.words, notice)])


async def news(wording: Wording, notice: DeskNews) -> Screen:
    return Screen(desk_texts.news(wording.words, notice), [[_read(wording.words, notice)]])


async def settled(wording: Wording, notice: DeskSettled) -> Screen:
    name = await _name(wording, notice.staff_id)
    return Screen(desk_texts.settled(wording.words, notice, name), [[_read(wording.words, notice)]])


async def lost(wording: Wording, notice: DeskLost) -> Screen:
    return Screen(desk_texts.lost(wording.words, notice), [[_read(wording.words, notice)]])


async def _name(wording: Wording, staff_id: int | None) -> str:
    """Empty once they have asked to be forgotten; the texts say it without a name then."""
    return await complaints.name_of(wording.reading, staff_id)


def _add(words: Words, notice: ComplaintNotice) -> InlineKeyboardButton:
    _ = words.gettext
    return button(_("Add something"), "complaint", "add", notice.number)


def _take_or_read(words: Words, notice: ComplaintNotice) -> list[InlineKeyboardButton]:
    _ = words.gettext
    return [button(_("Take it"), "desk", "take", notice.number), _read(words, notice)]


def _read(words: Words, notice: ComplaintNotice) -> InlineKeyboardButton:
    _ = words.gettext
    return button(_("Read"), "desk", "show", notice.number)


def _answered(notice: ComplaintAnswered, _person_id: int | None) -> Spot:
    return Spot(answer_key(notice.number, notice.message), notice.in_place)


def _reminder(notice: DeskLate, person_id: int | None) -> Spot:
    return Spot(call_key(notice.number, notice.answer_due_at, notice.at, person_id or 0))


def _call(notice: DeskNew, person_id: int | None) -> Spot:
    return Spot(call_key(notice.number, notice.answer_due_at, None, person_id or 0))


def _settled(notice: DeskSettled, person_id: int | None) -> Spot:
    return Spot(call_key(notice.number, notice.due_at, notice.reminded_at, person_id or 0))


KINDS: tuple[AnyKind, ...] = (
    Kind(ComplaintTakenUp, taken),
    Kind(CaseOpened, case),
    Kind(ComplaintAnswered, answer, _answered, complaints.answer_lost),
    Kind(ComplaintSolved, solved, undelivered=complaints.answer_lost),
    Kind(ComplaintLate, late),
    Kind(DeskNew, new, _call),
    Kind(DeskLate, overdue, _reminder),
    Kind(DeskNews, news),
    Kind(DeskSettled, settled, _settled),
    Kind(DeskLost, lost),
)
