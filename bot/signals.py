"""Signals of the operating system."""

import asyncio
import signal

from bot.application import Assistant


def stop_on_signals(assistant: Assistant) -> None:
    """SIGTERM and Ctrl+C finish what runs, then stop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, assistant.stop)
