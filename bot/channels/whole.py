"""Is a file of a known type whole, and what should people know about it before they open it? CPU work.

Nothing here runs or draws what a file holds. Bounds against files made to be expensive: pixels (`thumbs`),
entries and unpacked bytes of Office files, the one part of them that is unpacked, what pypdf unpacks.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from bot.channels import frames, thumbs
from bot.channels.sniff import BROKEN_OFFICE, DOCX, PDF, XLSX
from bot.errors import Refused

CUT: Final = "文件没有传完整，请再发一次。"
BROKEN_PICTURE: Final = "这张图片没有传完整，打不开。请重新拍一张或者再发一次。"
BROKEN_PDF: Final = "这个 PDF 没有传完整，打不开。请重新导出再发，或者直接拍照。"
MACROS: Final = "这个文档带有宏（会自动运行的程序），为了安全没有收下。请另存为不带宏的文档或 PDF 再发。"
SWOLLEN: Final = "这个文档解开以后太大了，为了安全没有收下。请另存为 PDF 再发，或者直接拍照。"
BROKEN_SOUND: Final = "这段录音或视频没有传完整，放不出来。请再发一次。"

MOST_ENTRIES, MOST_UNPACKED, MOST_PART = 5_000, 300_000_000, 60_000_000
#: A larger file that unpacks to more than so many times its size was made to swell.
MOST_RATIO, RATIO_FROM = 120, 4_000_000
MOST_PAGES: Final = 5_000  #: a larger count in a PDF is not believed
INDEX_BYTES: Final = 4_000_000  #: of a film's index, read for its length
TAIL_BYTES: Final = 8_192  #: where a PDF must end

_SCAN_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_FOREIGN = re.compile(rb"PK\x03\x04|%PDF-|\x7fELF|MZ\x90\x00", re.DOTALL)
_PAGE_WORDS = re.compile(rb"<script|<html|<\?php", re.IGNORECASE)
_SCRIPT = re.compile(rb"/(?:JavaScript|JS|Launch)(?![A-Za-z])")
_EMBEDDED = re.compile(rb"/(?:EmbeddedFiles?|RichMedia)(?![A-Za-z])")
_PDF_FAULTS = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a look inside showed."""

    fault: str = ""  #: Chinese sentence: why it is not kept
    pages: int = 0
    seconds: int = 0
    marks: tuple[str, ...] = ()  #: script | embedded | locked | polyglot | unread


def look(data: bytes, content_type: str) -> Found:
    """Check a picture, a PDF, an Office file or a plain recording that fits into memory."""
    checks: Mapping[str, Callable[[bytes], Found]] = {
        PDF: _pdf,
        DOCX: lambda data: _office(data, "word/document.xml"),
        XLSX: lambda data: _office(data, "xl/workbook.xml"),
        "image/jpeg": lambda data: _picture(data, _jpeg_end(data)),
        "image/png": lambda data: _picture(data, _png_end(data)),
        "image/gif": lambda data: _picture(data, len(data) if data.rstrip(b"\0")[-1:] == b";" else -1),
        "image/webp": lambda data: _picture(data, _riff_end(data)),
        "audio/wav": _wav,
        "audio/amr": _amr,
    }
    return checks[content_type](data) if content_type in checks else Found()


def _picture(data: bytes, end: int) -> Found:
    """`end`: where the picture's own bytes end, -1 where they break off."""
    try:
        thumbs.thumbnail(data, 64)
    except thumbs.TooManyPixels:
        if end < 0:
            return Found(BROKEN_PICTURE)
        return Found(marks=("unread", *_foreign(data, end)))
    except Refused:
        return Found(BROKEN_PICTURE)
    return Found(marks=_foreign(data, end))


def _foreign(data: bytes, end: int) -> tuple[str, ...]:
    """Whether a file is something else as well: a web page inside, an archive or a program behind it."""
    behind = end >= 0 and _FOREIGN.search(data, end)
    return ("polyglot",) if behind or _PAGE_WORDS.search(data) else ()


def _jpeg_end(data: bytes) -> int:
    """Source: ITU-T T.81 annex B: marker segments, entropy-coded data after SOS, EOI."""
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            return -1
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:
            at += 1
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            found = _SCAN_END.search(data, at)
            if found is None:
                return -1
            at = found.start()
    return -1


def _png_end(data: bytes) -> int:
    """Source: PNG specification 5.3: length, type, data, CRC; IEND comes last."""
    at = 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at if at <= len(data) else -1
    return -1


def _riff_end(data: bytes) -> int:
    end = 8 + int.from_bytes(data[4:8], "little")
    return end if end <= len(data) + 1 else -1


def _pdf(data: bytes) -> Found:
    if b"%%EOF" not in data[-TAIL_BYTES:]:
        return Found(BROKEN_PDF)
    marks = [name for name, words in (("script", _SCRIPT), ("embedded", _EMBEDDED)) if words.search(data)]
    if b"PK\x05\x06" in data[-66_000:]:
        marks.append("polyglot")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            return Found(marks=(*marks, "locked"))
        root = reader.root_object
        tree = root["/Pages"].get_object()
        count = tree["/Count"]  # type: ignore[index]
        marks += _catalog_marks(root)
    except _PDF_FAULTS:
        return Found(BROKEN_PDF)
    pages = int(count) if isinstance(count, int) and 0 < count <= MOST_PAGES else 0
    return Found(pages=pages, marks=tuple(dict.fromkeys(marks)))


