"""Words and files that fit nothing: kept until their sender says with one tap what is to become of them.

They go into the complaint that is under way, or become one. Each comes with its offer's key, so that a press twice adds
nothing twice, and an earlier offer never takes what was said later.
"""

from datetime import datetime, timedelta
from typing import Any

from telegram import InlineKeyboardButton, Message, Update

from bot.context import Context
from bot.engine import dialogue
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, move, show
from bot.handlers import turns
from bot.handlers.complaints import customer as own_complaints
from bot.handlers.complaints import draft as drafts
from bot.handlers.complaints import texts
from bot.handlers.complaints.said import remember, said_in
from bot.handlers.family import NUMBER, NUMBER_AND_KEY, Family, Press
from loyalty import complaints
from loyalty.complaints import Said
from storage import Reading, Transaction
from storage.models import ComplaintState

#: What comes within this time of the message before is meant to go with it.
TOGETHER = timedelta(minutes=10)
#: Offers kept.
MOST_OFFERS = 5

Offer = dict[str, Any]


async def keep(update: Update, context: Context, message: Message, others: list[InlineKeyboardButton]) -> bool:
    """Keep a message and offer to pass it on, with other buttons that may fit; False: it cannot be passed on."""
    said = said_in(message)
    if said is None:
        return False
    async with context.db.transaction() as transaction:
        kept = _offers(await dialogue.anywhere(transaction, context))
        number = await _under_way(transaction, context)
        offer = _with(kept, said, message.message_id, context.now)
        await _save(transaction, context, kept, offer)
    await _put(update, context, offer, number, others)
    return True


async def put_again(update: Update, context: Context, others: list[InlineKeyboardButton]) -> bool:
    """Whether the message, which Telegram delivers again, was kept; its offer may have got lost, and is put again."""
    async with context.db.reading() as reading:
        kept = _offers(await dialogue.anywhere(reading, context))
        number = await _under_way(reading, context)
    message_id = update.message.message_id if update.message else None
    offer = next((offer for offer in kept if message_id in [one["message_id"] for one in offer["said"]]), None)
    if offer is None:
        return False
    await _put(update, context, offer, number, others)
    return True


async def _put(
    update: Update, context: Context, offer: Offer, number: int | None, others: list[InlineKeyboardButton]
) -> None:
    """One offer at a time: it stands below the last message it is about."""
    row = [_pass_on(context, offer, number)]
    screen = Screen(texts.unplaced(context.words, number), [row, others])
    placed = await move(update, context, screen, offer.get("screen"))
    async with context.services.database.transaction() as transaction:
        kept = _offers(await dialogue.anywhere(transaction, context))
        await _save(transaction, context, kept, offer | {"screen": placed})


async def _under_way(reading: Reading, context: Context) -> int | None:
    """The complaint it may belong to: the one the team has answered, or else the newest that is not closed."""
    answered = await complaints.to_confirm(reading, context.actor)
    views = [answered] if answered else await complaints.mine(reading, context.actor)
    return next((view.number for view in views if view.state is not ComplaintState.CLOSED), None)


async def has_complaint(context: Context) -> bool:
    async with context.db.reading() as reading:
        return await _under_way(reading, context) is not None


def _pass_on(context: Context, offer: Offer, number: int | None) -> InlineKeyboardButton:
    if number is None:
        return button(texts.send_to_team(context.words), "unplaced", "complain", offer["key"])
    return button(texts.add_to(context.words, number), "unplaced", "add", number, offer["key"])


def _offers(state: dialogue.DialogueState | None) -> list[Offer]:
    return list(state.data.get(dialogue.UNPLACED, ())) if state else []


def _with(kept: list[Offer], said: Said, message_id: int, now: datetime) -> Offer:
    """The offer under way with one more message, or a new one."""
    last = kept[-1] if kept else None
    if last and now - datetime.fromisoformat(last["at"]) <= TOGETHER and len(last["said"]) < drafts.MOST:
        return last | {"at": now.isoformat(), "said": [*last["said"], drafts.entry(said, message_id)]}
    return {"key": str(message_id), "at": now.isoformat(), "said": [drafts.entry(said, message_id)]}


async def _save(transaction: Transaction, context: Context, kept: list[Offer], offer: Offer) -> None:
    others = [one for one in kept if one["key"] != offer["key"]]
    await dialogue.keep_beside(transaction, context, **{dialogue.UNPLACED: [*others, offer][-MOST_OFFERS:]})


async def edited(context: Context, said: Said, message_id: int) -> bool:
    """A message was changed; whether it was one of these."""
    async with context.services.database.transaction() as transaction:
        kept = _offers(await dialogue.anywhere(transaction, context))
        found = any(one["message_id"] == message_id for offer in kept for one in offer["said"])
        for offer in kept if found else ():
            after = drafts.entry(said, message_id)
            offer["said"] = [after if one["message_id"] == message_id else one for one in offer["said"]]
        if found:
            await dialogue.keep_beside(transaction, context, **{dialogue.UNPLACED: kept})
    return found


async def add(update: Update, context: Context) -> None:
    """'Add to complaint 9'; pressed again it shows the complaint."""
    about, _, key = argument(update).partition(":")
    number, view = int(about), None
    async with context.db.transaction() as transaction:
        kept = _offers(await dialogue.anywhere(transaction, context))
        for one in _said(kept, key):
            view = await complaints.add(transaction, context.actor, number, drafts.said_of(one), context.now)
            await remember(transaction, context, view, [one["message_id"]])
        if view is not None:
            await _forget(transaction, context, kept, key)
    if view is None:
        await own_complaints.show_thread(update, context, number)
        return
    context.services.wake_dispatcher()
    await show(update, context, own_complaints.added_screen(context, view))


async def complain(update: Update, context: Context) -> None:
    """'Send to the team': the draft of a complaint, which says what will be sent. Pressed again it is shown again."""
    key = argument(update)
    async with context.db.reading() as reading:
        kept = _offers(await dialogue.anywhere(reading, context))
        state = await dialogue.current(reading, context, drafts.NAME)
    said = _said(kept, key)
    if said:
        await drafts.begin(update, context, None, said, offer=int(key))
        async with context.services.database.transaction() as transaction:
            await _forget(transaction, context, _offers(await dialogue.anywhere(transaction, context)), key)
    elif state is not None and state.data.get("offer") == int(key):
        await drafts.go_on(update, context, state)
    else:
        await turns.stale(update, context)


def _said(kept: list[Offer], key: str) -> list[dict[str, Any]]:
    """The messages of the offer of this key, each as in a draft."""
    return [one for offer in kept if offer["key"] == key for one in offer["said"]]


async def _forget(transaction: Transaction, context: Context, kept: list[Offer], key: str) -> None:
    left = [offer for offer in kept if offer["key"] != key]
    await dialogue.keep_beside(transaction, context, **{dialogue.UNPLACED: left})


FAMILY = Family(
    buttons={"unplaced:add": Press(add, NUMBER_AND_KEY), "unplaced:complain": Press(complain, NUMBER)},
)
