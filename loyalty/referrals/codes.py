"""How a customer invites: by a link, and by a short code to say aloud."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from loyalty.actor import Actor, Permission
from storage import Reading, Transaction
from storage.statements import insert_for
from storage.tables import referral_codes

#: No two of these look alike, and without vowels they make no words.
ALPHABET = "CDFGHJKMNPQRTVWX34679"
LENGTH = 6
#: Cyrillic letters that look like ours: whoever hears the code may well type these.
_LOOK_ALIKES = str.maketrans("СНКМРТХ", "CHKMPTX")


@dataclass(frozen=True, slots=True)
class Code:
    """What one invites with. `token` follows `r_` in the link; `code` is to be said aloud."""

    token: str
    code: str


_OWN = select(referral_codes.c.token, referral_codes.c.code).where(
    referral_codes.c.account_id == bindparam("account_id")
)


def parse_code(text: str) -> str | None:
    """The code that was meant, whatever its case, blanks and dashes; None: none."""
    code = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def format_code(code: str) -> str:
    """As it is shown: KMP-347."""
    return f"{code[:3]}-{code[3:]}"


async def own(reading: Reading, actor: Actor) -> Code | None:
    """What the actor invites with; None: they have never asked for it."""
    actor.require(Permission.USE_OWN_CARD)
    row = (await reading.run(_OWN, {"account_id": actor.account_id})).one_or_none()
    return Code(*row) if row else None


async def issue(transaction: Transaction, actor: Actor, now: datetime) -> Code:
    """The same, made when it is first asked for. It stays the same ever after."""
    while (code := await own(transaction, actor)) is None:  # again only when the code is somebody else's
        row = {
            "account_id": actor.account_id,
            "token": secrets.token_urlsafe(15),
            "code": "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
            "created_at": now,
        }
        await transaction.run(insert_for(transaction, referral_codes).on_conflict_do_nothing(), row)
    return code
