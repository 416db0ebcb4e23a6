"""Files citizens send: known by content, streamed into the blob store, shown only as safe thumbnails."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageOps

from bot.errors import Refused, TooLarge
from bot.model import Kind, Media

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ports import Blobs

HEAD_BYTES: Final = 64 * 1024  #: enough to see the first entries of an Office file
TAIL_BYTES: Final = 256 * 1024  #: enough for the directory at the end of an Office file
THUMB_SIDE: Final = 320  #: pixels
MAX_PIXELS: Final = 64_000_000  #: a larger picture is kept but not decoded
NAME_LENGTH: Final = 80

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EMPTY: Final = "这个文件是空的，请重新选一个。"
CUT: Final = "文件没有传完整，请再发一次。"
UNKNOWN: Final = "这种文件暂时收不了。可以发照片、PDF、Word（docx）、表格（xlsx）、录音或视频。"
BROKEN_OFFICE: Final = "这个文档打不开，可能没有传完整或带有宏。请另存为 PDF 再发，或者直接拍照。"

_STARTS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS: Final = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"3gp4", b"3gp5"),
        "video/mp4",
    ),
    b"qt  ": "video/quicktime",
}
#: Kinds people really try, with what to do instead; looked at only when `sniff` finds nothing.
_ADVICE: Final = (
    ((b"\xd0\xcf\x11\xe0",), "这是旧版的 Word 或表格文件。请另存为 docx、xlsx 或 PDF 再发，或者直接拍照。"),
    ((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), "压缩包收不了，请把里面的文件解压后一个一个发。"),
    ((b"MZ", b"\x7fELF", b"#!/", b"dex\n"), "这是程序，不是材料，为了安全没有收下。"),
    ((b"<", b"\xef\xbb\xbf<"), "网页和矢量图文件为了安全没有收下，请截图后发图片。"),
)
_FAMILIES: Final = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "bmp"), "image"),
    "pdf": "pdf",
    "docx": "office",
    "xlsx": "office",
    **dict.fromkeys(("amr", "mp3", "m4a", "aac", "wav"), "sound"),
    **dict.fromkeys(("mp4", "mov", "m4v", "3gp"), "sound"),
}
_FAMILY_WORDS: Final = {"image": "图片", "pdf": "PDF", "office": "文档", "sound": "录音或视频"}


def sniff(head: bytes) -> str | None:
    """Content type found in the first bytes of a file (up to HEAD_BYTES), None for anything not accepted.

    Source: the formats' own signatures; ISO/IEC 14496-12 `ftyp`, ECMA-376 part 2 for Office files.
    """
    for start, content_type in _STARTS:
        if head.startswith(start):
            return content_type
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head.lstrip(b"\xef\xbb\xbf\r\n\t \x00").startswith(b"%PDF-"):
        return "application/pdf"
    if head[:4] == b"PK\x03\x04":
        return _office(_entries(head))
    return "audio/mpeg" if _is_mpeg_frame(head) else None


def kind_of(content_type: str) -> Kind:
    """What kind of message a file of this type is."""
    kinds = {"image": Kind.IMAGE, "audio": Kind.VOICE, "video": Kind.VIDEO}
    return kinds.get(content_type.partition("/")[0], Kind.FILE)


def why_refused(head: bytes) -> str:
    """A Chinese sentence that says what to do with a file `sniff` does not know."""
    for starts, sentence in _ADVICE:
        if head.lstrip(b" \t\r\n").startswith(starts):
            return sentence
    return UNKNOWN


async def take(stream: AsyncIterator[bytes], name: str, claimed_type: str, blobs: Blobs, limit: int) -> Media:
    """Stream a file into `blobs`; what is not kept comes back with `Media.refused` and no blob.

    `limit` in bytes; a sender that lied about the length is cut there. Raises what `blobs.put` raises
    for trouble of its own (a full disk).
    """
    shown = clean_name(name)
    head = await _head(stream)
    content_type = sniff(head) or ""
    fault = _fault(head, content_type, name, claimed_type)
    if fault:
        return _refused(shown, content_type, fault)
    tail = _Tail()
    try:
        key, size, digest = await blobs.put(tail.watch(head, stream), limit=limit)
    except TooLarge:
        return _refused(shown, content_type, too_large(limit))
    if content_type in {DOCX, XLSX} and not _is_whole_office(bytes(tail.kept), content_type):
        await blobs.remove(key)
        return _refused(shown, content_type, BROKEN_OFFICE)
    return Media(blob=key, name=shown, content_type=content_type, size=size, sha256=digest)


def thumbnail(data: bytes, side: int = THUMB_SIDE) -> bytes:
    """A JPEG of at most `side` px, upright and without metadata; CPU work, run it in an executor.

    Raises Refused for what cannot or should not be decoded.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP")) as picture:
            return _shrink(picture, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise Refused("这张图片太大，没有缩略图。") from exc
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as exc:
        raise Refused("这张图片打不开，没有缩略图。") from exc


def clean_name(name: str) -> str:
    """A file's name without folders and control characters, at most 80 characters, ending kept."""
    base = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in base if char.isprintable() and char not in '<>:"|?*').strip(" .")
    if len(plain) <= NAME_LENGTH:
        return plain or "未命名"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 8:
        return plain[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


def too_large(limit: int) -> str:
    """The sentence for a file over `limit` bytes."""
    return f"文件太大了，最多 {limit // (1024 * 1024)} MB。照片可以先截图，视频可以剪短一些再发。"


def _shrink(picture: Image.Image, side: int) -> bytes:
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused("这张图片太大，没有缩略图。")
    picture.draft("RGB", (side * 2, side * 2))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side))
    seen = upright.convert("RGBA")
    # drawn onto a fresh picture, so that no metadata of the original can come along
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82)
    return out.getvalue()


