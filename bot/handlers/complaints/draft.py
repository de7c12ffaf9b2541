"""A complaint before it is sent. Everything said is in the dialogue's row, so that nothing is lost by a restart.

The draft's random key travels in the buttons and becomes the complaint's key: however often 'Send' is pressed, one
complaint comes of it.
"""

import secrets
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from telegram import InlineKeyboardButton, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.context import Context
from bot.engine import dialogue
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, move, send
from bot.handlers import aside
from bot.handlers.complaints import texts
from loyalty import complaints
from loyalty.complaints import Category, Said

#: The dialogue's name, and its only step.
NAME, STEP = "complaint", "said"
#: Messages in one draft.
MOST = 20


async def begin(
    update: Update,
    context: Context,
    category: Category | None,
    messages: list[dict[str, Any]],
    *,
    below: bool = False,
    **origin: int,
) -> None:
    """Begin a draft with what is known already (`entry`); `below` leaves the pressed button's screen as it is."""
    data: dict[str, Any] = {"draft": secrets.token_urlsafe(12), "category": category, **origin}
    data["said"] = messages
    async with context.db.transaction() as transaction:
        await dialogue.set_aside(transaction, context)
        await dialogue.begin(transaction, context, NAME, STEP, **data)
    await go_on(update, context, DialogueState(NAME, STEP, data), below=below)


async def current(context: Context) -> DialogueState | None:
    async with context.db.reading() as reading:
        return await dialogue.current(reading, context, NAME)


async def pressed(update: Update, context: Context) -> DialogueState | None:
    """The draft under way or set aside, if the pressed button is one of its own."""
    return await aside.draft(context, NAME, argument(update))


async def change(context: Context, state: DialogueState, **data: Any) -> DialogueState:
    """Write down more of it, in the update's transaction."""
    async with context.db.transaction() as transaction:
        return await dialogue.go(transaction, context, state, STEP, **data)


async def edited(context: Context, state: DialogueState, said: Said, message_id: int) -> bool:
    """A message was changed; whether it was one of the draft's."""
    before = state.data["said"]
    if not any(one["message_id"] == message_id for one in before):
        return False
    after = [entry(said, message_id) if one["message_id"] == message_id else one for one in before]
    state = await change(context, state, said=after)
    shown: int | None = state.data.get("screen")
    if shown is not None and can_be_sent(state):
        screen = await _check(context, state)
        with suppress(BadRequest):  # it says so already, or is gone
            await context.bot.edit_message_text(
                screen.text,
                context.place.chat_id,
                shown,
                parse_mode=ParseMode.HTML,
                reply_markup=screen.inline_markup,
            )
    return True


def entry(said: Said, message_id: int | None = None) -> dict[str, Any]:
    """One message of a draft; None: words that no message of the chat brought."""
    return asdict(said) | {"message_id": message_id}


async def edited_aside(context: Context, said: Said, message_id: int) -> bool:
    """The same for a draft that is set aside."""
    async with context.services.database.transaction() as transaction:
        kept = dialogue.aside(await dialogue.anywhere(transaction, context))
        words = [one["data"]["said"] for one in kept if one["name"] == NAME]
        places = [(all_said, at) for all_said in words for at, one in enumerate(all_said)]
        found = [(all_said, at) for all_said, at in places if all_said[at]["message_id"] == message_id]
        for all_said, at in found:
            all_said[at] = entry(said, message_id)
        if found:
            await dialogue.keep_beside(transaction, context, **{dialogue.ASIDE: kept})
    return bool(found)


def said(state: DialogueState) -> list[Said]:
    return [said_of(one) for one in state.data["said"]]


def said_of(entry: dict[str, Any]) -> Said:
    return Said(entry["text"], entry["media"], entry["file_id"])


def message_ids(state: DialogueState) -> list[int | None]:
    """Of the messages of `said`, in the same order."""
    return [one["message_id"] for one in state.data["said"]]


def can_be_sent(state: DialogueState) -> bool:
    return bool(state.data["said"]) and state.data["category"] is not None


def key(draft: str) -> str:
    """The complaint's."""
    return f"draft:{draft}"


async def go_on(update: Update, context: Context, state: DialogueState, *, below: bool = False) -> None:
    """Put the next question: what it is about, what happened, or whether to send it."""
    data, words = state.data, context.words
    if can_be_sent(state):
        screen = await _check(context, state)
    elif data["category"] is not None:
        text = texts.ask_words(words, Category(data["category"]))
        screen = Screen(text, [[drop_button(context, data["draft"])]])
    else:
        text = texts.ask_category_of(words) if data["said"] else texts.ask_category(words, context.programme)
        screen = Screen(text, categories(context))
    await place(update, context, state, screen, below=below)


async def place(update: Update, context: Context, state: DialogueState, screen: Screen, *, below: bool = False) -> None:
    """One question at a time: a new one takes the place of the one before, wherever that stands by now."""
    before: int | None = state.data.get("screen")
    placed = await (send(update, context, screen) if below else move(update, context, screen, before))
    async with context.services.database.transaction() as transaction:
        now_at = await dialogue.current(transaction, context, NAME)
        if now_at is not None and now_at.data["draft"] == state.data["draft"]:
            await dialogue.go(transaction, context, now_at, STEP, screen=placed)


def categories(context: Context) -> list[list[InlineKeyboardButton]]:
    buttons = [button(texts.category(context.words, of), "complaint", "about", of) for of in Category]
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]


async def _check(context: Context, state: DialogueState) -> Screen:
    """What will be sent."""
    data, purchase = state.data, None
    if "purchase_id" in data:
        async with context.db.reading() as reading:
            purchase, _existing = await complaints.about_purchase(reading, context.actor, data["purchase_id"])
    text = texts.check(context.words, context.programme, Category(data["category"]), said(state), purchase, context.now)
    _ = context.words.gettext
    buttons = [
        [button(_("Send"), "complaint", "send", data["draft"])],
        [button(_("Add more"), "complaint", "more", data["draft"]), drop_button(context, data["draft"])],
    ]
    return Screen(text, buttons)


def drop_button(context: Context, draft: str) -> InlineKeyboardButton:
    _ = context.words.gettext
    return button(_("Cancel"), "complaint", "drop", draft)
