"""`/healthz` (the process lives), `/readyz` (it can serve), `/metrics` (Prometheus)."""

from __future__ import annotations

import hmac
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.channels.direct import from_here
from bot.errors import RecordsDown, Unavailable
from bot.law import interest
from bot.metrics import Metrics
from bot.ports import Clock, Records, Sessions


class Model(Protocol):
    """What readiness asks of the language model."""

    async def ready(self) -> bool:
        """Whether it answers."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """What is asked."""

    sessions: Sessions
    records: Records
    nlu: Model
    metrics: Metrics
    clock: Clock

    async def state(self) -> dict[str, bool]:
        """{redis, database, model}: each asked now, each with its own time limit."""
        return {
            "redis": await self._redis(),
            "database": await self.records.healthy(),
            "model": await self.nlu.ready(),
        }

    def notes(self) -> list[str]:
        """What somebody should look after, though everything runs."""
        return [note for note in (interest.stale(self.clock.today()),) if note]

    async def page(self) -> bytes:
        """The text format of Prometheus; who waits is counted now, and NaN while the records are down."""
        try:
            async with self.records.begin() as tx:
                waiting = float(await tx.handoffs.waiting())
        except RecordsDown:
            waiting = math.nan
        self.metrics.waiting.set(waiting)
        self.metrics.rates_stale.set(bool(self.notes()))
        return self.metrics.page()

    async def _redis(self) -> bool:
        try:
            await self.sessions.pending(1)
        except Unavailable:
            return False
        return True


def setup(app: web.Application, health: Health, *, token: str, needs_model: bool) -> None:
    """Add the three routes; /metrics answers loopback callers, others with the token."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        state = await health.state()
        if not needs_model:
            state.pop("model")
        ready = all(state.values())
        body = {"ready": ready, **state, "notes": health.notes()}
        return web.json_response(body, status=200 if ready else 503)

    async def metrics(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token:
            allowed = hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
        else:
            allowed = from_here(request)
        if not allowed:
            return web.Response(status=403)
        return web.Response(body=await health.page(), content_type="text/plain", charset="utf-8")

    routes: dict[str, Callable[[web.Request], Awaitable[web.Response]]] = {
        "/healthz": healthz,
        "/readyz": readyz,
        "/metrics": metrics,
    }
    for path, handler in routes.items():
        app.router.add_get(path, handler)
