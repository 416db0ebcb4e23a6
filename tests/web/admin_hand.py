"""One logged-in browser at the doors of the admin page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

IOU = "lending_no_iou"
WORDS = "打了水漂的钱没立字据"


@dataclass
class Hand:
    """One logged-in browser at the doors."""

    client: TestClient[Any, Any]
    token: str

    async def get(self, path: str, status: int = 200) -> Any:
        answer = await self.client.get(f"/api/admin/{path}")
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def post(self, path: str, status: int = 200, **data: Any) -> Any:
        answer = await self.client.post(f"/api/admin/{path}", json=data, headers={"X-CSRF": self.token})
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def entry(self, key: str = IOU, **changed: Any) -> dict[str, Any]:
        found = await self.get(f"faq/{key}")
        return {"entry": {**found["entry"], **changed}, "expect": found["n"]}


Come = Callable[..., Awaitable[Hand]]


def doors(app: web.Application, prefix: str = "/api/admin/") -> Iterator[tuple[str, str]]:
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if path.startswith(prefix) and route.method != "HEAD":
            yield route.method, path
