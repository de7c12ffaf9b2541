"""One's own complaints: how they stand, what was said, and whether it is solved."""

import re

from telegram import InlineKeyboardButton, Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button, page_buttons
from bot.engine.screens import Screen, send, show
from bot.handlers import spoken
from bot.handlers.complaints import texts, thread_texts, threads
from bot.handlers.family import NUMBER, PLACE, Dialogue, Family, Press
from loyalty import complaints
from loyalty.complaints import ComplaintView, MessageView, Said
from storage import Transaction
from storage.models import ComplaintState

SCORE = re.compile(r"[1-9]\d{0,8}:[1-5]", re.ASCII)
SCORES = range(1, 6)
#: Complaints of one page of the list.
PAGE = 6


async def mine(update: Update, context: Context) -> None:
    offset = int(argument(update)) if update.callback_query else 0
    async with context.db.reading() as reading:
        found = await complaints.mine(reading, context.actor, offset, PAGE + 1)
    _ = context.words.gettext
    views, further = found[:PAGE], found[PAGE:]
    buttons = [[button(texts.line(context.words, view), "complaint", "show", view.number)] for view in views]
    turning = [button(_("« Previous"), "complaint", "mine", max(0, offset - PAGE))] if offset else []
    if further:
        turning.append(button(_("Next »"), "complaint", "mine", offset + PAGE))
    buttons += [turning] if turning else []
    buttons.append([button(_("New complaint"), "complaint", "start")])
    await show(update, context, Screen(texts.mine(context.words, views), buttons))


def sent_screen(context: Context, view: ComplaintView) -> Screen:
    return Screen(texts.sent(context.words, view, context.now), [_add_or_list(context, view.number)])


def added_screen(context: Context, view: ComplaintView) -> Screen:
    return Screen(texts.added(context.words, view, context.now), [_add_or_list(context, view.number)])


def _add_or_list(context: Context, number: int) -> list[InlineKeyboardButton]:
    _ = context.words.gettext
    return [
        button(_("Add something"), "complaint", "add", number),
        button(_("My complaints"), "complaint", "mine", 0),
    ]


async def show_pressed(update: Update, context: Context) -> None:
    await show_thread(update, context, int(argument(update)))


async def page_pressed(update: Update, context: Context) -> None:
    number, page = threads.number_and_place(update)
    await show_thread(update, context, number, page)


async def show_thread(
    update: Update, context: Context, number: int, page: int | None = None, *, below: bool = False
) -> None:
    """Everything said in a complaint, from its newest page on; `below` leaves the pressed button's screen as it is."""
    view, messages = await _thread(context, number)
    pages = thread_texts.pages(context.words, _head(context, view), messages, context.now, own=True)
    at = len(pages) - 1 if page is None else min(page, len(pages) - 1)
    buttons = [
        *page_buttons(context.words, at, len(pages), "complaint", "page", number),
        *_steps(context, view),
        [*threads.files_button(context, "complaint", number, messages), _list_button(context)],
    ]
    await (send if below else show)(update, context, Screen(pages[at], buttons))


async def _thread(context: Context, number: int) -> tuple[ComplaintView, list[MessageView]]:
    async with context.db.reading() as reading:
        return await complaints.own_thread(reading, context.actor, number)


def _head(context: Context, view: ComplaintView) -> str:
    return texts.head(context.words, view, context.now)


def _list_button(context: Context) -> InlineKeyboardButton:
    _ = context.words.gettext
    return button(_("« My complaints"), "complaint", "mine", 0)


def _steps(context: Context, view: ComplaintView) -> list[list[InlineKeyboardButton]]:
    """What the customer can do with it as it stands."""
    _ = context.words.gettext
    add = button(_("Add something"), "complaint", "add", view.number)
    solved = button(_("It is solved"), "complaint", "solved", view.number)
    not_yet = button(_("Not solved yet"), "complaint", "notyet", view.number)
    match view.state:
        case ComplaintState.CLOSED:
            return [[not_yet]]
        case ComplaintState.ANSWERED | ComplaintState.SOLVED:
            return [[solved, not_yet], [add]]
    return [[add, solved]]


async def files(update: Update, context: Context) -> None:
    number, offset = threads.number_and_place(update)
    _view, messages = await _thread(context, number)
    await threads.send_files(update, context, "complaint", number, messages, offset)


async def ask_addition(update: Update, context: Context) -> None:
    """'Add something', 'Answer': the question comes below, because the answer above is to stay."""
    number = int(argument(update))
    view, _messages = await _thread(context, number)
    if view.state is ComplaintState.CLOSED:
        await show_thread(update, context, number, below=True)
        return
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, ADDING.name, "words", number=number)
    await dialogue.ask(update, context, texts.ask_addition(context.words, number))


