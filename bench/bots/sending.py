"""What the programs that only send have in common."""

import json
import time
from collections.abc import Awaitable

TEXT = "<b>Thank you!</b>\n70.00 ZAR at Café Zorg: 350 points more. You have 1,450 points now."
AT_ONCE = 50


async def measured(sending: Awaitable[None], count: int) -> None:
    """Print what it took: seconds of the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    await sending
    seconds, cpu = time.perf_counter() - clock, time.process_time() - processor
    print(json.dumps({"count": count, "seconds": seconds, "cpu": cpu}), flush=True)
