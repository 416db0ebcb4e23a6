"""Files: known by content, streamed, refused kindly, shown as safe thumbnails."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.channels import media, sniff, thumbs
from bot.errors import Refused
from bot.model import Kind
from tests.web.chat_bench import LIMIT, BenchBlobs
from tests.web.samples import AMR, AMR_WIDE, MP3, PDF, bomb, picture, tag

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HEAD = media.HEAD_BYTES


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
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 12


DOCX = office("word/document.xml")
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
        (DOCX, sniff.DOCX),
        (office("word/document.xml", types_last=True), sniff.DOCX),
        (office("xl/workbook.xml"), sniff.XLSX),
        (AMR, "audio/amr"),
        (AMR[: len(AMR) - 20], "audio/amr"),
        (AMR_WIDE, "audio/amr"),
        (MP3, "audio/mpeg"),
        (tag(300) + MP3, "audio/mpeg"),
        (tag(300) + tag(20) + b"\0" * 100 + MP3, "audio/mpeg"),
        (WAV, "audio/wav"),
    ],
)
def test_accepted_types_are_known_by_content(head: bytes, found: str) -> None:
    assert sniff.sniff(head) == found


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
        (b"#!AMR<html><script>alert(1)</script></html>", "听不出录音"),
        (b"#!AMR\n<html><script>alert(1)</script></html>", "听不出录音"),
        (b"#!AMR-WB\n<!DOCTYPE html><body onload=alert(1)>", "听不出录音"),
        (b"#!AMR\nplain words of a letter, no voice", "听不出录音"),
        (b"ID3\x03\x00<html><script>alert(1)</script></html>", "听不出录音"),
        (tag(100) + b"<html><script>alert(1)</script></html>", "听不出录音"),
        (b"ID3\x03\0\0\xff\xff\xff\xff" + MP3, "听不出录音"),
        (MP3[:417], "PDF"),
        (MP3[:4] + b"<html><script>alert(1)</script></html>" * 20, "PDF"),
        (b"", "PDF"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(head: bytes, word: str) -> None:
    assert sniff.sniff(head) is None
    assert word in sniff.why_refused(head)


def test_a_zip_with_a_word_folder_but_no_office_parts_is_a_zip() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/virus.exe", "MZ")
    assert sniff.sniff(out.getvalue()) is None


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
        ("photo.jpg", "image/jpeg", picture("WEBP")),
        ("IMG_001.HEIC", "application/octet-stream", ftyp(b"heic") + b"\0\0\0\x08meta"),
        ("image", "", picture()),
        ("语音.m4a", "audio/x-m4a", ftyp(b"isom") + b"\0\0\0\x08moov"),
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


async def test_a_large_document_is_checked_at_its_end() -> None:
    out = io.BytesIO(DOCX)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/image1.bmp", b"\x07" * 700_000)
    taken = await media.take(stream(out.getvalue()), "合同.docx", sniff.DOCX, BenchBlobs(), LIMIT)
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
    kinds = [sniff.kind_of(t) for t in ("image/png", "audio/amr", "video/mp4", "application/pdf")]
    assert kinds == [Kind.IMAGE, Kind.VOICE, Kind.VIDEO, Kind.FILE]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_thumbnail_is_a_small_jpeg(form: str) -> None:
    small = Image.open(io.BytesIO(thumbs.thumbnail(picture(form, (1600, 900)))))
    assert (small.format, small.size) == ("JPEG", (320, 180))


def test_a_thumbnail_stands_upright_and_tells_nothing_of_the_phone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[1] = "N"
    small_bytes = thumbs.thumbnail(picture("JPEG", (1600, 900), exif=exif, comment=b"secret"))
    small = Image.open(io.BytesIO(small_bytes))
    assert small.size == (180, 320)
    assert len(small.getexif()) == 0
    assert b"PhoneMaker" not in small_bytes
    assert b"secret" not in small_bytes


def test_a_see_through_picture_gets_a_white_ground() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    small = Image.open(io.BytesIO(thumbs.thumbnail(out.getvalue())))
    assert min(small.getpixel((25, 25))) > 250


@pytest.mark.parametrize("size", [(8001, 8001), (10_000, 10_000), (60_000, 60_000)])
def test_a_picture_bomb_is_not_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="太大"):
        thumbs.thumbnail(bomb(*size))


@pytest.mark.parametrize("data", [b"", b"GIF89a", picture()[:300], b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, PDF])
def test_a_broken_picture_has_no_thumbnail(data: bytes) -> None:
    with pytest.raises(Refused):
        thumbs.thumbnail(data)
