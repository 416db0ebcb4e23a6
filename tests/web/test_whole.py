"""Files made here: good, cut, lying, swollen and two-faced ones; what is kept, marked and refused."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from bot.channels import media, thumbs, whole
from bot.channels.sniff import BROKEN_OFFICE, DOCX, LOCKED_OFFICE, XLSX, sniff
from bot.model import Media
from tests.web.chat_bench import BenchBlobs
from tests.web.samples import AMR, MP3, bomb, tag

LIMIT = 30 * 1024 * 1024


def noisy(form: str, size: tuple[int, int] = (400, 300), **more: object) -> bytes:
    """A picture that does not pack well, so that a cut loses something."""
    noise = random.Random(7).randbytes(size[0] * size[1] * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(out, form, **more)
    return out.getvalue()


def pdf(pages: int = 3, **how: str) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if "script" in how:
        action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})
        action[NameObject("/JS")] = TextStringObject(how["script"])
        writer.root_object[NameObject("/OpenAction")] = action
    if "attachment" in how:
        writer.add_attachment("a.exe", b"MZ")
    if "password" in how:
        writer.encrypt(how["password"], owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def office(main: str = "word/document.xml", *others: str, body: bytes = b"<x/>" * 500) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", *others):
            archive.writestr(name, "<r/>")
        archive.writestr(main, body)
    return out.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def film(seconds: int = 75, brand: bytes = b"isom") -> bytes:
    header = b"\0" * 12 + (1000).to_bytes(4, "big") + (seconds * 1000).to_bytes(4, "big") + b"\0" * 80
    index = box(b"moov", box(b"mvhd", header))
    return box(b"ftyp", brand + b"\0" * 12) + box(b"mdat", b"\7" * 200_000) + index


def heic() -> bytes:
    return box(b"ftyp", b"heic" + b"\0" * 12) + box(b"meta", b"\0" * 50) + box(b"mdat", b"\7" * 90_000)


def wav(seconds: int = 4) -> bytes:
    form = b"\1\0\1\0" + (8000).to_bytes(4, "little") + (8000).to_bytes(4, "little") + b"\1\0\x08\0"
    body = b"\x80" * (8000 * seconds)
    chunks = b"fmt " + (16).to_bytes(4, "little") + form + b"data" + len(body).to_bytes(4, "little") + body
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WAVE" + chunks


GOOD = {
    "jpg": (noisy("JPEG"), "image/jpeg", 0, 0),
    "progressive.jpg": (noisy("JPEG", progressive=True), "image/jpeg", 0, 0),
    "png": (noisy("PNG"), "image/png", 0, 0),
    "gif": (noisy("GIF"), "image/gif", 0, 0),
    "webp": (noisy("WEBP"), "image/webp", 0, 0),
    "heic": (heic(), "image/heic", 0, 0),
    "pdf": (pdf(3), "application/pdf", 3, 0),
    "docx": (office(), DOCX, 0, 0),
    "xlsx": (office("xl/workbook.xml"), XLSX, 0, 0),
    "mp4": (film(), "video/mp4", 0, 75),
    "mov": (film(5, b"qt  "), "video/quicktime", 0, 5),
    "m4a": (film(9, b"M4A "), "audio/mp4", 0, 9),
    "wav": (wav(), "audio/wav", 0, 4),
    "amr": (AMR, "audio/amr", 0, 10),
    "mp3": (MP3, "audio/mpeg", 0, 0),
}


async def stream(data: bytes, step: int = 7001) -> AsyncIterator[bytes]:
    for at in range(0, len(data), step):
        yield data[at : at + step]


async def taken(data: bytes, name: str, claimed: str = "", blobs: BenchBlobs | None = None) -> Media:
    return await media.take(stream(data), name, claimed, blobs or BenchBlobs(), LIMIT)


@pytest.mark.parametrize("name", GOOD)
async def test_whole_files_are_kept_with_pages_and_length(name: str) -> None:
    data, content_type, pages, seconds = GOOD[name]
    kept = await taken(data, f"证据.{name}")
    assert (kept.refused, kept.content_type, kept.marks) == ("", content_type, "")
    assert (kept.pages, kept.seconds, kept.size) == (pages, seconds, len(data))


@pytest.mark.parametrize("name", sorted(set(GOOD) - {"mp3", "amr"}))
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
async def test_cut_files_are_refused_as_not_whole(name: str, share: float) -> None:
    data = GOOD[name][0]
    blobs = BenchBlobs()
    kept = await taken(data[: int(len(data) * share)], f"证据.{name}", blobs=blobs)
    assert "没有传完整" in kept.refused
    assert blobs.files == {}


@pytest.mark.parametrize("size", [0, 300, 70_000, 200_000])
async def test_a_recording_behind_a_large_cover_is_looked_for(size: int) -> None:
    assert (await taken(tag(size) + MP3, "录音.mp3")).refused == ""
    blobs = BenchBlobs()
    page = b"<html><script>alert(1)</script></html>" * 40
    kept = await taken(tag(size) + page, "录音.mp3", blobs=blobs)
    assert kept.refused
    assert blobs.files == {}


@pytest.mark.parametrize("at", [200, 9_000, 15_000])
async def test_a_page_inside_a_recording_is_found(at: int) -> None:
    page = b"<html><script>alert(1)</script></html>"
    kept = await taken(AMR[:at] + page + AMR[at:], "录音.amr")
    assert kept.refused
    hidden = AMR[:7] + page[:31].ljust(31) + AMR[38:]
    assert (await taken(hidden, "录音.amr")).marks == "polyglot"


def test_a_jpeg_whose_preview_ends_is_still_cut() -> None:
    inner = noisy("JPEG", (80, 60))
    exif = b"Exif\0\0" + inner
    outer = noisy("JPEG")
    data = outer[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + outer[2:]
    assert whole.look(data, "image/jpeg").fault == ""
    assert whole.look(data[: len(inner) + 900], "image/jpeg").fault == whole.BROKEN_PICTURE


@pytest.mark.parametrize(
    ("data", "name", "claimed", "right"),
    [
        (pdf(), "照片.jpg", "image/jpeg", "照片.pdf"),
        (noisy("JPEG"), "合同.pdf", "application/pdf", "合同.jpg"),
        (office(), "录音.mp3", "", "录音.docx"),
        (noisy("PNG"), "借条.docx", DOCX, "借条.png"),
    ],
)
async def test_another_accepted_kind_is_kept_under_its_true_name_and_said(
    data: bytes, name: str, claimed: str, right: str
) -> None:
    kept = await taken(data, name, claimed)
    assert (kept.refused, kept.name, kept.marks) == ("", right, "renamed")


async def test_a_wrong_ending_of_the_same_kind_is_put_right_without_words() -> None:
    kept = await taken(noisy("PNG"), "照片.jpg", "image/jpeg")
    assert (kept.name, kept.marks) == ("照片.png", "")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ\x90\0" * 100, "合同.pdf", ("看着是PDF", "程序")),
        (b"\x7fELF" * 100, "照片.jpg", ("看着是图片", "程序")),
        (b"<html><script>1</script>", "借条.png", ("看着是图片", "网页")),
        (b"MZ\x90\0" * 100, "工资.exe", ("程序",)),
        (b"Rar!\x1a\x07" * 10, "流水.xlsx", ("看着是文档", "压缩包")),
    ],
)
async def test_what_is_not_accepted_is_refused_with_what_it_pretends(
    data: bytes, name: str, words: tuple[str, ...]
) -> None:
    blobs = BenchBlobs()
    kept = await taken(data, name, blobs=blobs)
    assert all(word in kept.refused for word in words), kept.refused
    assert blobs.files == {}


async def test_a_locked_office_file_says_how_to_unlock_it() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le")
    assert (await taken(data, "合同.docx")).refused == LOCKED_OFFICE


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (office("word/document.xml", "word/vbaProject.bin"), whole.MACROS),
        (office("word/other.xml"), BROKEN_OFFICE),
        (office(body=b"\0" * (whole.MOST_PART + 1)), whole.SWOLLEN),
        (office("word/document.xml", *(f"word/{n}.xml" for n in range(whole.MOST_ENTRIES))), whole.SWOLLEN),
    ],
    ids=["macros", "no document", "a part that swells", "too many parts"],
)
async def test_armed_and_swollen_documents_are_refused(data: bytes, fault: str) -> None:
    assert (await taken(data, "合同.docx")).refused == fault


async def test_a_flipped_byte_in_a_document_is_found() -> None:
    data = bytearray(office(body=random.Random(3).randbytes(90_000)))
    data[len(data) // 2] ^= 0xFF
    assert (await taken(bytes(data), "合同.docx")).refused == BROKEN_OFFICE


@pytest.mark.parametrize(
    ("data", "marks"),
    [
        (pdf(script="app.alert(1)"), "script"),
        (pdf(attachment="yes"), "embedded"),
        (pdf(password="123456"), "locked"),
        (pdf() + office(), "polyglot"),
        (noisy("JPEG") + office(), "polyglot"),
        (noisy("PNG") + b"\x7fELF" + b"\0" * 100, "polyglot"),
        (noisy("JPEG", comment=b"<script>alert(1)</script>"), "polyglot"),
        (office("word/document.xml", "word/embeddings/oleObject1.bin"), "embedded"),
    ],
    ids=["script", "attachment", "password", "pdf+zip", "jpeg+zip", "png+elf", "jpeg+html", "ole"],
)
async def test_two_faced_files_are_kept_and_marked(data: bytes, marks: str) -> None:
    content_type = sniff(data[:65536])
    kept = await taken(data, "证据")
    assert (kept.refused, kept.content_type) == ("", content_type)
    assert set(marks.split()) <= set(kept.marks.split())


async def test_a_pdf_that_only_an_owner_locks_opens_and_counts() -> None:
    kept = await taken(pdf(2, password=""), "流水.pdf")
    assert (kept.pages, kept.marks) == (2, "")


@pytest.mark.parametrize("size", [(8001, 8001), (60_000, 60_000)])
async def test_a_picture_bomb_is_kept_unseen(size: tuple[int, int]) -> None:
    kept = await taken(bomb(*size), "大图.png")
    assert (kept.refused, kept.marks) == ("", "unread")


async def test_a_picture_that_is_smaller_than_it_says_is_broken() -> None:
    assert "没有传完整" in (await taken(bomb(3000, 3000), "图.png")).refused


@pytest.mark.parametrize("step", [1, 7, 64, 65536])
def test_boxes_are_walked_however_the_bytes_come(step: int) -> None:
    data = film()
    chunks = [data[at : at + step] for at in range(0, len(data), step)] if step > 1 else [data[:1], data[1:]]
    assert whole.boxes(chunks, "video/mp4") == whole.Found(seconds=75)
    assert whole.boxes([data[:-10]], "video/mp4").fault == whole.BROKEN_SOUND


def test_a_long_box_and_one_that_runs_to_the_end_are_walked() -> None:
    head, index = film()[:24], film()[24 + 200_008 :]
    long = b"\0\0\0\1mdat" + (16 + 500).to_bytes(8, "big") + b"\7" * 500
    assert whole.boxes([head + index + long], "video/mp4").seconds == 75
    assert whole.boxes([head + index + b"\0\0\0\0mdat" + b"\7" * 999], "video/mp4").seconds == 75
    assert whole.boxes([head + long], "video/mp4").fault == whole.BROKEN_SOUND


async def test_documents_have_a_limit_below_that_of_films() -> None:
    blobs = BenchBlobs()
    data = noisy("JPEG") + b"\0" * media.PAPER_BYTES
    assert "最多 20 MB" in (await media.take(stream(data, 65536), "大.jpg", "", blobs, LIMIT)).refused
    big = box(b"free", b"\0" * media.PAPER_BYTES)
    kept = await media.take(stream(film() + big, 65536), "长.mp4", "", blobs, LIMIT)
    assert kept.refused == ""


@pytest.mark.parametrize("turns", range(5))
def test_a_turned_thumbnail_shows_the_same_picture_turned(turns: int) -> None:
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste((255, 0, 0), (0, 0, 60, 60))  # red in the upper left corner
    out = io.BytesIO()
    picture.save(out, "PNG")
    small = Image.open(io.BytesIO(thumbs.thumbnail(out.getvalue(), 100, turns)))
    assert small.size == ((100, 50) if turns % 2 == 0 else (50, 100))
    wide, high = small.size
    corner = [(3, 3), (wide - 4, 3), (wide - 4, high - 4), (3, high - 4)][turns % 4]
    red, green, _ = small.getpixel(corner)
    assert red > 200
    assert green < 100
