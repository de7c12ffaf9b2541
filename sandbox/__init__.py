"""A local Telegram: a strict Bot API 10.0 server for one bot, and a browser page to chat with it.

It imports nothing of the bot. Only tests and the command line import it.
"""

from sandbox.errors import ApiError
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.server import Sandbox
from sandbox.view import NotPossible

__all__ = ["ApiError", "Group", "NotPossible", "Person", "Sandbox"]
