"""/staff: who works here, invitations by one-time link, and the end of an access."""

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot import profile
from bot.context import Context
from bot.keyboards import argument, button, main_menu
from bot.screens import Screen, send, show
from bot.texts import staff as texts
from loyalty import membership
from loyalty.actor import Permission
from storage.models import Role


async def team(update: Update, context: Context) -> None:
    async with context.db.reading() as session:
        members = await membership.staff(session, context.actor)
    _ = context.words.gettext
    buttons = [[button(_("Invite a staff member"), "staff", "invite", Role.STAFF)]]
    if context.actor.may(Permission.INVITE_ADMIN):
        buttons.append([button(_("Invite an administrator"), "staff", "invite", Role.ADMIN)])
    buttons += [
        [button(_("End access: {name}").format(name=member.name), "staff", "end", member.person_id)]
        for member in members
        if member.revocable
    ]
    await show(update, context, Screen(texts.team(context.words, members), buttons))


async def invite(update: Update, context: Context) -> None:
    role = Role(argument(update))
    async with context.db.transaction() as session:
        token = await membership.invite(session, context.actor, role, context.now)
    link = create_deep_linked_url(context.bot.username, f"i_{token}")
    await send(update, context, Screen(texts.invitation(context.words, context.programme, role, link)))


async def accept(update: Update, context: Context, token: str) -> None:
    """Somebody has opened an `i_` or `o_` link: the role is theirs, and their menus grow."""
    async with context.db.transaction() as session:
        accepted = await membership.accept(session, context.actor, token, context.now)
    context.known = accepted.actor
    await profile.set_commands(context.bot, context.actor, context.words)
    text = texts.welcome_to_team(context.words, context.programme, accepted.actor.role)
    await send(update, context, Screen(text, menu=main_menu(context.words, accepted.actor.role)))


async def ask_end(update: Update, context: Context) -> None:
    async with context.db.reading() as session:
        members = await membership.staff(session, context.actor)
    _ = context.words.gettext
    person_id = int(argument(update))
    name = next((member.name for member in members if member.person_id == person_id), None)
    if name is None:
        await team(update, context)
        return
    buttons = [[button(_("End access"), "staff", "ended", person_id), button(_("« The team"), "staff", "show")]]
    await show(update, context, Screen(texts.revoke_question(context.words, name), buttons))


async def end(update: Update, context: Context) -> None:
    async with context.db.transaction() as session:
        revoked = await membership.revoke_role(session, context.actor, int(argument(update)), context.now)
    _ = context.words.gettext
    await profile.forget_commands(context.bot, revoked.telegram_id)
    buttons = [[button(_("« The team"), "staff", "show")]]
    await show(update, context, Screen(texts.revoked(context.words, revoked.name), buttons))
