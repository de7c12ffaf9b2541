"""Inviting a friend: what it brings, to whom and when, and what has come of it; in the words of the live settings."""

from datetime import datetime
from html import escape

from bot.handlers.balances.texts import with_worth
from bot.i18n import Words
from loyalty import referrals
from loyalty.programme import Programme
from loyalty.referrals import Friend, Standing
from storage.models import ReferralState

#: Dates of points on their way that the screen shows; the friends' own list has all of them.
SHOWN_DATES = 3


def overview(words: Words, programme: Programme, link: str, code: str, standing: Standing, now: datetime) -> str:
    _ = words.gettext
    lines = [
        "👥 " + both_get(words, programme, bold=True),
        *_folded(conditions(words, programme)),
        "",
        _("Your link: {link}").format(link=f"<code>{escape(link)}</code>"),
        _("To say aloud: {code}").format(code=f"<code>{referrals.format_code(code)}</code>"),
        "",
        *_figures(words, standing, now),
    ]
    cap = programme.referrals.monthly_cap
    if referrals.inviter_points(programme) and standing.this_month >= cap:
        lines.append("✋ " + _cap_reached(words, cap, standing.next_month_at, now))
    return "\n".join(lines)


def _folded(sentences: list[str]) -> list[str]:
    return [f"<blockquote expandable>{' '.join(sentences)}</blockquote>"] if sentences else []


def both_get(words: Words, programme: Programme, *, bold: bool = False) -> str:
    """Who gets how many points, in one sentence to the one who invites."""
    _ = words.gettext

    def shown(points: int) -> str:
        return with_worth(words, programme, points, bold=bold)

    own, theirs = referrals.inviter_points(programme), programme.referrals.friend_points
    if own and own == theirs:
        return _("Invite a friend: {points} for each of you.").format(points=shown(own))
    if own and theirs:
        both = _("Invite a friend: {own} for you, {theirs} for your friend.")
        return both.format(own=shown(own), theirs=shown(theirs))
    if own:
        return _("Invite a friend: {points} for you.").format(points=shown(own))
    if theirs:
        return _("Invite a friend: {points} for your friend, none for you.").format(points=shown(theirs))
    return _("Invite a friend. It brings no points at the moment.")


def conditions(words: Words, programme: Programme) -> list[str]:
    """What counts, when the points come, and how many friends a month; nothing where nothing is to be had."""
    _, n_ = words.gettext, words.ngettext
    own = referrals.inviter_points(programme)
    if not (own or programme.referrals.friend_points):
        return []
    if minimum := programme.referrals.minimum_purchase_minor:
        first = _("What counts is your friend's first purchase of at least {money}, paid in money.")
        sentences = [first.format(money=words.money(minimum))]
    else:
        sentences = [_("What counts is your friend's first purchase, paid in money.")]
    sentences.append(_when(words, programme))
    if own:
        cap = programme.referrals.monthly_cap
        sentences.append(
            n_(
                "At most {n} friend a month brings you points.", "At most {n} friends a month bring you points.", cap
            ).format(n=words.number(cap))
        )
    return sentences


def _when(words: Words, programme: Programme) -> str:
    days = programme.referrals.hold_days
    if not days:
        return words.gettext("The points come at once.")
    return words.ngettext(
        "The points can be spent {n} day later, if the purchase is not refunded.",
        "The points can be spent {n} days later, if the purchase is not refunded.",
        days,
    ).format(n=words.number(days))


def _figures(words: Words, standing: Standing, now: datetime) -> list[str]:
    _, n_ = words.gettext, words.ngettext

    if not standing.joined:
        return [_("No one has joined with your invitation yet.")]
    joined = n_("{n} friend has joined", "{n} friends have joined", standing.joined)
    bought = n_("{n} has bought", "{n} have bought", standing.bought)
    lines = [joined.format(n=words.number(standing.joined)) + " · " + bought.format(n=words.number(standing.bought))]
    if standing.rewarded_points:
        brought = n_(
            "⭐ {n} friend has brought you {points}", "⭐ {n} friends have brought you {points}", standing.rewarded
        )
        lines.append(brought.format(n=words.number(standing.rewarded), points=words.points(standing.rewarded_points)))
    for at, points in standing.pending[:SHOWN_DATES]:
        more = _("{points} more {since}")
        lines.append("⏳ " + more.format(points=words.points(points), since=words.since(at, now)))
    if later := sum(points for _at, points in standing.pending[SHOWN_DATES:]):
        lines.append("⏳ " + _("{points} more after that").format(points=words.points(later)))
    if standing.capped:
        capped = n_("{n} bought beyond a month's limit", "{n} bought beyond a month's limit", standing.capped)
        lines.append(capped.format(n=words.number(standing.capped)))
    if standing.cancelled:
        cancelled = n_("{n} first purchase was refunded", "{n} first purchases were refunded", standing.cancelled)
        lines.append(cancelled.format(n=words.number(standing.cancelled)))
    return lines


