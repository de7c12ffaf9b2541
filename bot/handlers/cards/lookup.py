"""Looking a card up for the team, and counting the numbers that nobody has."""

from bot.context import Context
from bot.engine import dialogue
from loyalty import cards
from loyalty.cards import Holder
from loyalty.cards.model import CardUnknown


async def look_up(context: Context, token_or_number: str) -> Holder:
    """Whose card was scanned, or its number typed.

    Raises: as `cards.look_up`; a number that no card has is written down although.
    """
    try:
        async with context.db.glance() as reading:
            return await cards.look_up(reading, context.actor, token_or_number, context.now)
    except CardUnknown:
        # Not the update's own transaction: it may go on and do something else. Counted twice is no harm.
        async with context.services.database.transaction() as transaction:
            await cards.missed(transaction, context.actor, token_or_number, context.now)
        context.services.wake_dispatcher()
        raise


async def look_up_shown(context: Context, token_or_number: str) -> Holder:
    """As `look_up`, where the card may be the one in front: named by a button, or by nothing but the order of things.

    That one was shown already, so it is found in a pause of the numbers too: whoever scans can serve. A modified client
    can put any other number into a button.
    """
    async with context.db.glance() as reading:
        state = await dialogue.anywhere(reading, context)
        shown = {state.data.get("card"), (state.data.get(dialogue.FRONT) or {}).get("card")} if state else set()
        if token_or_number in shown:
            return await cards.holder(reading, context.actor, token_or_number, context.now)
    return await look_up(context, token_or_number)
