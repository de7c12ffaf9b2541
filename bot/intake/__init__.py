"""Updates in: by polling or by webhook, acknowledged only when the work is done.

Telegram is the durable queue. An update that was not worked on to its end is never acknowledged, so whatever kills the
process, Telegram delivers it again, and the id recorded with its effect keeps the effect from happening twice.
"""

from bot.intake.lanes import Lanes
from bot.intake.patience import Patience
from bot.intake.polling import Polling
from bot.intake.webhook import Webhook
from bot.intake.work import Handle, NotHandled, Progress, Worker, progress

__all__ = ["Handle", "Lanes", "NotHandled", "Patience", "Polling", "Progress", "Webhook", "Worker", "progress"]
