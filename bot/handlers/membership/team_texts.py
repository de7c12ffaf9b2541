"""Who works here, invitations, and what they give."""

from collections.abc import Sequence
from html import escape

from bot.i18n import Words
from loyalty.membership import StaffMember
from loyalty.programme import Programme
from storage.models import Role


def team(words: Words, members: Sequence[StaffMember]) -> str:
    _ = words.gettext
    lines = [_("<b>The team</b>")]
    # Translators: Somebody of the team in a list: Thabo – staff member.
    lines += [_("{name} – {role}").format(name=escape(one.name), role=role(words, one.role)) for one in members]
    lines.append(_("Invite somebody: the link works once."))
    return "\n".join(lines)


def role(words: Words, of: Role | str) -> str:
    p_ = words.pgettext
    match Role(of):
        case Role.OWNER:
            return p_("role", "owner")
        case Role.ADMIN:
            return p_("role", "administrator")
        case Role.STAFF:
            return p_("role", "staff member")
        case Role.CUSTOMER:
            return p_("role", "customer")


def invitation(words: Words, programme: Programme, for_role: Role, link: str) -> str:
    _ = words.gettext
    return "\n".join(
        (
            _("Send this link to the new {role}. It works once, for {hours}.").format(
                role=role(words, for_role), hours=words.hours(programme.team.invitation_hours)
            ),
            escape(link),
        )
    )


def welcome_to_team(words: Words, programme: Programme, to: Role) -> str:
    _ = words.gettext
    lines = [
        _("Your role at <b>{brand}</b> is now: {role}.").format(role=role(words, to), brand=escape(programme.brand)),
        _("To add a purchase, scan the customer's card with your phone's camera, or type its number here."),
    ]
    if to in (Role.OWNER, Role.ADMIN):
        lines.append(_("Invite your team with /staff."))
    return "\n".join(lines)


def revoke_question(words: Words, name: str) -> str:
    question = words.gettext("End the access of {name}? Their own card and points stay.")
    return question.format(name=f"<b>{escape(name)}</b>")


def revoked(words: Words, name: str) -> str:
    return words.gettext("{name} no longer has access.").format(name=f"<b>{escape(name)}</b>")
