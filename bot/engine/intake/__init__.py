"""Updates in: by polling or by webhook, acknowledged only when the work is done.

Telegram is the durable queue. An update that was not worked on to its end is never acknowledged, so whatever kills the
process, Telegram delivers it again, and the id recorded with its effect keeps the effect from happening twice.
"""

from bot.engine.intake.lanes import Lanes
from bot.engine.intake.patience import Patience
from bot.engine.intake.polling import Polling
from bot.engine.intake.webhook import Webhook
from bot.engine.intake.work import Handle, NotHandled, Progress, Worker, progress

__all__ = ["Handle", "Lanes", "NotHandled", "Patience", "Polling", "Progress", "Webhook", "Worker", "progress"]
