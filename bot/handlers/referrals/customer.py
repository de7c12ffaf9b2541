"""/invite: the link, its code and its card for other chats; what came of them; and who invited oneself."""

from typing import Any
from urllib.parse import quote, urlencode

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    SwitchInlineQueryChosenChat,
    Update,
)
from telegram.helpers import create_deep_linked_url

from bot.context import Context
from bot.engine import dialogue, qr
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import argument, button
from bot.engine.screens import Screen, send, show
from bot.handlers.family import NUMBER, Dialogue, Family, Press
from bot.handlers.referrals import texts
from loyalty import referrals
from loyalty.referrals import Code, Standing
from loyalty.referrals.model import ReferralUnknown

FRIENDS_A_PAGE = 10
#: Seconds for which Telegram may show somebody their own card again without asking.
CARD_KEPT = 30
#: Where somebody came from who typed the bot's name without having a card.
FROM_INLINE = "s_inline"


async def invite(update: Update, context: Context) -> None:
    code = await _code(context)
    async with context.db.reading() as reading:
        standing = await referrals.standing(reading, context.actor, context.now)
    link = _link(context, code)
    text = texts.overview(context.words, context.programme, link, code.code, standing, context.now)
    await show(update, context, Screen(text, _buttons(context, link, standing)))


async def _code(context: Context) -> Code:
    """Made when it is first asked for; that repeats harmlessly, so it takes no part in the update's transaction."""
    async with context.db.reading() as reading:
        code = await referrals.own(reading, context.actor)
    if code is None:
        async with context.services.database.transaction() as transaction:
            code = await referrals.issue(transaction, context.actor, context.now)
    return code


def _link(context: Context, code: Code) -> str:
    return create_deep_linked_url(context.bot.username, f"r_{code.token}")


def _buttons(context: Context, link: str, standing: Standing) -> list[list[InlineKeyboardButton]]:
    _ = context.words.gettext
    copy = InlineKeyboardButton(_("Copy the link"), copy_text=CopyTextButton(link))
    more = [button(_("QR code"), "invite", "qr")]
    if standing.joined:
        more.append(button(_("My friends"), "invite", "friends"))
    if standing.may_name_inviter:
        more.append(button(_("I have a code"), "invite", "code"))
    return [row for row in ([_share(context, link), copy], more[:2], more[2:]) if row]


def _share(context: Context, link: str) -> InlineKeyboardButton:
    """Chooses a chat and puts the card there; by Telegram's own sharing where inline mode is not switched on."""
    label = context.words.gettext("Share")
    if context.bot.supports_inline_queries:
        anywhere = SwitchInlineQueryChosenChat(allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True)
        return InlineKeyboardButton(label, switch_inline_query_chosen_chat=anywhere)
    card = texts.card(context.words, context.programme, context.visitor.first_name)
    query = urlencode({"url": link, "text": card}, quote_via=quote)
    return InlineKeyboardButton(label, url=f"https://t.me/share/url?{query}")


async def show_qr(update: Update, context: Context) -> None:
    link = _link(context, await _code(context))
    caption = texts.qr_caption(context.words, context.programme)
    await show(update, context, Screen(caption, [_back(context)], photo=qr.png(link)))


def _back(context: Context) -> list[InlineKeyboardButton]:
    return [button(context.words.gettext("« Invitation"), "invite", "show")]


async def friends(update: Update, context: Context) -> None:
    await _show_friends(update, context)


async def more_friends(update: Update, context: Context) -> None:
    await _show_friends(update, context, before_id=int(argument(update)))


async def _show_friends(update: Update, context: Context, before_id: int | None = None) -> None:
    """A page of them; one more is looked up to know whether there is another page."""
    async with context.db.reading() as reading:
        found = await referrals.friends(reading, context.actor, before_id, FRIENDS_A_PAGE + 1)
    page = found[:FRIENDS_A_PAGE]
    row = _back(context)
    if len(found) > len(page):
        row.append(button(context.words.gettext("Next »"), "invite", "more", page[-1].referral_id))
    await show(update, context, Screen(texts.friends(context.words, page, context.now), [row]))


async def follow(update: Update, context: Context, token: str) -> None:
    """Somebody who is here already has opened an `r_` link."""
    async with context.db.transaction() as transaction:
        name = await referrals.accept(transaction, context.actor, token, context.now)
    await send(update, context, Screen(texts.invited(context.words, context.programme, name)))


async def ask_code(update: Update, context: Context) -> None:
    async with context.db.transaction() as transaction:
        await referrals.require_newcomer(transaction, context.actor, context.now)
        await dialogue.begin(transaction, context, CODE.name, "code")
    await show(update, context, Screen(texts.ask_code(context.words), _leave_button(context)))


def _leave_button(context: Context) -> list[list[InlineKeyboardButton]]:
    return [[button(context.words.gettext("Leave it"), "invite", "leave")]]


async def leave(update: Update, context: Context) -> None:
    async with context.db.transaction() as transaction:
        if await dialogue.current(transaction, context, CODE.name):
            await dialogue.end(transaction, context)
    await invite(update, context)


async def code_typed(update: Update, context: Context, _state: DialogueState, message: Message) -> bool:
    if chosen(message.text, {context.words.gettext("Leave it"): True}):
        await leave(update, context)
        return True
    code = referrals.parse_code(message.text or "")
    if code is None:
        await send(update, context, Screen(texts.code_unreadable(context.words), _leave_button(context)))
        return True
    async with context.db.transaction() as transaction:
        name = await referrals.accept(transaction, context.actor, code, context.now)
        await dialogue.end(transaction, context)
    await send(update, context, Screen(texts.invited(context.words, context.programme, name)))
    return True


async def code_alone(update: Update, context: Context, message: Message) -> bool:
    """Whether it was a code of somebody's, typed without being asked for."""
    code = referrals.parse_code(message.text or "")
    if code is None:
        return False
    try:
        async with context.db.transaction() as transaction:
            name = await referrals.accept(transaction, context.actor, code, context.now)
    except ReferralUnknown:  # letters and digits that only look like one
        return False
    await send(update, context, Screen(texts.invited(context.words, context.programme, name)))
    return True


async def inline(update: Update, context: Context) -> None:
    """The bot's name typed in any chat offers one's invitation card; whoever has no card is led to the bot."""
    assert update.inline_query is not None
    own: dict[str, Any] = {"cache_time": CARD_KEPT, "is_personal": True}
    if context.known is None:
        to_bot = InlineQueryResultsButton(texts.join_first(context.words), start_parameter=FROM_INLINE)
        await update.inline_query.answer([], button=to_bot, **own)
        return
    link = _link(context, await _code(context))
    await update.inline_query.answer([_card(context, link)], **own)


def _card(context: Context, link: str) -> InlineQueryResultArticle:
    words, programme = context.words, context.programme
    return InlineQueryResultArticle(
        "invitation",
        texts.card_title(words, programme),
        InputTextMessageContent(texts.card(words, programme, context.visitor.first_name)),
        reply_markup=InlineKeyboardMarkup.from_button(InlineKeyboardButton(words.gettext("Get my card"), url=link)),
        description=texts.both_get(words, programme),
    )


CODE = Dialogue("invite", {"code": code_typed}, casual=True)


FAMILY = Family(
    commands={"invite": invite},
    buttons={
        "invite:show": Press(invite),
        "invite:qr": Press(show_qr),
        "invite:friends": Press(friends),
        "invite:more": Press(more_friends, NUMBER),
        "invite:code": Press(ask_code),
        "invite:leave": Press(leave),
    },
    dialogues=(CODE,),
)
