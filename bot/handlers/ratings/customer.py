"""/rate: how likely one is to recommend us, why, and thanks that fit the answer."""

import re
from datetime import datetime

from telegram import InlineKeyboardButton, Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, move, send, show
from bot.handlers.complaints import customer as own_complaints
from bot.handlers.complaints import opening as complaint
from bot.handlers.family import NUMBER, Dialogue, Family, Press
from bot.handlers.ratings import texts
from loyalty import complaints, ratings
from loyalty.complaints import Category
from loyalty.programme.links import is_web_address
from loyalty.ratings import ASKED, HIGHEST, LOWEST, REASONS, WHY_WAITS, Rating

ANSWER = re.compile(r"(\d|10):(asked|purchase:[1-9]\d{0,8})", re.ASCII)
REASON = re.compile(rf"[1-9]\d{{0,8}}:({'|'.join(REASONS)}):[01]", re.ASCII)
#: Buttons of the first row, as on a ruler that is folded once.
FIRST_ROW = 6


async def rate(update: Update, context: Context) -> None:
    """Ask, or show the answer of this cooldown."""
    async with context.db.reading() as reading:
        last = await ratings.latest(reading, context.actor, context.now)
    if last is None:
        await ask(update, context, ASKED)
        return
    _ = context.words.gettext
    text = texts.answered(context.words, last, context.now)
    await show(update, context, Screen(text, [[button(_("Correct it"), "rate", "again")]]))


async def again(update: Update, context: Context) -> None:
    await ask(update, context, ASKED)


async def ask(update: Update, context: Context, cause: str) -> None:
    """Put the question; `cause` is what it comes from: `asked`, or `purchase:12`."""
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, RATE.name, "score", cause=cause)
    await _put(update, context, _question(context, cause))


def _question(context: Context, cause: str) -> Screen:
    return Screen(texts.question(context.words, context.programme), _numbers(context, cause))


async def _put(update: Update, context: Context, screen: Screen, before: int | None = None) -> None:
    """Put a question of the dialogue, and remember where it stands: the next one takes its place."""
    placed = await move(update, context, screen, before)
    async with context.services.database.transaction() as transaction:
        if state := await dialogue.current(transaction, context, RATE.name):
            await dialogue.go(transaction, context, state, state.step, screen=placed)


async def _screen(context: Context) -> int | None:
    """Where the dialogue's last question stands."""
    async with context.db.reading() as reading:
        state = await dialogue.current(reading, context, RATE.name)
    return state.data.get("screen") if state else None


def _numbers(context: Context, cause: str) -> list[list[InlineKeyboardButton]]:
    numbers = [
        button(context.words.number(score), "rate", "give", score, cause) for score in range(LOWEST, HIGHEST + 1)
    ]
    return [numbers[:FIRST_ROW], numbers[FIRST_ROW:]]


async def number_pressed(update: Update, context: Context) -> None:
    score, _, cause = argument(update).partition(":")
    await _give(update, context, int(score), cause)


async def number_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    text = (message.text or "").strip()
    if text.isdecimal() and LOWEST <= int(text) <= HIGHEST:
        await _give(update, context, int(text), state.data["cause"])
    else:
        await send(update, context, Screen(texts.number_unreadable(context.words)))
    return True


async def _give(update: Update, context: Context, score: int, cause: str) -> None:
    before = await _screen(context)
    async with context.db.transaction() as transaction:
        given = await ratings.rate(
            transaction,
            context.actor,
            score,
            cause=cause,
            language=context.visitor.language,
            wording=texts.WORDING,
            now=context.now,
        )
        until = (context.now + WHY_WAITS).isoformat()
        await dialogue.begin(transaction, context, RATE.name, "why", rating=given.rating_id, until=until)
    context.services.wake_dispatcher()
    await _ask_why(update, context, given, before)


async def _ask_why(update: Update, context: Context, rating: Rating, before: int | None) -> None:
    _ = context.words.gettext
    reasons = [_reason_button(context, rating, reason) for reason in REASONS]
    buttons = [reasons[start : start + 2] for start in range(0, len(reasons), 2)]
    if rating.detractor:
        buttons.append([_complain_button(context, rating)])
    done = _("Done") if rating.reasons or rating.comment else _("Leave it")
    buttons.append([button(done, "rate", "done", rating.rating_id)])
    await _put(update, context, Screen(texts.why(context.words, rating), buttons), before)


def _reason_button(context: Context, rating: Rating, reason: Category) -> InlineKeyboardButton:
    """The button says what a press will lead to, so that pressing it twice is as good as once."""
    label, given = texts.reason_for(context.words, reason), reason in rating.reasons
    return button(f"✓ {label}" if given else label, "rate", "why", rating.rating_id, reason, 0 if given else 1)


