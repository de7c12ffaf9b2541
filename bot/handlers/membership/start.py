"""/start: the greeting, deep links, and whether offers are wanted."""

from telegram import Message, Update, User

from bot.context import Context
from bot.engine import dialogue
from bot.engine.choices import chosen
from bot.engine.dialogue import DialogueState
from bot.engine.keyboards import button
from bot.engine.screens import Screen, send, show
from bot.handlers import spoken
from bot.handlers.cards import customer as card
from bot.handlers.cards import staff as customer
from bot.handlers.cards import texts as card_texts
from bot.handlers.family import Dialogue, Family, Press
from bot.handlers.membership import team
from bot.handlers.membership import texts as welcome
from bot.handlers.menu import main_menu
from bot.handlers.privacy import texts as privacy
from bot.handlers.programme import presentation as profile
from bot.handlers.purchases import recognised
from bot.handlers.referrals import customer as invite
from bot.handlers.referrals import texts as invitation
from loyalty import balances, cards, membership, programme, referrals
from loyalty.actor import Permission
from loyalty.membership import Profile
from loyalty.membership.names import shown_names
from loyalty.programme.model import OwnText
from storage import Transaction
from storage.models import Purpose
from storage.updates import was_handled

#: Which wording of the question about offers was answered; a new one with every change of the sentence.
OFFERS_WORDING = "offers-weekly-1"


async def start(update: Update, context: Context) -> None:
    """Greet, or follow the link that brought the person here."""
    payload = _payload(update)
    kind, token = payload[:2], payload[2:]
    is_new = context.known is None
    if is_new:
        await _join(update, context, kind, token)
    else:
        is_new = await _greeting_was_lost(update, context)
    if is_new:
        await greet_newcomer(update, context, invited=kind == "r_")
    match kind:
        case "i_" | "o_":
            await team.accept(update, context, token)
        case "c_" if not is_new:
            if not await recognised.scanned(update, context, token):
                await customer.open_card(update, context, token)
        case "r_" if not is_new:
            await invite.follow(update, context, token)
        case _ if not is_new:
            await greet_returning(update, context)


def asks_to_join(update: Update) -> bool:
    """Whether a stranger pressed Start. By any other word or button nobody joins: they may just have been forgotten."""
    text = (update.message and update.message.text) or ""
    pressed = update.callback_query and update.callback_query.data
    return text.startswith("/start") or pressed == "start:join"


async def stranger(update: Update, context: Context) -> None:
    """One tap gets them a card."""
    row = [button(context.words.gettext("Get my card"), "start", "join")]
    await send(update, context, Screen(privacy.nobody_here(context.words), [row]))


def _payload(update: Update) -> str:
    words = ((update.message and update.message.text) or "").split(maxsplit=1)
    return words[1].strip() if len(words) == 2 and words[0].startswith("/start") else ""


async def _join(update: Update, context: Context, kind: str, token: str) -> None:
    user = update.effective_user
    assert user is not None
    newcomer = profile_of(user, context.words.language)
    async with context.db.transaction() as transaction:
        joined = await membership.join(transaction, newcomer, context.now, token if kind == "s_" else None)
        if joined.is_new and kind == "r_":
            await referrals.welcome(transaction, joined.visitor.actor, token, context.now)
        if user.id in context.services.settings.admin_ids:
            await membership.ensure_admins(transaction, [user.id])
        context.known = await membership.identify(transaction, user.id) or joined.visitor
        await dialogue.begin(transaction, context, OFFERS.name, "answer")


def profile_of(user: User, language: str) -> Profile:
    """Somebody as Telegram shows them, with the names that can be shown."""
    first_name, last_name = shown_names(user.first_name, user.last_name, user.username)
    return Profile(user.id, first_name, last_name, user.username, language)


async def _greeting_was_lost(update: Update, context: Context) -> bool:
    """Telegram delivers again the message that made this person a customer: we were stopped before we could greet."""
    async with context.db.reading() as reading:
        return await was_handled(reading, context.db.update)


async def greet_newcomer(update: Update, context: Context, *, invited: bool) -> None:
    """`invited`: the link was an invitation, whether or not anybody still invites with it."""
    visitor, words = context.visitor, context.words
    points = context.programme.earning.welcome_points
    async with context.db.glance() as reading:
        own = await programme.own_text(reading, OwnText.WELCOME, words.language, context.programme.default_language)
    text = welcome.newcomer(words, context.programme, visitor.first_name, points, own)
    if invited:
        text += "\n\n" + await _by_whom(context)
    await _hand_over_card(update, context, text)
    await _show_team_menu(context)
    answers = [[button(label, "offers", "yes" if granted else "no") for label, granted in _answers(context).items()]]
    await send(update, context, Screen(welcome.offers_question(words), answers))


async def _by_whom(context: Context) -> str:
    async with context.db.reading() as reading:
        name = await referrals.inviter(reading, context.actor)
    if name is None:
        return welcome.source_unknown(context.words)
    return invitation.invited(context.words, context.programme, name)


async def greet_returning(update: Update, context: Context) -> None:
    visitor, words = context.visitor, context.words
    async with context.db.reading() as reading:
        balance = await balances.balance(reading, visitor.actor.account_id, context.now)
    text = welcome.returning(words, context.programme, visitor.first_name, balance.available)
    await _hand_over_card(update, context, text)
    await _show_team_menu(context)


async def _hand_over_card(update: Update, context: Context, text: str) -> None:
    """The first screen is the card itself: its code and number, and below them what there is to say."""
    async with context.db.reading() as reading:
        current = await cards.current(reading, context.actor.account_id)
    caption = f"{text}\n\n{card_texts.card_number(context.words, current.number)}"
    menu = main_menu(context.words, context.visitor.role)
    await send(update, context, Screen(caption, photo=card.picture(context, current), menu=menu))


async def _show_team_menu(context: Context) -> None:
    """Those whom the environment makes administrators follow no invitation that would set their commands."""
    if context.actor.may(Permission.SERVE):
        await profile.set_commands(context.bot, context.visitor, context.words)


def _answers(context: Context) -> dict[str, bool]:
    _ = context.words.gettext
    return {_("Yes, please"): True, _("No, thanks"): False}


async def offers_pressed(update: Update, context: Context) -> None:
    """The answer to 'May we send you offers?', from its button."""
    assert update.callback_query is not None
    await _record_answer(update, context, granted=update.callback_query.data == "offers:yes")


async def offers_typed(update: Update, context: Context, _state: DialogueState, message: Message) -> bool:
    """The same answer, typed; anything else is no answer, and the question may stay open."""
    granted = chosen(message.text, _answers(context))
    granted = spoken.answer(message.text) if granted is None else granted
    if granted is None:
        return False
    await _record_answer(update, context, granted)
    return True


async def _record_answer(update: Update, context: Context, granted: bool) -> None:
    async with context.db.transaction() as transaction:
        await membership.record_consent(
            transaction, context.actor, Purpose.OFFERS, granted, wording=OFFERS_WORDING, place="start", now=context.now
        )
        await _close_question(transaction, context)
    await show(update, context, Screen(welcome.offers_answer(context.words, granted)))


async def _close_question(transaction: Transaction, context: Context) -> None:
    if await dialogue.current(transaction, context, OFFERS.name):
        await dialogue.end(transaction, context)


OFFERS = Dialogue("offers", {"answer": offers_typed}, casual=True)


FAMILY = Family(
    commands={"start": start},
    buttons={"start:join": Press(start), "offers:yes": Press(offers_pressed), "offers:no": Press(offers_pressed)},
    dialogues=(OFFERS,),
)
