"""Files: known by content, streamed, refused kindly, shown as safe thumbnails."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.channels import media
from bot.errors import Refused
from bot.model import Kind
from tests.web.chat_bench import LIMIT, Bench, BenchBlobs, bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HEADERS = {"X-MB": "1"}
HEAD = media.HEAD_BYTES


def picture(form: str = "JPEG", size: tuple[int, int] = (800, 600), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **more)
    return out.getvalue()


def office(main: str, *others: str, types_last: bool = False) -> bytes:
    out = io.BytesIO()
    names = [main, *others]
    names.insert(len(names) if types_last else 0, "[Content_Types].xml")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", "<r/>")
        for name in names:
            archive.writestr(name, "<x/>" * 50)
    return out.getvalue()


def ftyp(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 32


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
DOCX = office("word/document.xml")
MP3 = b"\xff\xfb\x90\x64" + b"\x00" * 400
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 40


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (ftyp(b"heic"), "image/heic"),
        (ftyp(b"mif1"), "image/heic"),
        (ftyp(b"M4A "), "audio/mp4"),
        (ftyp(b"isom"), "video/mp4"),
        (ftyp(b"qt  "), "video/quicktime"),
        (PDF, "application/pdf"),
        (b"\xef\xbb\xbf\r\n" + PDF, "application/pdf"),
        (DOCX, media.DOCX),
        (office("word/document.xml", types_last=True), media.DOCX),
        (office("xl/workbook.xml"), media.XLSX),
        (b"#!AMR\n\x3c", "audio/amr"),
        (b"#!AMR-WB\n", "audio/amr"),
        (b"ID3\x03\x00", "audio/mpeg"),
        (MP3, "audio/mpeg"),
        (WAV, "audio/wav"),
    ],
)
def test_accepted_types_are_known_by_content(head: bytes, found: str) -> None:
    assert media.sniff(head) == found


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "网页"),
        (b"<?xml version='1.0'?><svg/>", "网页"),
        (b"\n\t<!DOCTYPE html><p>", "网页"),
        (b"\xef\xbb\xbf<html>", "网页"),
        (b"MZ\x90\x00", "程序"),
        (b"\x7fELF\x02", "程序"),
        (b"#!/bin/sh\nrm", "程序"),
        (b"PK\x03\x04" + b"\x00" * 40, "压缩包"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版"),
        (ftyp(b"avif"), "PDF"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", "PDF"),
        (b"plain words", "PDF"),
        (b"<html><!-- %PDF-1.4 -->", "网页"),
        (b"\xff\xff\xff\xff", "PDF"),
        (b"", "PDF"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(head: bytes, word: str) -> None:
    assert media.sniff(head) is None
    assert word in media.why_refused(head)


def test_a_zip_with_a_word_folder_but_no_office_parts_is_a_zip() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/virus.exe", "MZ")
    assert media.sniff(out.getvalue()) is None


async def stream(data: bytes, step: int = 7000) -> AsyncIterator[bytes]:
    for at in range(0, len(data), step):
        yield data[at : at + step]


async def test_a_file_is_kept_whole_with_size_and_hash() -> None:
    blobs = BenchBlobs()
    data = picture("PNG", (900, 900)) + b"\x00" * 200_000
    taken = await media.take(stream(data), "借条.png", "image/png", blobs, LIMIT)
    assert (taken.name, taken.content_type, taken.size) == ("借条.png", "image/png", len(data))
    assert taken.sha256 == hashlib.sha256(data).hexdigest()
    assert blobs.files[taken.blob] == data


@pytest.mark.parametrize(
    ("name", "claimed", "data"),
    [
        ("photo.jpg", "image/jpeg", PDF),
        ("合同.pdf", "application/pdf", picture()),
        ("借条.docx", "", picture()),
        ("录音.mp3", "audio/mpeg", DOCX),
        ("借条", "application/pdf", picture()),
    ],
)
async def test_a_file_that_lies_is_refused_with_both_kinds(name: str, claimed: str, data: bytes) -> None:
    blobs = BenchBlobs()
    taken = await media.take(stream(data), name, claimed, blobs, LIMIT)
    assert "内容却是" in taken.refused
    assert taken.blob == ""
    assert blobs.files == {}


@pytest.mark.parametrize(
    ("name", "claimed", "data"),
    [
        ("photo.jpg", "image/jpeg", picture("WEBP")),
        ("IMG_001.HEIC", "application/octet-stream", ftyp(b"heic")),
        ("image", "", picture()),
        ("语音.m4a", "audio/x-m4a", ftyp(b"isom")),
    ],
)
async def test_a_harmless_wrong_ending_passes(name: str, claimed: str, data: bytes) -> None:
    assert (await media.take(stream(data), name, claimed, BenchBlobs(), LIMIT)).refused == ""


async def test_an_empty_file_says_so() -> None:
    assert (await media.take(stream(b""), "x.jpg", "image/jpeg", BenchBlobs(), LIMIT)).refused == media.EMPTY


async def test_reading_stops_soon_after_the_limit() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        yield picture()
        while True:
            read += 65536
            yield b"\x00" * 65536

    taken = await media.take(endless(), "x.jpg", "image/jpeg", BenchBlobs(), LIMIT)
    assert "最多 2 MB" in taken.refused
    assert read <= LIMIT + 65536


async def test_a_wrong_type_is_refused_after_its_head() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 8192
            yield b"MZ" + b"\x00" * 8190

    taken = await media.take(endless(), "x.exe", "", BenchBlobs(), LIMIT)
    assert "程序" in taken.refused
    assert read == HEAD


@pytest.mark.parametrize(
    "data",
    [
        office("word/document.xml", "word/vbaProject.bin"),
        DOCX[:-40],
        office("word/other.xml"),
    ],
    ids=["macros", "cut", "no document"],
)
async def test_a_broken_or_armed_document_is_not_kept(data: bytes) -> None:
    blobs = BenchBlobs()
    taken = await media.take(stream(data), "合同.docx", media.DOCX, blobs, LIMIT)
    assert taken.refused == media.BROKEN_OFFICE
    assert blobs.files == {}


async def test_a_large_document_is_checked_at_its_end() -> None:
    out = io.BytesIO(DOCX)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/image1.bmp", b"\x07" * 700_000)
    taken = await media.take(stream(out.getvalue()), "合同.docx", media.DOCX, BenchBlobs(), LIMIT)
    assert taken.refused == ""


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fake\\借条.jpg", "借条.jpg"),
        ("a\r\nX: y.pdf", "aX y.pdf"),
        ("", "未命名"),
        ("...", "未命名"),
        ("长" * 200 + ".pdf", "长" * 76 + ".pdf"),
        ("<b>.png", "b.png"),
    ],
)
def test_names_lose_folders_and_control_characters(name: str, clean: str) -> None:
    assert media.clean_name(name) == clean


def test_kinds_of_messages() -> None:
    kinds = [media.kind_of(t) for t in ("image/png", "audio/amr", "video/mp4", "application/pdf")]
    assert kinds == [Kind.IMAGE, Kind.VOICE, Kind.VIDEO, Kind.FILE]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_thumbnail_is_a_small_jpeg(form: str) -> None:
    small = Image.open(io.BytesIO(media.thumbnail(picture(form, (1600, 900)))))
    assert (small.format, small.size) == ("JPEG", (320, 180))


def test_a_thumbnail_stands_upright_and_tells_nothing_of_the_phone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[1] = "N"
    small_bytes = media.thumbnail(picture("JPEG", (1600, 900), exif=exif, comment=b"secret"))
    small = Image.open(io.BytesIO(small_bytes))
    assert small.size == (180, 320)
    assert len(small.getexif()) == 0
    assert b"PhoneMaker" not in small_bytes
    assert b"secret" not in small_bytes


def test_a_see_through_picture_gets_a_white_ground() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    small = Image.open(io.BytesIO(media.thumbnail(out.getvalue())))
    assert min(small.getpixel((25, 25))) > 250


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 10_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("size", [(8001, 8001), (10_000, 10_000), (60_000, 60_000)])
def test_a_picture_bomb_is_not_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="太大"):
        media.thumbnail(bomb(*size))


@pytest.mark.parametrize("data", [b"", b"GIF89a", picture()[:300], b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, PDF])
def test_a_broken_picture_has_no_thumbnail(data: bytes) -> None:
    with pytest.raises(Refused):
        media.thumbnail(data)


# --- through the page's door ---


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
        (PDF, "照片.jpg", 422, "内容却是"),
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
