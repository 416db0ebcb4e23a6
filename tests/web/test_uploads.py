"""Uploads and downloads through the page's doors."""

from __future__ import annotations

import asyncio
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.channels import thumbs
from bot.channels.pace import PER_PERSON
from tests.web.chat_bench import LIMIT, Bench, bench, scripted
from tests.web.samples import PDF, bomb, picture

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HEADERS = {"X-MB": "1"}


@pytest.fixture
def room() -> Bench:
    return bench()


@pytest.fixture
async def client(room: Bench) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(room.app)) as opened:
        await opened.get("/")
        yield opened


async def send(client: TestClient, data: bytes, name: str = "借条.jpg", named: str = "upload-0001") -> Any:
    form = FormData(quote_fields=False)
    form.add_field("id", named)
    form.add_field("file", io.BytesIO(data), filename=name)
    return await client.post("/api/chat/uploads?after=0", data=form, headers=HEADERS)


async def test_an_upload_becomes_a_line_with_a_thumbnail(client: TestClient, room: Bench) -> None:
    answer = await send(client, picture())
    line = (await answer.json())["lines"][0]
    assert (line["kind"], line["id"], line["media"]["name"]) == ("image", "upload-0001", "借条.jpg")
    assert room.chat.heard[0].media.content_type == "image/jpeg"
    small = await client.get(line["media"]["thumb"])
    assert small.content_type == "image/jpeg"
    assert small.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in small.headers["Content-Security-Policy"]
    assert max(Image.open(io.BytesIO(await small.read())).size) == 320


async def test_an_evidence_card_shows_thumbnails_but_no_keys(room: Bench) -> None:
    room.chat.answer = scripted
    async with TestClient(TestServer(room.app)) as client:
        await client.get("/")
        lines = (await (await send(client, picture(), "借条.jpg")).json())["lines"]
        item = lines[1]["card"]["data"]["items"][0]
        assert "blob" not in item
        assert (await client.get(item["thumb"])).content_type == "image/jpeg"
        lines = (await (await send(client, PDF, "合同.pdf", "upload-0002")).json())["lines"]
        assert lines[3]["card"]["data"]["items"][0]["thumb"] == ""


async def test_the_original_only_comes_as_a_download(client: TestClient) -> None:
    line = (await (await send(client, PDF, "合同.pdf")).json())["lines"][0]
    assert line["media"]["thumb"] == ""
    answer = await client.get(line["media"]["url"])
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert await answer.read() == PDF


async def test_nobody_else_opens_the_file(client: TestClient) -> None:
    url = (await (await send(client, picture())).json())["lines"][0]["media"]["thumb"]
    client.session.cookie_jar.clear()
    assert (await client.get(url)).status == 401
    await client.get("/")
    assert (await client.get(url)).status == 404


async def test_a_guessed_or_changed_address_opens_nothing(client: TestClient, room: Bench) -> None:
    url = (await (await send(client, picture())).json())["lines"][0]["media"]["url"]
    key = next(iter(room.blobs.files))
    assert (await client.get(f"/api/chat/files/{key}")).status == 404
    assert (await client.get(url[:-1] + ("0" if url[-1] != "0" else "1"))).status == 404
    assert (await client.get(url.replace(key, "0" * 32))).status == 404


async def test_a_removed_file_is_gone_even_from_memory(client: TestClient, room: Bench) -> None:
    media_of = (await (await send(client, picture())).json())["lines"][0]["media"]
    await client.get(media_of["url"])
    room.blobs.files.clear()
    assert (await client.get(media_of["url"])).status == 404
    assert (await client.get(media_of["thumb"])).status == 404


async def test_the_same_upload_twice_is_kept_once(client: TestClient, room: Bench) -> None:
    for _ in range(2):
        assert (await send(client, picture())).status == 200
    assert len(room.blobs.files) == 1
    assert len(room.chat.heard) == 1


@pytest.mark.parametrize(
    ("data", "name", "status", "word"),
    [
        (b"", "空.jpg", 422, "空的"),
        (b"MZ\x90", "工资.exe", 422, "程序"),
        (b"<svg/>", "图.svg", 422, "网页"),
        (PDF[:-5], "合同.pdf", 422, "没有传完整"),
        (picture() + b"\x00" * LIMIT, "大.jpg", 413, "太大"),
    ],
)
async def test_refused_files_get_a_sentence_and_leave_nothing(
    client: TestClient, room: Bench, data: bytes, name: str, status: int, word: str
) -> None:
    answer = await send(client, data, name)
    assert answer.status == status
    sentence = (await answer.json())["error"]
    assert word in sentence
    assert re.fullmatch(r"[^a-zA-Z！!]*", re.sub(r"PDF|Word|docx|xlsx|MB", "", sentence))
    assert room.chat.heard == []
    assert room.blobs.files == {}


