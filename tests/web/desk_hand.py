"""One logged-in browser at the doors of the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp.test_utils import TestClient

from tests.talk import Talk
from tests.web.staff_bench import Office


@dataclass
class Hand:
    """One logged-in browser at the doors."""

    client: TestClient[Any, Any]
    token: str

    async def get(self, path: str) -> Any:
        answer = await self.client.get(f"/api/desk/{path}")
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def post(self, path: str, **data: Any) -> tuple[int, Any]:
        answer = await self.client.post(f"/api/desk/{path}", json=data, headers={"X-CSRF": self.token})
        return answer.status, await answer.json()

    async def refused(self, path: str) -> tuple[int, str]:
        answer = await self.client.get(f"/api/desk/{path}")
        return answer.status, (await answer.json())["error"]


Come = Callable[[str], Awaitable[Hand]]


async def claimed(place: Office, come: Come, *texts: str) -> tuple[Hand, Talk, str]:
    """王建国 has taken over somebody."""
    talk = await place.citizen("citizen-1", *texts)
    wang = await come("wang")
    one = (await place.handoff_of(talk)).id
    assert (await wang.post(f"handoffs/{one}/claim"))[0] == 200
    return wang, talk, one
