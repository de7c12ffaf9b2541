"""Friends who bring friends: how one invites, who counts as a friend, and what both get for it."""

from loyalty.referrals.codes import Code, format_code, issue, own, parse_code
from loyalty.referrals.joining import NEWCOMER_DAYS, accept, inviter, require_newcomer, welcome
from loyalty.referrals.standing import Friend, Standing, friends, inviter_points, standing

__all__ = [
    "NEWCOMER_DAYS",
    "Code",
    "Friend",
    "Standing",
    "accept",
    "format_code",
    "friends",
    "inviter",
    "inviter_points",
    "issue",
    "own",
    "parse_code",
    "require_newcomer",
    "standing",
    "welcome",
]
