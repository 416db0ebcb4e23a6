"""What other programs are offered: understanding a text, and a description of every door."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.app import SYSTEM, create_app
from bot.desk.openapi import document
from bot.settings import Settings
from bot.store.vault import Vault
from tests.web.admin_bench import Bureau, bureau
from tests.web.admin_hand import doors


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


class TestForOtherPrograms:
    async def test_a_text_is_understood_without_a_login(self, server: TestServer) -> None:
        async with TestClient(server) as client:
            answer = await client.post("/api/understand", json={"text": "张三2023年5月1日借我5万元不还"})
            row = await answer.json()
        assert row["disputes"][0]["label"] == "private_lending"
        assert any(fact["type"] == "amount" for fact in row["facts"])
        assert row["in_scope"] is True
        assert row["urgent"] is False

    async def test_a_list_comes_back_with_its_ids_in_order(self, server: TestServer) -> None:
        texts = [{"id": "b", "text": "老板拖欠我三个月工资"}, {"id": 7, "text": "他要打死我"}]
        async with TestClient(server) as client:
            rows = await (await client.post("/api/understand", json=texts)).json()
        assert [row["id"] for row in rows] == ["b", 7]
        assert [row["urgent"] for row in rows] == [False, True]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"", 400),
            (b"{}", 400),
            (b"[1]", 400),
            (b'{"text": 5}', 400),
            (b'{"text": "' + b"a" * 2001 + b'"}', 400),
            (b'[{"text": "no id"}]', 400),
            (b"[" + b",".join([b'{"id": 1, "text": "x"}'] * 51) + b"]", 400),
            (b"x" * (64 * 1024 + 1), 413),
            (b"\xff\xfe", 400),
        ],
    )
    async def test_anything_else_is_refused(self, server: TestServer, body: bytes, status: int) -> None:
        async with TestClient(server) as client:
            answer = await client.post("/api/understand", data=body)
            assert answer.status == status
            assert re.search("[\u4e00-\u9fff]", (await answer.json())["error"])

    async def test_one_address_may_not_ask_without_end(self, server: TestServer) -> None:
        async with TestClient(server) as client:
            for _ in range(60):
                assert (await client.post("/api/understand", json={"text": "你好"})).status == 200
            answer = await client.post("/api/understand", json={"text": "你好"})
            assert answer.status == 429

    async def test_the_description_names_every_door_and_no_other(
        self, tmp_path: Path, redis_url: str, sqlite_url: str
    ) -> None:
        app = create_app(
            Settings(
                data_dir=tmp_path / "data", redis_url=SecretStr(redis_url), database_url=SecretStr(sqlite_url)
            )
        )
        real = {door for prefix in ("/api/", "/webhooks/") for door in doors(app, prefix)}
        await app[SYSTEM].close()
        described = {
            (method.upper(), path) for path, methods in document()["paths"].items() for method in methods
        }
        assert described == real

    def test_the_description_is_whole(self) -> None:
        whole = document()
        text = str(whole)
        names = set(re.findall(r"#/components/schemas/(\w+)", text))
        assert names <= set(whole["components"]["schemas"])
        tags = {tag["name"] for tag in whole["tags"]}
        operations = [one for methods in whole["paths"].values() for one in methods.values()]
        assert {tag for one in operations for tag in one["tags"]} == tags
        ids = [one["operationId"] for one in operations]
        assert len(ids) == len(set(ids))

    async def test_the_description_is_served(self, server: TestServer) -> None:
        async with TestClient(server) as client:
            assert (await (await client.get("/api/openapi.json")).json())["openapi"] == "3.1.0"
