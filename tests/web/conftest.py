"""The desk over real stores, and who comes to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.store.vault import Vault
from tests.web.desk_hand import Come, Hand
from tests.web.staff_bench import Office, log_in, office, token


@pytest.fixture
async def place(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        yield made


@pytest.fixture
async def come(place: Office) -> AsyncIterator[Come]:
    server = TestServer(place.app)
    clients: list[TestClient[Any, Any]] = []

    async def arrive(login: str) -> Hand:
        client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        clients.append(client)
        await log_in(client, login)
        return Hand(client, await token(client))

    yield arrive
    for client in clients:
        await client.close()
