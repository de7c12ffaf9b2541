"""/desk: complaints to be answered. One of the team takes each, answers, and says when it is solved."""

import re

from telegram import InlineKeyboardButton, Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button, page_buttons
from bot.engine.screens import Screen, send, show
from bot.handlers.complaints import desk_texts as texts
from bot.handlers.complaints import thread_texts, threads
from bot.handlers.family import NUMBER, Dialogue, Family, Press
from loyalty import complaints
from loyalty.actor import Permission
from loyalty.complaints import ComplaintView, MessageView, Said, Section
from storage import Transaction
from storage.models import ComplaintState

PILE = re.compile(rf"({'|'.join(Section)}):\d{{1,5}}", re.ASCII)
#: Complaints of one page of a pile.
PAGE = 6


async def desk(update: Update, context: Context) -> None:
    """The first pile on which something lies."""
    async with context.db.reading() as reading:
        counts = await complaints.sections(reading, context.actor, context.now)
    first = next((section for section, count in counts.items() if count), Section.OPEN)
    await _show_pile(update, context, first, 0)


async def pile_pressed(update: Update, context: Context) -> None:
    section, _, offset = argument(update).partition(":")
    await _show_pile(update, context, Section(section), int(offset))


async def _show_pile(update: Update, context: Context, section: Section, offset: int) -> None:
    async with context.db.reading() as reading:
        counts = await complaints.sections(reading, context.actor, context.now)
        found = await complaints.desk(reading, context.actor, section, context.now, offset, PAGE + 1)
    views, further = found[:PAGE], found[PAGE:]
    _ = context.words.gettext
    buttons = [[button(texts.line(context.words, view, context.now), "desk", "open", view.number)] for view in views]
    turning = [button(_("« Previous"), "desk", "pile", f"{section}:{max(0, offset - PAGE)}")] if offset else []
    if further:
        turning.append(button(_("Next »"), "desk", "pile", f"{section}:{offset + PAGE}"))
    buttons += [turning] if turning else []
    piles = [
        button(texts.section(context.words, other, count), "desk", "pile", f"{other}:0")
        for other, count in counts.items()
        if count and other is not section
    ]
    buttons += [piles[start : start + 2] for start in range(0, len(piles), 2)]
    await show(update, context, Screen(texts.desk(context.words, section, counts, views), buttons))


async def show_pressed(update: Update, context: Context) -> None:
    await show_thread(update, context, int(argument(update)))


async def page_pressed(update: Update, context: Context) -> None:
    number, page = threads.number_and_place(update)
    await show_thread(update, context, number, page)


async def show_thread(update: Update, context: Context, number: int, page: int | None = None) -> None:
    """Everything said in a complaint and who says it, from its newest page on."""
    async with context.db.reading() as reading:
        card = await complaints.customer_card(reading, context.actor, number, context.now)
        view, messages = await complaints.thread(reading, context.actor, number)
    head = texts.head(context.words, context.programme, view, card, context.now)
    pages = thread_texts.pages(context.words, head, messages, context.now, own=False)
    at = len(pages) - 1 if page is None else min(page, len(pages) - 1)
    buttons = [
        *page_buttons(context.words, at, len(pages), "desk", "page", number),
        *_steps(context, view),
        [*threads.files_button(context, "desk", number, messages), _desk_button(context)],
    ]
    await show(update, context, Screen(pages[at], buttons))


def _desk_button(context: Context) -> InlineKeyboardButton:
    _ = context.words.gettext
    return button(_("« Desk"), "desk", "all")


def _steps(context: Context, view: ComplaintView) -> list[list[InlineKeyboardButton]]:
    """What the reader can do with it as it stands."""
    _ = context.words.gettext
    if view.state is ComplaintState.CLOSED:
        return []
    if view.taken_by == context.actor.person_id:
        return [_answer_or_solved(context, view)]
    if view.taken_by is None or view.overdue(context.now):
        return [[button(_("Take it"), "desk", "take", view.number)]]
    return []


def _answer_or_solved(context: Context, view: ComplaintView) -> list[InlineKeyboardButton]:
    _ = context.words.gettext
    buttons = [button(_("Answer"), "desk", "answer", view.number)]
    if view.state is not ComplaintState.SOLVED:
        buttons.append(button(_("It is solved"), "desk", "solved", view.number))
    return buttons


async def files(update: Update, context: Context) -> None:
    number, offset = threads.number_and_place(update)
    await threads.send_files(update, context, "desk", number, await _messages(context, number), offset)


async def _messages(context: Context, number: int) -> list[MessageView]:
    async with context.db.reading() as reading:
        await complaints.customer_card(reading, context.actor, number, context.now)  # not one's own
        _view, messages = await complaints.thread(reading, context.actor, number)
    return messages


async def take(update: Update, context: Context) -> None:
    number = int(argument(update))
    async with context.db.transaction() as transaction:
        await complaints.take(transaction, context.actor, number, context.now)
    context.services.wake_dispatcher()
    await show_thread(update, context, number)


async def ask_answer(update: Update, context: Context) -> None:
    number = int(argument(update))
    async with context.db.transaction() as transaction:
        view = await complaints.to_answer(transaction, context.actor, number)
        await dialogue.begin(transaction, context, ANSWERING.name, "words", number=number)
    await dialogue.ask(update, context, texts.ask_answer(context.words, view))


async def answer_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    if not threads.belongs(state, message):
        return False
    await answer(update, context, state.data["number"], message, quietly=threads.is_further(state))
    return True


async def answer(update: Update, context: Context, number: int, message: Message, *, quietly: bool = False) -> None:
    """One message of the team to the customer; `quietly` after the first picture of an album."""

    async def say(transaction: Transaction, said: Said) -> ComplaintView:
        return await complaints.answer(transaction, context.actor, number, said, context.now)

    view = await threads.say_one_more(update, context, ANSWERING.name, number, message, say)
    if view is not None and not quietly:
        buttons = [_answer_or_solved(context, view), [_desk_button(context)]]
        await send(update, context, Screen(texts.answered(context.words, view), buttons))


async def solved(update: Update, context: Context) -> None:
    number = int(argument(update))
    async with context.db.transaction() as transaction:
        view = await complaints.say_solved(transaction, context.actor, number, context.now)
    context.services.wake_dispatcher()
    await show(update, context, Screen(texts.said_solved(context.words, view), [[_desk_button(context)]]))


ANSWERING = Dialogue(
    "desk_answer", {"words": answer_typed}, casual=True, permission=Permission.WORK_DESK, takes_words=True
)

FAMILY = Family(
    commands={"desk": desk},
    buttons={
        "desk:all": Press(desk),
        "desk:pile": Press(pile_pressed, PILE),
        "desk:show": Press(show_pressed, NUMBER),
        "desk:open": Press(show_pressed, NUMBER),
        "desk:page": Press(page_pressed, threads.NUMBER_AND_PLACE),
        "desk:files": Press(files, threads.NUMBER_AND_PLACE),
        "desk:take": Press(take, NUMBER),
        "desk:answer": Press(ask_answer, NUMBER),
        "desk:solved": Press(solved, NUMBER),
    },
    dialogues=(ANSWERING,),
)
