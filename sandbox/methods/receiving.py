"""How the bot gets its updates, and the calls about the bot's own connection."""

from sandbox.methods.call import Call, Json
from sandbox.updates import Update


def get_me(call: Call) -> Json:
    return call.world.bot


def log_out(_: Call) -> bool:
    """Accepted and without effect: a sandbox keeps no session."""
    return True


async def get_updates(call: Call) -> list[Update]:
    world = call.world
    world.webhook.refuse_polling()
    remember_allowed(call)
    limit = min(max(call.get("limit", 100), 1), 100)
    timeout = min(max(call.get("timeout", 0), 0), 50)
    return await world.updates.poll(call.get("offset", 0), limit, timeout)


def remember_allowed(call: Call) -> None:
    """Absent: as before. An empty list: the default kinds again."""
    allowed = call.get("allowed_updates")
    if allowed is not None:
        call.world.updates.allowed = allowed


def set_webhook(call: Call) -> bool:
    world = call.world
    url = call.values["url"]
    if url:
        world.webhook.check(url, call.get("secret_token", ""))
    remember_allowed(call)
    if call.get("drop_pending_updates"):
        world.updates.clear()
    world.webhook.remove()
    if url:
        world.webhook.set(url, call.get("secret_token", ""), call.get("max_connections", 40))
    return True


def delete_webhook(call: Call) -> bool:
    if call.get("drop_pending_updates"):
        call.world.updates.clear()
    call.world.webhook.remove()
    return True


def get_webhook_info(call: Call) -> Json:
    return call.world.webhook.info()
