"""What is counted, and the one log line a turn writes. Never a name, a phone, an id or the words."""

from __future__ import annotations

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.model import TurnSeen

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4)


class Metrics:
    """Counters of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ["channel", "verdict"]
        self.turns = Counter("bot_turns", "Turns answered", names, registry=self.registry)
        self.seconds = Histogram(
            "bot_turn_seconds", "Time of a turn", ["channel"], buckets=_BUCKETS, registry=self.registry
        )
        self.understood = Counter("bot_nlu", "Understandings by outcome", ["outcome"], registry=self.registry)
        self.nlu_seconds = Histogram(
            "bot_nlu_seconds", "Time of an understanding", buckets=_BUCKETS, registry=self.registry
        )
        self.sent = Counter(
            "bot_outbox", "Messages delivered or not", ["channel", "state"], registry=self.registry
        )
        self.turned_away = Counter(
            "bot_turned_away", "Messages not let in, by why", ["channel", "why"], registry=self.registry
        )
        self.waiting = Gauge("bot_handoffs_waiting", "Citizens waiting for a person", registry=self.registry)
        self.rates_stale = Gauge(
            "bot_lpr_stale", "1 where the table of loan prime rates is overdue", registry=self.registry
        )
        self.trainings = Counter("bot_trainings", "Trainings by result", ["result"], registry=self.registry)
        self._log = structlog.get_logger("turn").bind()  # bound once, not with every turn

    def turn(self, seen: TurnSeen) -> None:
        """One turn is over: channel, masked sid, flow, step, verdict, milliseconds."""
        self.turns.labels(seen.channel.value, seen.verdict).inc()
        self.seconds.labels(seen.channel.value).observe(seen.seconds)
        self._log.info(
            "turn",
            channel=seen.channel.value,
            sid=seen.sid[:8],
            kind=seen.kind.value,
            flow=seen.flow,
            step=seen.step,
            verdict=seen.verdict,
            ms=round(seen.seconds * 1000, 1),
        )

    def nlu(self, outcome: str, seconds: float) -> None:
        """One understanding is over: by the model, or why not."""
        self.understood.labels(outcome).inc()
        self.nlu_seconds.observe(seconds)

    def refused(self, channel: str, why: str) -> None:
        """A message was not let in: pace | newcomers."""
        self.turned_away.labels(channel, why).inc()

    def wechat(self, event: str) -> None:
        """Something happened on the way from or to Tencent (sent, refused, template …)."""
        self.sent.labels("wechat", event).inc()

    def page(self) -> bytes:
        """The text format of Prometheus."""
        return generate_latest(self.registry)
