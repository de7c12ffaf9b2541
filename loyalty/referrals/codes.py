"""How a customer invites: by a link, and by a short code to say aloud."""

import secrets
from datetime import datetime

from loyalty.actor import Actor, Permission
from loyalty.identity import acting
from loyalty.referrals.model import Code
from loyalty.referrals.queries import invitations as queries
from loyalty.referrals.rules import ALPHABET, LENGTH
from storage import Reading, Transaction


async def own(reading: Reading, actor: Actor) -> Code | None:
    """What the actor invites with; None: they have never asked for it."""
    actor.require(Permission.USE_OWN_CARD)
    return await queries.code_of(reading, actor.account_id)


async def issue(transaction: Transaction, actor: Actor, now: datetime) -> Code:
    """The same, made when it is first asked for. It stays the same ever after."""
    actor = await acting(transaction, actor, Permission.USE_OWN_CARD)
    while (code := await own(transaction, actor)) is None:  # again only when the code is somebody else's
        await queries.offer_code(transaction, actor.account_id, Code(secrets.token_urlsafe(15), _any_code()), now)
    return code


def _any_code() -> str:
    """By chance; it may be somebody's already."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