def _catalog_marks(root: Mapping[str, object]) -> list[str]:
    """What the catalog names; it may stand in a packed part, where the raw search does not see it."""
    names = root.get("/Names")
    entries = set(names.get_object()) if hasattr(names, "get_object") else set()
    marks = ["script"] if "/JavaScript" in entries or "/AA" in root else []
    return [*marks, "embedded"] if "/EmbeddedFiles" in entries else marks


def _office(data: bytes, main: str) -> Found:
    """Source: ECMA-376 part 2: a zip with [Content_Types].xml and a main part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if any("vbaproject" in name.lower() for name in names):
                return Found(MACROS)
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                return Found(SWOLLEN)
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > RATIO_FROM and unpacked > MOST_RATIO * len(data):
                return Found(SWOLLEN)
            if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names):
                return Found(BROKEN_OFFICE)
            if not {main, "[Content_Types].xml"} <= names:
                return Found(BROKEN_OFFICE)
            if archive.getinfo(main).file_size > MOST_PART:
                return Found(SWOLLEN)
            with archive.open(main) as part:
                if b"<!DOCTYPE" in part.read(1 << 16):  # no program that writes Office files declares types
                    return Found(BROKEN_OFFICE)
                while part.read(1 << 20):
                    pass  # its checksum is compared at the end
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return Found(BROKEN_OFFICE)
    inside = any("/embeddings/" in name or "/activeX/" in name for name in names)
    return Found(marks=("embedded",) if inside else ())


def _wav(data: bytes) -> Found:
    """Source: Multimedia Programming Interface 1.0, RIFF WAVE: chunks `fmt ` and `data`."""
    at, rate = 12, 0
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind == b"fmt ":
            rate = int.from_bytes(data[at + 16 : at + 20], "little")
        if kind == b"data":
            streamed = size in {0, 0xFFFFFFFF}
            if not streamed and at + 8 + size > len(data):
                return Found(BROKEN_SOUND)
            return Found(seconds=round(min(size, len(data)) / rate) if rate and not streamed else 0)
        at += 8 + size + (size & 1)
    return Found(BROKEN_SOUND)


def _amr(data: bytes) -> Found:
    count = frames.amr(data)
    if not count:
        return Found(BROKEN_SOUND)
    return Found(seconds=round(count * 0.02), marks=_foreign(data, -1))


class Boxes:
    """Walks the boxes of a film, a recording or a HEIC picture as they pass. Source: ISO/IEC 14496-12."""

    def __init__(self) -> None:
        self.kinds: list[bytes] = []
        self._need = 0  # bytes of the open box still to come
        self._endless = False  # the last box runs to the end, or what follows is no box
        self._head = b""
        self._index = bytearray()
        self._in_index = False

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the file."""
        data, at = self._head + chunk, 0
        self._head = b""
        while at < len(data) and not self._endless:
            if self._need:
                step = min(self._need, len(data) - at)
                if self._in_index and len(self._index) < INDEX_BYTES:
                    self._index += data[at : at + step]
                self._need -= step
                at += step
                continue
            head = data[at : at + 16]
            length = 16 if head.startswith(b"\0\0\0\1") else 8
            if len(head) < length:
                self._head = head
                return
            self._open(head, length)
            at += length

    def _open(self, head: bytes, length: int) -> None:
        size, kind = int.from_bytes(head[:4] if length == 8 else head[8:16], "big"), head[4:8]
        self._endless = size < length or not kind.isascii()
        if size == 0 or not self._endless:
            self.kinds.append(kind)
        self._need = 0 if self._endless else size - length
        self._in_index = kind == b"moov"

    def found(self, content_type: str) -> Found:
        """The verdict once all bytes have passed."""
        wanted = {b"meta"} if content_type.startswith("image/") else {b"moov", b"moof"}
        if self._need or not wanted & set(self.kinds):
            return Found(BROKEN_PICTURE if content_type.startswith("image/") else BROKEN_SOUND)
        return Found(seconds=_length(bytes(self._index)))


def boxes(chunks: Iterable[bytes], content_type: str) -> Found:
    """The same for bytes that are at hand."""
    walk = Boxes()
    for chunk in chunks:
        walk.feed(chunk)
    return walk.found(content_type)


def _length(index: bytes) -> int:
    """Seconds by the movie header, 0 where it tells none."""
    at = index.find(b"mvhd")
    if at < 0:
        return 0
    wide = index[at + 4 : at + 5] == b"\x01"
    first, width = (at + 24, 8) if wide else (at + 16, 4)
    scale = int.from_bytes(index[first : first + 4], "big")
    units = int.from_bytes(index[first + 4 : first + 4 + width], "big")
    seconds = round(units / scale) if scale else 0
    return seconds if seconds < 24 * 3600 else 0
