"""/staff: who works here, invitations by one-time link, and the end of an access."""

from dataclasses import replace

from telegram import Update
from telegram.helpers import create_deep_linked_url

from bot.context import Context
from bot.engine.keyboards import argument, button, page_buttons
from bot.engine.screens import Screen, send, show
from bot.handlers.family import NUMBER, PLACE, STAFF_ROLE, Family, Press
from bot.handlers.membership import team_texts as texts
from bot.handlers.menu import main_menu
from bot.handlers.programme import presentation as profile
from loyalty import membership
from loyalty.actor import Permission
from loyalty.membership import StaffMember
from storage.models import Role

#: Members of a page: as many as one message holds, whatever they are called.
MEMBERS = 20


async def team(update: Update, context: Context) -> None:
    await _show_team(update, context, 0)


async def turned(update: Update, context: Context) -> None:
    await _show_team(update, context, int(argument(update)))


async def _show_team(update: Update, context: Context, page: int) -> None:
    async with context.db.reading() as reading:
        everybody = await membership.staff(reading, context.actor)
    pages = [everybody[first : first + MEMBERS] for first in range(0, len(everybody), MEMBERS)]
    at = min(page, len(pages) - 1)
    members = pages[at]
    _ = context.words.gettext
    buttons = [[button(_("Invite a staff member"), "staff", "invite", Role.STAFF)]]
    if context.actor.may(Permission.INVITE_ADMIN):
        buttons.append([button(_("Invite an administrator"), "staff", "invite", Role.ADMIN)])
    buttons += [
        [button(_("End access: {name}").format(name=member.name), "staff", "end", member.person_id)]
        for member in members
        if _below(context, member)
    ]
    buttons += page_buttons(context.words, at, len(pages), "staff", "page")
    await show(update, context, Screen(texts.team(context.words, members), buttons))


async def invite(update: Update, context: Context) -> None:
    role = Role(argument(update))
    async with context.db.transaction() as transaction:
        invited = await membership.invite(transaction, context.actor, role, context.now)
    link = create_deep_linked_url(context.bot.username, f"i_{invited.token}")
    await send(update, context, Screen(texts.invitation(context.words, context.programme, role, link)))


async def accept(update: Update, context: Context, token: str) -> None:
    """Somebody has opened an `i_` or `o_` link: the role is theirs, and their menus grow.

    The link may be what has just made them a customer, in this update's own transaction. Accepting it is one more, and
    needs no update's id: the same person opening the same link again changes nothing.
    """
    async with context.services.database.transaction() as transaction:
        accepted = await membership.accept(transaction, context.actor, token, context.now)
    context.known = replace(context.visitor, role=accepted.role)
    await profile.set_commands(context.bot, context.visitor, context.words)
    text = texts.welcome_to_team(context.words, context.programme, accepted.role)
    await send(update, context, Screen(text, menu=main_menu(context.words, accepted.role)))


async def ask_end(update: Update, context: Context) -> None:
    member = await _member(context, int(argument(update)))
    if member is None:
        await team(update, context)
        return
    _ = context.words.gettext
    buttons = [[button(_("End access"), "staff", "ended", member.person_id), button(_("« The team"), "staff", "show")]]
    await show(update, context, Screen(texts.revoke_question(context.words, member.name), buttons))


async def end(update: Update, context: Context) -> None:
    member = await _member(context, int(argument(update)))
    if member is None:  # pressed twice
        await team(update, context)
        return
    async with context.db.transaction() as transaction:
        await membership.revoke_role(transaction, context.actor, member.person_id, context.now)
    if member.telegram_id is not None:
        await profile.forget_commands(context.bot, member.telegram_id)
    _ = context.words.gettext
    buttons = [[button(_("« The team"), "staff", "show")]]
    await show(update, context, Screen(texts.revoked(context.words, member.name), buttons))


async def _member(context: Context, person_id: int) -> StaffMember | None:
    async with context.db.reading() as reading:
        members = await membership.staff(reading, context.actor)
    return next((member for member in members if member.person_id == person_id), None)


def _below(context: Context, member: StaffMember) -> bool:
    """Whether the button is worth showing; the use case decides."""
    ranks = list(Role)
    return ranks.index(member.role) < ranks.index(context.visitor.role)


FAMILY = Family(
    commands={"staff": team},
    buttons={
        "staff:show": Press(team),
        "staff:page": Press(turned, PLACE),
        "staff:invite": Press(invite, STAFF_ROLE),
        "staff:end": Press(ask_end, NUMBER),
        "staff:ended": Press(end, NUMBER),
    },
)