async def addition_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    if not threads.belongs(state, message):
        return False
    await add(update, context, state.data["number"], message, quietly=threads.is_further(state))
    return True


async def add(update: Update, context: Context, number: int, message: Message, *, quietly: bool = False) -> None:
    """One more message of the customer; `quietly` after the first picture of an album."""

    async def say(transaction: Transaction, said: Said) -> ComplaintView:
        return await complaints.add(transaction, context.actor, number, said, context.now)

    view = await threads.say_one_more(update, context, ADDING.name, number, message, say)
    if view is not None and not quietly:
        await send(update, context, added_screen(context, view))


async def confirmed(update: Update, context: Context, message: Message, number: int | None = None) -> bool:
    """Whether the message is the word of a button under the team's last answer, or under that on complaint `number`.

    'Yes' and 'no' are such words once the team has asked whether it is solved.
    """
    _ = context.words.gettext
    labels = {_("Solved"): True, _("It is solved"): True, _("Not yet"): False, _("Not solved yet"): False}
    is_solved = chosen(message.text, labels)
    in_a_word = spoken.answer(message.text)
    if is_solved is None and in_a_word is None:
        return False
    async with context.db.reading() as reading:
        if number is None:
            view = await complaints.to_confirm(reading, context.actor)
        else:
            view, _messages = await complaints.own_thread(reading, context.actor, number)
    if is_solved is None and view is not None and view.state is ComplaintState.SOLVED:
        is_solved = in_a_word
    if is_solved is None or view is None:
        return False
    await (_close if is_solved else _reopen)(update, context, view.number)
    return True


async def solved(update: Update, context: Context) -> None:
    """'Solved': nobody else can close it. Then, how it was handled."""
    await _close(update, context, int(argument(update)))


async def solved_below(update: Update, context: Context) -> None:
    """The same under an answer, which is to stay."""
    await _close(update, context, int(argument(update)), below=True)


async def _close(update: Update, context: Context, number: int, *, below: bool = False) -> None:
    async with context.db.transaction() as transaction:
        await complaints.close(transaction, context.actor, number, context.now)
        await dialogue.begin(transaction, context, SCORING.name, "score", number=number)
    context.services.wake_dispatcher()
    scores = [button(context.words.number(score), "complaint", "score", f"{number}:{score}") for score in SCORES]
    screen = Screen(texts.closed(context.words, number), [scores, [_list_button(context)]])
    await (send if below else show)(update, context, screen)


async def not_yet(update: Update, context: Context) -> None:
    await _reopen(update, context, int(argument(update)))


async def _reopen(update: Update, context: Context, number: int) -> None:
    async with context.db.transaction() as transaction:
        view = await complaints.reopen(transaction, context.actor, number, context.now)
    context.services.wake_dispatcher()
    text = texts.reopened(context.words, view, context.now)
    await show(update, context, Screen(text, [_add_or_list(context, number)]))


async def score_pressed(update: Update, context: Context) -> None:
    number, score = threads.number_and_place(update)
    await _rate(update, context, number, score)


async def score_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    text = (message.text or "").strip()
    if not (text.isdecimal() and len(text) == 1):
        return False
    if int(text) in SCORES:
        await _rate(update, context, state.data["number"], int(text))
    else:
        await send(update, context, Screen(texts.score_unreadable(context.words)))
    return True


async def _rate(update: Update, context: Context, number: int, score: int) -> None:
    async with context.db.transaction() as transaction:
        view = await complaints.rate_handling(transaction, context.actor, number, score)
        if await dialogue.current(transaction, context, SCORING.name):
            await dialogue.end(transaction, context)
    if view.state is ComplaintState.CLOSED:
        await show(update, context, Screen(texts.handled(context.words, score), [[_list_button(context)]]))
    else:  # open again meanwhile
        await show_thread(update, context, number)


ADDING = Dialogue("complaint_add", {"words": addition_typed}, casual=True, takes_words=True)
SCORING = Dialogue("complaint_score", {"score": score_typed}, casual=True)

FAMILY = Family(
    buttons={
        "complaint:mine": Press(mine, PLACE),
        "complaint:show": Press(show_pressed, NUMBER),
        "complaint:page": Press(page_pressed, threads.NUMBER_AND_PLACE),
        "complaint:files": Press(files, threads.NUMBER_AND_PLACE),
        "complaint:add": Press(ask_addition, NUMBER),
        "complaint:solved": Press(solved, NUMBER),
        "complaint:thanks": Press(solved_below, NUMBER),
        "complaint:notyet": Press(not_yet, NUMBER),
        "complaint:score": Press(score_pressed, SCORE),
    },
    dialogues=(ADDING, SCORING),
)
