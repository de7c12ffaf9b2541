"""Friends who bring friends: how one invites, who counts as a friend, and what both get for it."""

from loyalty.referrals.codes import Code, format_code, issue, own, parse_code
from loyalty.referrals.joining import NEWCOMER_DAYS, accept, inviter, require_newcomer, welcome
from loyalty.referrals.standing import Friend, Standing, friends, standing

__all__ = [
    "NEWCOMER_DAYS",
    "Code",
    "Friend",
    "Standing",
    "accept",
    "format_code",
    "friends",
    "inviter",
    "issue",
    "own",
    "parse_code",
    "require_newcomer",
    "standing",
    "welcome",
]
