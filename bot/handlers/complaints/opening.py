"""/complaint: what it is about, what happened, is that right? And it is sent."""

import re

from telegram import Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers import aside, turns
from bot.handlers.complaints import customer as own_complaints
from bot.handlers.complaints import draft as drafts
from bot.handlers.complaints import texts
from bot.handlers.complaints.said import remember, said_in
from bot.handlers.family import KEY, Dialogue, Family, Press
from loyalty import complaints
from loyalty.complaints import Category, Said
from loyalty.ratings import Rating

CATEGORY = re.compile("|".join(Category))


async def complaint(update: Update, context: Context) -> None:
    """Ask what it is about; a draft under way or set aside is shown again instead."""
    state = await drafts.current(context)
    if state is None and (kept := await aside.newest(context, drafts.NAME)) is not None:
        state = await aside.resume(context, kept)
    if state is not None and state.data["said"]:
        await drafts.go_on(update, context, state)
        return
    async with context.db.reading() as reading:
        any_yet = await complaints.mine(reading, context.actor, limit=1)
    async with context.db.transaction() as transaction:
        await dialogue.begin(transaction, context, CHOICE.name, "category")
    _ = context.words.gettext
    buttons = drafts.categories(context)
    if any_yet:
        buttons.append([button(_("My complaints"), "complaint", "mine", 0)])
    await show(update, context, Screen(texts.ask_category(context.words, context.programme), buttons))


async def begin_about_purchase(update: Update, context: Context, purchase_id: int) -> None:
    """'Not me' under a receipt: a complaint about it that needs one more tap, or the one there is already.

    Raises:
        PurchaseUnknown: it is not on the actor's card.
    """
    async with context.db.reading() as reading:
        _purchase, existing = await complaints.about_purchase(reading, context.actor, purchase_id)
    if existing is not None:
        await own_complaints.show_thread(update, context, existing.number, below=True)
        return
    words = [drafts.entry(Said(texts.not_me(context.words)))]
    await drafts.begin(update, context, Category.POINTS, words, below=True, purchase_id=purchase_id)


async def begin_about_rating(update: Update, context: Context, rating: Rating) -> None:
    """From a bad rating of the actor's: its words are there already."""
    category = rating.reasons[0] if len(rating.reasons) == 1 else None
    words = [drafts.entry(Said(rating.comment))] if rating.comment else []
    await drafts.begin(update, context, category, words, rating_id=rating.rating_id)


async def category_pressed(update: Update, context: Context) -> None:
    await _choose(update, context, Category(argument(update)))


async def _choose(update: Update, context: Context, category: Category) -> None:
    state = await drafts.current(context)
    if state is None:
        await drafts.begin(update, context, category, [])
    else:
        state = await drafts.change(context, state, category=category)
        await drafts.go_on(update, context, state)


async def category_typed(update: Update, context: Context, _state: DialogueState, message: Message) -> bool:
    """What it is about, or what happened right away."""
    if await _chosen_category(update, context, message):
        return True
    said = said_in(message)
    if said is None:
        await send(update, context, Screen(texts.cannot_pass_on(context.words)))
    else:
        await drafts.begin(update, context, None, [drafts.entry(said, message.message_id)])
    return True


async def _chosen_category(update: Update, context: Context, message: Message) -> bool:
    _ = context.words.gettext
    category = chosen(message.text, {texts.category(context.words, of): of for of in Category})
    if category is not None:
        await _choose(update, context, category)
    elif chosen(message.text, {_("My complaints"): True}):
        await own_complaints.mine(update, context)
    else:
        return False
    return True


async def said_something(update: Update, context: Context, state: DialogueState, message: Message) -> bool:
    """A word that is on a button, or one more message of the complaint."""
    _ = context.words.gettext
    complete = drafts.can_be_sent(state)
    match chosen(message.text, {_("Send"): "send", _("Add more"): "more"}):
        case "send" if complete:
            await _send(update, context, state)
        case "more" if complete:
            await _ask_more(update, context, state)
        case _ if state.data["category"] is None and await _chosen_category(update, context, message):
            return True
        case _:
            await _take_in(update, context, state, message)
    return True


async def _take_in(update: Update, context: Context, state: DialogueState, message: Message) -> None:
    said = said_in(message)
    if said is None:
        await send(update, context, Screen(texts.cannot_pass_on(context.words)))
    elif len(state.data["said"]) >= drafts.MOST:
        await send(update, context, Screen(texts.too_many(context.words)))
    else:
        entry = drafts.entry(said, message.message_id)
        state = await drafts.change(context, state, said=[*state.data["said"], entry])
        await drafts.go_on(update, context, state)


async def more(update: Update, context: Context) -> None:
    if (state := await drafts.pressed(update, context)) is None:
        await turns.stale(update, context)
    else:
        await _ask_more(update, context, state)


async def _ask_more(update: Update, context: Context, state: DialogueState) -> None:
    _ = context.words.gettext
    draft = state.data["draft"]
    buttons = [[button(_("« Back"), "complaint", "check", draft), drafts.drop_button(context, draft)]]
    await drafts.place(update, context, state, Screen(texts.ask_more(context.words), buttons))


async def check(update: Update, context: Context) -> None:
    if (state := await drafts.pressed(update, context)) is None:
        await turns.stale(update, context)
    else:
        await drafts.go_on(update, context, state)


async def drop(update: Update, context: Context) -> None:
    if await drafts.pressed(update, context) is None:
        await turns.stale(update, context)
    else:
        async with context.db.transaction() as transaction:
            await dialogue.end(transaction, context)
        await show(update, context, Screen(texts.dropped(context.words)))


async def send_pressed(update: Update, context: Context) -> None:
    """The first time sends, every other time shows what was sent."""
    async with context.db.reading() as reading:
        sent = await complaints.opened_with(reading, context.actor, drafts.key(argument(update)))
    state = await drafts.pressed(update, context)
    if sent is not None:
        await show(update, context, own_complaints.sent_screen(context, sent))
    elif state is None or not drafts.can_be_sent(state):
        await turns.stale(update, context)
    else:
        await _send(update, context, state)


async def _send(update: Update, context: Context, state: DialogueState) -> None:
    data = state.data
    async with context.db.transaction() as transaction:
        view = await complaints.open_complaint(
            transaction,
            context.actor,
            Category(data["category"]),
            drafts.said(state),
            key=drafts.key(data["draft"]),
            now=context.now,
            purchase_id=data.get("purchase_id"),
            rating_id=data.get("rating_id"),
        )
        if view.is_new:
            await remember(transaction, context, view, drafts.message_ids(state))
        await dialogue.end(transaction, context)
    context.services.wake_dispatcher()
    await drafts.place(update, context, state, own_complaints.sent_screen(context, view))


#: Nothing has been said yet: left without a word.
CHOICE = Dialogue("complaint_choice", {"category": category_typed}, casual=True)
DRAFT = Dialogue(drafts.NAME, {drafts.STEP: said_something}, again=drafts.go_on, command="complaint", takes_words=True)

FAMILY = Family(
    commands={"complaint": complaint},
    buttons={
        "complaint:start": Press(complaint),
        "complaint:about": Press(category_pressed, CATEGORY),
        "complaint:more": Press(more, KEY),
        "complaint:check": Press(check, KEY),
        "complaint:drop": Press(drop, KEY),
        "complaint:send": Press(send_pressed, KEY),
    },
    dialogues=(CHOICE, DRAFT),
)
