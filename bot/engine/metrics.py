"""The figures that /metrics shows."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """One registry an application, so that two in one process (tests, the sandbox) keep apart."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter("bot_updates", "Updates worked on", ["kind", "result"], registry=self.registry)
        self.update_seconds = Histogram(
            "bot_update_seconds", "From taking up an update to its end", buckets=_BUCKETS, registry=self.registry
        )
        self.in_flight = Gauge("bot_updates_in_flight", "Updates being worked on", registry=self.registry)
        self.oldest_update_seconds = Gauge(
            "bot_oldest_update_seconds",
            "How long the oldest update has been here that is at work or waits for the database",
            registry=self.registry,
        )
        self.errors = Counter("bot_errors", "Unforeseen errors in updates", ["error"], registry=self.registry)
        self.sent = Counter(
            "bot_outbox_results", "Ends of messages from the outbox", ["result"], registry=self.registry
        )
        self.not_sent = Counter(
            "bot_outbox_failures",
            "Messages from the outbox that will never be sent, or whose follow-up failed",
            ["kind", "reason"],
            registry=self.registry,
        )
        self.outbox_depth = Gauge("bot_outbox_depth", "Messages due and not sent yet", registry=self.registry)
        self.outbox_age_seconds = Gauge(
            "bot_outbox_age_seconds", "How long the oldest message due has been waiting", registry=self.registry
        )

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)
