"""A citizen's own evidence through the page's doors: pictures, order, names; and nobody else's."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.channels.webchat import COOKIE
from bot.model import Channel, Evidence
from bot.store.vault import Vault
from tests.story.test_private_lending import STORY
from tests.web.evidence_bench import House, house
from tests.web.samples import PDF

HEADERS = {"X-MB": "1"}


def page(n: int) -> bytes:
    """A wide picture of its own colour, red where it begins."""
    picture = Image.new("RGB", (400, 200), (250, 250, n))
    picture.paste((255, 0, 0), (0, 0, 60, 60))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


class Hand:
    """One browser."""

    def __init__(self, client: TestClient[Any, Any], house: House) -> None:
        self.client = client
        self.house = house
        self.count = 0

    async def says(self, text: str) -> None:
        self.count += 1
        body = {"id": f"message-{self.count:04}", "text": text}
        assert (await self.client.post("/api/chat/messages", json=body, headers=HEADERS)).status == 200

    async def sends(self, data: bytes, name: str) -> tuple[int, Any]:
        self.count += 1
        self.house.world.clock.pass_(seconds=5)
        form = FormData(quote_fields=False)
        form.add_field("id", f"upload-{self.count:04}")
        form.add_field("file", io.BytesIO(data), filename=name)
        answer = await self.client.post("/api/chat/uploads?after=0", data=form, headers=HEADERS)
        return answer.status, await answer.json()

    async def look(self) -> Any:
        answer = await self.client.get("/api/chat/evidence")
        assert answer.status == 200
        return await answer.json()

    async def edit(self, piece: str, op: str, to: str = "") -> tuple[int, Any]:
        body = {"op": op, "to": to}
        answer = await self.client.post(f"/api/chat/evidence/{piece}", json=body, headers=HEADERS)
        return answer.status, await answer.json()

    async def rows(self) -> list[Evidence]:
        cookies = self.client.session.cookie_jar.filter_cookies(self.client.make_url("/"))
        sid = self.house.world.sessions.sid(Channel.WEB, cookies[COOKIE].value.partition(".")[0])
        async with self.house.world.records.begin() as tx:
            return await tx.evidence.of(sid)


@pytest.fixture
async def home(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[House]:
    async with house(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        yield made


@pytest.fixture
async def server(home: House) -> AsyncIterator[TestServer]:
    async with TestServer(home.app) as opened:
        yield opened


@pytest.fixture
async def hand(home: House, server: TestServer) -> AsyncIterator[Hand]:
    async with TestClient(server) as client:
        await client.get("/")
        one = Hand(client, home)
        await one.says(STORY)
        for n in (1, 2, 3):
            assert (await one.sends(page(n), f"{n}.png"))[0] == 200
        yield one


async def test_pages_stand_in_order_beside_the_checklist(hand: Hand) -> None:
    found = await hand.look()
    assert [(i["name"], i["page"]) for i in found["items"]] == [("1.png", 1), ("2.png", 2), ("3.png", 3)]
    assert len({i["piece"] for i in found["items"]}) == 1
    states = {row["item"]: row["state"] for row in found["checklist"]}
    assert states["借条或欠条"] == "said"
    assert states["聊天记录"] == "lacking"
    assert "blob" not in str(found)


async def test_a_name_an_order_a_turn_and_a_deletion(hand: Hand) -> None:
    first, second, third = (item["id"] for item in (await hand.look())["items"])
    status, found = await hand.edit(first, "item", "借条或欠条")
    assert status == 200
    assert {i["item"] for i in found["items"]} == {"借条或欠条"}
    _, found = await hand.edit(third, "up")
    assert [i["id"] for i in found["items"]] == [first, third, second]
    before = {row.id: row.media for row in await hand.rows()}
    _, found = await hand.edit(first, "rotate")
    assert found["items"][0]["turns"] == 1
    assert {row.id: row.media for row in await hand.rows()} == before, "the file and its hash stay"
    _, found = await hand.edit(second, "split")
    assert len({i["piece"] for i in found["items"]}) == 2
    _, found = await hand.edit(second, "join")
    assert len({i["piece"] for i in found["items"]}) == 1
    _, found = await hand.edit(second, "drop")
    assert [i["id"] for i in found["items"]] == [first, third]
    assert (await hand.edit(second, "drop"))[0] == 404
    _, found = await hand.edit(first, "drop_all")
    assert found["items"] == []


async def test_the_talk_knows_what_the_page_changed(hand: Hand) -> None:
    first = (await hand.look())["items"][0]["id"]
    await hand.edit(first, "item", "转账记录")
    await hand.sends(page(9), "9.png")
    rows = {row.media.name: (row.item, row.page) for row in await hand.rows()}
    assert rows["9.png"] == ("", 1), "a piece that has its name takes no further page by itself"


async def test_a_picture_is_drawn_the_way_it_was_turned(hand: Hand) -> None:
    item = (await hand.look())["items"][0]
    upright = Image.open(io.BytesIO(await (await hand.client.get(item["thumb"])).read()))
    assert upright.size == (320, 160)
    _, found = await hand.edit(item["id"], "rotate")
    answer = await hand.client.get(found["items"][0]["thumb"])
    turned = Image.open(io.BytesIO(await answer.read()))
    assert turned.size == (160, 320)
    red, green, _ = turned.convert("RGB").getpixel((155, 5))  # type: ignore[misc]
    assert (red > 200, green < 100) == (True, True)
    assert answer.content_type == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_a_document_is_never_drawn(hand: Hand) -> None:
    await hand.sends(PDF, "流水.pdf")
    item = next(i for i in (await hand.look())["items"] if i["name"] == "流水.pdf")
    assert (item["thumb"], item["pages"]) == ("", 1)
    assert (await hand.client.get(f"/api/chat/evidence/{item['id']}/picture")).status == 404
    status, body = await hand.edit(item["id"], "rotate")
    assert status == 422
    assert "只有图片" in body["error"]


async def test_another_browser_sees_and_changes_nothing(hand: Hand, server: TestServer) -> None:
    item = (await hand.look())["items"][0]
    before = await hand.rows()
    async with TestClient(server) as client:
        stranger = Hand(client, hand.house)
        assert (await client.get("/api/chat/evidence")).status == 401
        assert (await client.get(item["thumb"])).status == 401
        await client.get("/")
        assert (await stranger.look())["items"] == []
        assert (await client.get(item["thumb"])).status == 404
        for op in ("rotate", "up", "down", "drop", "drop_all", "item", "split", "join", "place"):
            assert (await stranger.edit(item["id"], op, "聊天记录"))[0] == 404, op
        assert await hand.rows() == before


async def test_a_foreign_page_and_nonsense_are_refused(hand: Hand) -> None:
    item = (await hand.look())["items"][0]["id"]
    path = f"/api/chat/evidence/{item}"
    assert (await hand.client.post(path, json={"op": "drop"})).status == 403
    for body in (b"{", b"[]", b'{"op": 3}', b'{"op": "drop", "to": 1}', b'{"op": "DROP TABLE"}'):
        answer = await hand.client.post(path, data=body, headers=HEADERS)
        assert answer.status == 422, body
    assert (await hand.edit(item, "explode"))[0] == 422
    assert (await hand.edit("nobody", "drop"))[0] == 404
    assert len(await hand.rows()) == 3


async def test_the_same_picture_again_keeps_one_file_and_both_bubbles(hand: Hand, tmp_path: Path) -> None:
    files = {one for one in (tmp_path / "blobs").rglob("*") if one.is_file()}
    status, body = await hand.sends(page(1), "又一张.png")
    assert status == 200
    assert len(await hand.rows()) == 3
    assert {one for one in (tmp_path / "blobs").rglob("*") if one.is_file()} == files
    thumbs = [line["media"]["thumb"] for line in body["lines"] if line["media"]]
    for thumb in thumbs:
        assert (await hand.client.get(thumb)).status == 200