def _complain_button(context: Context, rating: Rating) -> InlineKeyboardButton:
    _ = context.words.gettext
    within = context.words.hours(context.programme.complaints.answer_hours)
    return button(_("Get an answer within {hours}").format(hours=within), "rate", "complain", rating.rating_id)


async def reason_pressed(update: Update, context: Context) -> None:
    number, reason, given = argument(update).split(":")
    await _give_reason(update, context, int(number), Category(reason), given == "1")


async def _give_reason(update: Update, context: Context, rating_id: int, reason: Category, given: bool) -> None:
    async with context.db.transaction() as transaction:
        rating = await ratings.give_reason(transaction, context.actor, rating_id, reason, given, context.now)
    context.services.wake_dispatcher()
    await _ask_why(update, context, rating, await _screen(context))


async def why_typed(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    """A button's word, or the reason in one's own words."""
    _ = context.words.gettext
    rating_id: int = state.data["rating"]
    if context.now > datetime.fromisoformat(state.data["until"]):
        return False
    reasons = {texts.reason_for(context.words, reason): reason for reason in REASONS}
    if message.text is None:
        await send(update, context, Screen(texts.words_wanted(context.words)))
    elif reason := chosen(message.text, reasons):
        await _give_reason(update, context, rating_id, reason, True)
    elif chosen(message.text, {_("Done"): True, _("Leave it"): True}):
        await _finish(update, context, rating_id)
    else:
        async with context.db.transaction() as transaction:
            await ratings.comment(transaction, context.actor, rating_id, message.text, context.now)
        context.services.wake_dispatcher()
        await _thank(update, context, rating_id)
    return True


async def done(update: Update, context: Context) -> None:
    await _finish(update, context, int(argument(update)))


async def _finish(update: Update, context: Context, rating_id: int) -> None:
    async with context.db.transaction() as transaction:
        await ratings.finish(transaction, context.actor, rating_id, context.now)
    context.services.wake_dispatcher()
    await _thank(update, context, rating_id)


async def _thank(update: Update, context: Context, rating_id: int) -> None:
    """The end of it: what is typed from now on is no reason any more."""
    rating, before = await _find(context, rating_id), await _screen(context)
    async with context.services.database.transaction() as transaction:
        if await dialogue.current(transaction, context, RATE.name):
            await dialogue.end(transaction, context)
    screen = Screen(texts.thanks(context.words, context.programme, rating), _next(context, rating))
    await move(update, context, screen, before)


def _next(context: Context, rating: Rating) -> list[list[InlineKeyboardButton]]:
    """One next step that fits the answer."""
    _, words, programme = context.words.gettext, context.words, context.programme
    if rating.detractor:
        return [[_complain_button(context, rating)]]
    if not rating.promoter:
        return []
    # An address from before they were checked would cost the whole screen.
    usable = [link for link in programme.ratings.review_links if is_web_address(link)]
    links = [[InlineKeyboardButton(texts.review(words, link), url=link)] for link in usable]
    invite = [[button(_("Invite a friend"), "invite", "show")]] if texts.rewards_friends(programme) else []
    return [*invite, *links]


async def complain(update: Update, context: Context) -> None:
    """A complaint of one's answer, or the one there is already: the team may have opened it."""
    rating = await _find(context, int(argument(update)))
    async with context.db.reading() as reading:
        existing = await complaints.about_rating(reading, rating.rating_id)
    if existing is not None:
        await own_complaints.show_thread(update, context, existing.number, below=True)
    else:
        await complaint.begin_about_rating(update, context, rating)


async def _find(context: Context, rating_id: int) -> Rating:
    async with context.db.reading() as reading:
        return await ratings.find(reading, context.actor, rating_id, context.now)


async def stand(update: Update, context: Context, state: DialogueState) -> None:
    """Where it is, once more."""
    before = state.data.get("screen")
    if state.step == "score":
        await _put(update, context, _question(context, state.data["cause"]), before)
    else:
        await _ask_why(update, context, await _find(context, state.data["rating"]), before)


RATE = Dialogue("rate", {"score": number_typed, "why": why_typed}, again=stand, casual=True)

FAMILY = Family(
    commands={"rate": rate},
    buttons={
        "rate:again": Press(again),
        "rate:give": Press(number_pressed, ANSWER),
        "rate:why": Press(reason_pressed, REASON),
        "rate:done": Press(done, NUMBER),
        "rate:complain": Press(complain, NUMBER),
    },
    dialogues=(RATE,),
)
