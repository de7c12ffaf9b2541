"""Notices of purchases: receipts, refunds, corrections."""

from bot.engine.keyboards import button
from bot.engine.screens import Screen
from bot.handlers.notice import AnyKind, Kind, Wording
from bot.handlers.purchases import texts
from loyalty import purchases
from loyalty.purchases import Receipt
from loyalty.purchases.model import PurchaseUnknown
from loyalty.purchases.notices import Receipted, TakenBack, Undone


async def receipt(wording: Wording, notice: Receipted) -> Screen:
    words = wording.words
    not_me = button(words.gettext("Not me"), "receipt", "notme", notice.purchase_id)
    purchase = await _purchase(wording, notice.purchase_id)
    return Screen(texts.receipt(words, wording.programme, purchase, notice), [[not_me]])


async def refund(wording: Wording, notice: TakenBack) -> Screen:
    purchase = await _purchase(wording, notice.purchase_id)
    return Screen(texts.refund(wording.words, notice, purchase.shop))


async def purchase_undone(wording: Wording, notice: Undone) -> Screen:
    purchase = await _purchase(wording, notice.purchase_id)
    return Screen(texts.purchase_undone(wording.words, notice, purchase.shop))


async def _purchase(wording: Wording, purchase_id: int) -> Receipt:
    """Raises PurchaseUnknown."""
    found = await purchases.receipt(wording.reading, purchase_id)
    if found is None:
        raise PurchaseUnknown
    return found


KINDS: tuple[AnyKind, ...] = (Kind(Receipted, receipt), Kind(TakenBack, refund), Kind(Undone, purchase_undone))
