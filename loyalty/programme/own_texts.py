"""Sentences in the owner's own words, one for each language they care to say it in."""

from datetime import datetime

from loyalty import audit
from loyalty.actor import Actor, Permission
from loyalty.identity import acting
from loyalty.programme import queries
from loyalty.programme.model import OwnText, TextTooLong
from storage import Reading, Transaction

#: Characters of a text: it stands among the bot's own sentences, and all of them fit into one message.
LONGEST = 500


async def set_text(
    transaction: Transaction, actor: Actor, name: OwnText, language: str, text: str, now: datetime
) -> None:
    """Says it so from now on; an empty text takes it back.

    Raises:
        Forbidden: not one who manages the programme.
        TextTooLong: of more than `LONGEST` characters.
    """
    actor = await acting(transaction, actor, Permission.MANAGE_PROGRAMME)
    text = text.strip()
    if len(text) > LONGEST:
        raise TextTooLong(LONGEST)
    if text:
        await queries.save_text(transaction, name, language, text, actor.person_id, now)
    else:
        await queries.remove_text(transaction, name, language)
    await audit.record(transaction, actor, "text_changed", f"text:{name}", now, {"language": language, "text": text})


async def own_text(reading: Reading, name: OwnText, language: str, otherwise: str) -> str | None:
    """The owner's words in this language, or in the language `otherwise`; None: they have not said it."""
    said = await queries.texts(reading, name)
    return said.get(language) or said.get(otherwise)