def _cap_reached(words: Words, cap: int, next_month_at: datetime, now: datetime) -> str:
    return words.ngettext(
        "You have reached this month's limit of {n} friend. Friends who buy {since} on bring you points again.",
        "You have reached this month's limit of {n} friends. Friends who buy {since} on bring you points again.",
        cap,
    ).format(n=words.number(cap), since=words.since(next_month_at, now))


def friends(words: Words, page: list[Friend], now: datetime) -> str:
    """The friends one has invited, and how far each of them is."""
    _ = words.gettext
    lines = [_("<b>My friends</b>"), *(_friend(words, friend, now) for friend in page)]
    if not page:
        lines.append(_("No one has joined with your invitation yet."))
    return "\n".join(lines)


def _friend(words: Words, friend: Friend, now: datetime) -> str:
    _ = words.gettext
    text = {
        ReferralState.JOINED: _("{name}: joined on {joined}, has not bought yet"),
        ReferralState.PENDING: _("{name}: bought, {points} {since}") if friend.points else _("{name}: bought"),
        ReferralState.REWARDED: _("{name}: brought you {points}") if friend.points else _("{name}: bought"),
        ReferralState.CAPPED: _("{name}: bought, beyond the month's limit"),
        ReferralState.CANCELLED: _("{name}: the first purchase was refunded"),
    }[friend.state]
    return "· " + text.format(
        name=f"<b>{escape(friend.name)}</b>"
        if friend.name
        else words.pgettext("a friend in a list", "somebody who has left"),
        joined=words.day(friend.joined_at, now),
        points=words.points(friend.points),
        since=words.since(friend.matures_at, now) if friend.matures_at else "",
    )


def qr_caption(words: Words, programme: Programme) -> str:
    text = words.gettext("Your invitation to <b>{brand}</b>. A friend scans it with their phone's camera.")
    return text.format(brand=escape(programme.brand))


def invited(words: Words, programme: Programme, name: str) -> str:
    """To the friend: who invited them, and what they get when."""
    _ = words.gettext
    named = f"<b>{escape(name)}</b>"
    lines = ["👥 " + (_("{name} invited you.").format(name=named) if name else _("A friend invited you."))]
    if programme.referrals.friend_points:
        lines += [_reward_of_friend(words, programme), _when(words, programme)]
    if own := referrals.inviter_points(programme):
        gets = _("{name} gets {points} for it.") if name else _("Your friend gets {points} for it.")
        lines.append(gets.format(name=escape(name), points=with_worth(words, programme, own)))
    return "\n".join(lines)


def _reward_of_friend(words: Words, programme: Programme) -> str:
    _ = words.gettext
    points, minimum = (
        with_worth(words, programme, programme.referrals.friend_points),
        programme.referrals.minimum_purchase_minor,
    )
    if minimum:
        reward = _("For your first purchase of at least {money} you get {points} more.")
        return reward.format(money=words.money(minimum), points=points)
    return _("For your first purchase you get {points} more.").format(points=points)


def ask_code(words: Words) -> str:
    return words.gettext("Type the code your friend told you: six letters and digits, such as KMP-347.")


def code_unreadable(words: Words) -> str:
    return words.gettext("That is not a code: a code has six letters and digits, such as KMP-347. Type it again.")


def card_title(words: Words, programme: Programme) -> str:
    return words.gettext("Invite to {brand}").format(brand=programme.brand)


def card(words: Words, programme: Programme, name: str) -> str:
    """What a friend reads in another chat; plain text, not HTML."""
    _ = words.gettext
    lines = [
        _("{name} invites you to {brand}. The loyalty card lives in Telegram.").format(name=name, brand=programme.brand)
    ]
    if rate := programme.earning.rate_basis_points:
        lines.append("☕ " + _("{rate} of every purchase comes back as points").format(rate=words.rate(rate)))
    if programme.earning.welcome_points:
        joining = _("{points} for joining").format(
            points=with_worth(words, programme, programme.earning.welcome_points)
        )
        lines.append("💳 " + joining)
    if programme.referrals.friend_points:
        lines.append("🎁 " + _reward_of_friend(words, programme))
    return "\n".join(lines)


def join_first(words: Words) -> str:
    """A button's words, for somebody who wants to invite without having a card."""
    return words.gettext("Get your own card first")
