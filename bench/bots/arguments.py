"""What every compared bot is told."""

import argparse
from dataclasses import dataclass

#: Where the webhooks of the bench listen, and the token every bot has.
PATH = "/webhook"
SECRET = "bench-secret"
TOKEN = "123456:bench-token-that-nobody-else-has-00"


@dataclass(frozen=True, slots=True)
class Arguments:
    #: Base of the Bot API.
    api: str
    #: Port to listen at for updates; None: poll.
    webhook: int | None
    #: Path of the database, for those who have one.
    database: str
    #: Send messages to so many people, report the CPU time it took, and end.
    send: int
    #: Hold a broadcast to as many people as there are beside serving.
    bulk: bool
    #: Keep Telegram's pace instead of going as fast as one can.
    paced: bool


def parse() -> Arguments:
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    parser.add_argument("--webhook", type=int)
    parser.add_argument("--database", default="")
    parser.add_argument("--send", type=int, default=0)
    parser.add_argument("--bulk", action="store_true")
    parser.add_argument("--paced", action="store_true")
    return Arguments(**vars(parser.parse_args()))