class _Tail:
    """Passes chunks on and keeps the last TAIL_BYTES of them."""

    def __init__(self) -> None:
        self.kept = bytearray()

    async def watch(self, head: bytes, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        self._keep(head)
        yield head
        async for chunk in stream:
            self._keep(chunk)
            yield chunk

    def _keep(self, chunk: bytes) -> None:
        self.kept += chunk
        del self.kept[:-TAIL_BYTES]


async def _head(stream: AsyncIterator[bytes]) -> bytes:
    head = bytearray()
    async for chunk in stream:
        head += chunk
        if len(head) >= HEAD_BYTES:
            break
    return bytes(head)


def _fault(head: bytes, content_type: str, name: str, claimed_type: str) -> str:
    if not head:
        return EMPTY
    if not content_type:
        return why_refused(head)
    found = _family(content_type)
    ending = name.rpartition(".")[2].lower()
    claims = {_FAMILIES.get(ending, ""), _family(claimed_type)}
    lied = sorted(claims - {"", found})
    if not lied:
        return ""
    said, is_really = _FAMILY_WORDS[lied[0]], _FAMILY_WORDS[found]
    return f"文件名字看着是{said}，内容却是{is_really}，为了安全没有收下。请重新导出，或者直接拍照再发。"


def _family(content_type: str) -> str:
    plain = content_type.partition(";")[0].strip().lower()
    if plain in {DOCX, XLSX}:
        return "office"
    if plain == "application/pdf":
        return "pdf"
    top = plain.partition("/")[0]
    return {"image": "image", "audio": "sound", "video": "sound"}.get(top, "")


def _refused(name: str, content_type: str, sentence: str) -> Media:
    return Media(blob="", name=name, content_type=content_type, size=0, sha256="", refused=sentence)


def _is_mpeg_frame(head: bytes) -> bool:
    """Source: ISO/IEC 11172-3 §2.4.1.3: sync, a layer, a bit rate and a sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in {0, 15} and head[2] >> 2 & 3 != 3


def _entries(
    data: bytes, signature: bytes = b"PK\x03\x04", name_at: int = 30, length_at: int = 26
) -> set[str]:
    names = set()
    at = data.find(signature)
    while at >= 0:
        length = int.from_bytes(data[at + length_at : at + length_at + 2], "little")
        raw = data[at + name_at : at + name_at + length]
        if 0 < len(raw) == length < 256:
            names.add(raw.decode("utf-8", "replace"))
        at = data.find(signature, at + 4)
    return names


def _office(names: set[str]) -> str | None:
    if not names & {"[Content_Types].xml", "_rels/.rels", "docProps/app.xml"}:
        return None
    for folder, content_type in (("word/", DOCX), ("xl/", XLSX)):
        if any(name.startswith(folder) for name in names):
            return content_type
    return None


def _is_whole_office(tail: bytes, content_type: str) -> bool:
    """The directory at the end is there, names the main part, and holds no macros."""
    end = tail.rfind(b"PK\x05\x06")
    if end < 0:
        return False
    names = _entries(tail[:end], b"PK\x01\x02", 46, 28)
    main = "word/document.xml" if content_type == DOCX else "xl/workbook.xml"
    return {main, "[Content_Types].xml"} <= names and not any("vbaProject" in name for name in names)
