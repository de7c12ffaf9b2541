"""A message that was changed after it was sent: in a complaint, what was said is what stands there now."""

from telegram import Update

from bot.context import Context
from bot.engine.screens import Screen, send
from bot.handlers.complaints import draft as complaint_draft
from bot.handlers.complaints import texts, unplaced
from bot.handlers.complaints.said import number_of, said_in
from loyalty import complaints
from loyalty.complaints import Said


async def edited(update: Update, context: Context) -> None:
    """In the draft under way, or in a complaint that was sent; everywhere else a changed message changes nothing."""
    assert update.edited_message is not None
    message = update.edited_message
    said = said_in(message)
    if said is None:
        return
    state = await complaint_draft.current(context) if context.visitor.dialogue else None
    if state is not None and await complaint_draft.edited(context, state, said, message.message_id):
        return
    if context.visitor.dialogue and await _kept(context, said, message.message_id):
        return
    async with context.db.reading() as reading:
        known = await number_of(reading, message)
    if known is None:
        return
    async with context.db.transaction() as transaction:
        number = await complaints.edit(transaction, context.actor, known, said, context.now)
    if number is not None:
        context.services.wake_dispatcher()
        await send(update, context, Screen(texts.changed(context.words, number)))


async def _kept(context: Context, said: Said, message_id: int) -> bool:
    """Whether it was said in a draft set aside, or is kept until somebody says where it belongs."""
    return await complaint_draft.edited_aside(context, said, message_id) or await unplaced.edited(
        context, said, message_id
    )
