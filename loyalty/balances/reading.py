"""What a customer has, when it comes and goes, and why it is that number."""

from datetime import datetime

from loyalty.balances import queries
from loyalty.balances.model import Balance, Explanation, Figures, Overview
from loyalty.balances.rules import balance_of, by_date
from loyalty.ledger.model import AccountUnknown
from loyalty.programme import of
from storage import Reading


async def balance(reading: Reading, account_id: int, now: datetime) -> Balance:
    """The figures of an account, in one indexed read.

    Raises:
        AccountUnknown: there is no such account.
    """
    figures = await queries.figures(reading, account_id, now)
    if figures is None:
        raise AccountUnknown
    return await reckon(reading, figures)


async def reckon(reading: Reading, figures: Figures) -> Balance:
    """What the figures are worth under the settings that were found with them."""
    return balance_of(figures, await of(reading, figures.programme))


async def overview(reading: Reading, account_id: int, now: datetime) -> Overview:
    """The balance with its dates, as /balance shows it.

    Raises:
        AccountUnknown: there is no such account.
    """
    dated = await queries.dated(reading, account_id, now)
    if dated is None:
        raise AccountUnknown
    pending = by_date((of.matures_at, of.points) for of in dated.coming)
    coming = sorted(dated.coming, key=lambda of: of.matures_at)
    return Overview(await reckon(reading, dated.figures), pending, by_date(dated.expiring), coming)


async def explain(reading: Reading, account_id: int, now: datetime) -> Explanation:
    """Where the balance comes from: by kind of entry, in order of first appearance, and lot by lot.

    Raises:
        AccountUnknown: there is no such account.
    """
    figures = await balance(reading, account_id, now)
    return Explanation(figures, await queries.kinds(reading, account_id), await queries.open_lots(reading, account_id))
