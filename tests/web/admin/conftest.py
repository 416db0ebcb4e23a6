"""The admin pages, and who comes to them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.store.vault import Vault
from tests.web.admin_bench import Bureau, bureau
from tests.web.admin_hand import Come, Hand
from tests.web.staff_bench import PASSWORD, log_in, token


@pytest.fixture
async def place(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        yield made


@pytest.fixture
async def server(place: Bureau) -> AsyncIterator[TestServer]:
    one = TestServer(place.office.app)
    await one.start_server()
    yield one
    await one.close()


@pytest.fixture
async def come(server: TestServer) -> AsyncIterator[Come]:
    clients: list[TestClient[Any, Any]] = []

    async def arrive(login: str = "bian", password: str = PASSWORD) -> Hand:
        client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        clients.append(client)
        await client.start_server()
        answer = await log_in(client, login, password)
        assert answer.status == 303
        return Hand(client, await token(client))

    yield arrive
    for client in clients:
        await client.close()