async def raw_post(client: TestClient, headers: dict[str, str], body: bytes) -> bytes:
    cookie = client.session.cookie_jar.filter_cookies(client.make_url("/"))["mb_chat"].value
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    lines = {"Host": "127.0.0.1", "Cookie": f"mb_chat={cookie}", "X-MB": "1"} | headers
    head = "POST /api/chat/uploads HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items())
    writer.write(head.encode() + b"\r\n" + body)
    await writer.drain()
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n"), 3)
    writer.close()
    await writer.wait_closed()
    return answer


async def test_four_announced_gigabytes_are_refused_before_reading(client: TestClient, room: Bench) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(4 * 2**30)}
    assert b" 413 " in await raw_post(client, headers, b"")
    assert room.blobs.read_bytes == 0


async def test_an_unannounced_stream_is_cut_at_the_limit(client: TestClient, room: Bench) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\nupload-0001\r\n--b\r\n'
        yield b'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + picture()
        for _ in range(200):
            sent += 65536
            yield b"\x01" * 65536

    headers = HEADERS | {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await client.post("/api/chat/uploads", data=endless(), headers=headers)
    assert answer.status == 413
    assert room.blobs.read_bytes <= LIMIT + 2 * 65536
    assert room.blobs.files == {}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"no boundary here at all"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\nx\r\n--b--',
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-\r\n--b--',
        ),
    ],
    ids=["json", "no boundary named", "no parts", "no file", "no id"],
)
async def test_a_form_that_cannot_be_read_is_refused(
    client: TestClient, room: Bench, content_type: str, body: bytes
) -> None:
    answer = await client.post(
        "/api/chat/uploads", data=body, headers=HEADERS | {"Content-Type": content_type}
    )
    assert answer.status == 422
    assert room.chat.heard == []
    assert room.blobs.files == {}


async def test_a_picture_that_cannot_be_decoded_has_no_thumbnail_but_a_download(client: TestClient) -> None:
    data = bomb(9000, 9000)
    line = (await (await send(client, data, "图.png")).json())["lines"][0]
    assert (await client.get(line["media"]["thumb"])).status == 422
    assert await (await client.get(line["media"]["url"])).read() == data


async def test_a_picture_is_decoded_once(
    client: TestClient, room: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    original = thumbs.thumbnail

    def counted(data: bytes, side: int, turns: int = 0) -> bytes:
        drawn.append(side)
        return original(data, side, turns)

    line = (await (await send(client, picture())).json())["lines"][0]
    monkeypatch.setattr(thumbs, "thumbnail", counted)
    shown = await asyncio.gather(*(client.get(line["media"]["thumb"]) for _ in range(5)))
    assert len({await answer.read() for answer in shown}) == 1
    assert drawn == [320]
    (key,) = room.blobs.files
    await room.blobs.remove(key)
    assert (await client.get(line["media"]["thumb"])).status == 404


async def test_a_download_does_not_name_the_server_software(client: TestClient) -> None:
    line = (await (await send(client, PDF, "合同.pdf")).json())["lines"][0]
    answer = await client.get(line["media"]["url"])
    assert answer.headers["Server"] == "mediation"
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("name", ["遗书.txt", "我不想活了.exe"])
async def test_the_name_of_a_file_that_is_refused_is_heard(
    client: TestClient, room: Bench, name: str
) -> None:
    assert (await send(client, b"\x00\x01 no kind we know", name)).status == 200
    assert room.chat.heard[-1].media.name == name
    assert room.chat.heard[-1].media.refused
    assert (await send(client, b"\x00\x01 no kind we know", "清单.txt")).status == 422


async def test_beyond_the_limit_only_a_name_that_alarms_is_taken(client: TestClient, room: Bench) -> None:
    for n in range(PER_PERSON):
        await client.post("/api/chat/messages", json={"id": f"message-{n:04}", "text": "喂"}, headers=HEADERS)
    assert (await send(client, picture(), "借条.jpg", "upload-0002")).status == 429
    assert (await send(client, picture(), "被打照片.jpg", "upload-0003")).status == 429
    assert (await send(client, picture(), "救命.jpg", "upload-0004")).status == 200
    assert room.chat.heard[-1].media.name == "救命.jpg"
