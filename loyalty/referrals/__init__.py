"""Friends who bring friends: how one invites, who counts as a friend, and what both get for it."""

from loyalty.referrals.codes import issue, own
from loyalty.referrals.joining import accept, inviter, require_newcomer, welcome
from loyalty.referrals.model import NEWCOMER_DAYS, Code, Friend, Standing
from loyalty.referrals.rules import format_code, inviter_points, parse_code
from loyalty.referrals.standing import friends, standing

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
