"""What a file is by its first bytes, whatever its name says; what to tell who sends something else."""

from __future__ import annotations

from typing import Final

from bot.channels import frames
from bot.model import Kind

HEAD_BYTES: Final = 64 * 1024  #: enough to see the first entries of an Office file

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"

UNKNOWN: Final = "这种文件暂时收不了。可以发照片、PDF、Word（docx）、表格（xlsx）、录音或视频。"
BROKEN_OFFICE: Final = "这个文档没有传完整，打不开。请再发一次，或者另存为 PDF、直接拍照。"
LOCKED_OFFICE: Final = (
    "这个文档加了密码，法院打不开。请在 Word 或表格里打开它，点“文件－信息－保护文档”取消密码再发，"
    "或者另存为 PDF、直接拍照。"
)

_STARTS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
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
    ((b"#!AMR", b"ID3"), "里面听不出录音，没有收下。请重新录一段再发，或者换成 m4a、mp3。"),
    ((b"MZ", b"\x7fELF", b"#!/", b"dex\n"), "这是程序，不是材料，为了安全没有收下。"),
    ((b"<", b"\xef\xbb\xbf<"), "网页和矢量图文件为了安全没有收下，请截图后发图片。"),
)
#: The endings of each type, the usual one first.
ENDINGS: Final = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    PDF: ("pdf",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    "audio/amr": ("amr",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a", "mp4", "aac"),
    "audio/wav": ("wav",),
    "video/mp4": ("mp4", "m4v", "3gp", "mov", "m4a"),
    "video/quicktime": ("mov", "qt", "mp4"),
}
_FAMILIES: Final = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "bmp"), "image"),
    "pdf": "pdf",
    **dict.fromkeys(("docx", "xlsx", "doc", "xls"), "office"),
    **dict.fromkeys(("amr", "mp3", "m4a", "aac", "wav"), "sound"),
    **dict.fromkeys(("mp4", "mov", "m4v", "3gp", "qt"), "sound"),
}
FAMILY_WORDS: Final = {"image": "图片", "pdf": "PDF", "office": "文档", "sound": "录音或视频"}


def sniff(head: bytes) -> str | None:
    """Content type found in the first bytes of a file (64 KB are enough), None for anything not accepted.

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
        return PDF
    if head[:4] == b"PK\x03\x04":
        return _office(_entries(head))
    return _sound(head)


def _sound(head: bytes) -> str | None:
    """Recordings without boxes: their frames must be there, a false head is written in a second.

    A tag longer than `head` (a large cover) hides its frames; `media` looks behind it.
    """
    if head.startswith(b"#!AMR"):
        return "audio/amr" if frames.amr(head) is not None else None
    end = 0
    while more := frames.tag_end(head[end:]):
        end += more
    if end + frames.LOOKED > len(head) and end and len(head) >= HEAD_BYTES:
        return "audio/mpeg"
    return "audio/mpeg" if frames.mpeg(head[end:]) else None


def kind_of(content_type: str) -> Kind:
    """What kind of message a file of this type is."""
    kinds = {"image": Kind.IMAGE, "audio": Kind.VOICE, "video": Kind.VIDEO}
    return kinds.get(content_type.partition("/")[0], Kind.FILE)


def why_refused(head: bytes, name: str = "") -> str:
    """A Chinese sentence that says what to do with a file `sniff` does not know; a false name is said."""
    if head.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in head:
        return LOCKED_OFFICE
    said = FAMILY_WORDS.get(_FAMILIES.get(ending_of(name), ""), "")
    if head.startswith(b"PK\x03\x04") and said == "文档" and b"PK\x05\x06" not in head:
        return BROKEN_OFFICE  # the directory at its end, and perhaps more, is not there
    for starts, sentence in _ADVICE:
        if head.lstrip(b" \t\r\n").startswith(starts):
            old = starts[0] == b"\xd0\xcf\x11\xe0" and said == "文档"
            return f"文件名看着是{said}，内容却不是。{sentence}" if said and not old else sentence
    return UNKNOWN


def family(content_type: str) -> str:
    """image | pdf | office | sound (recordings and films), "" for anything else."""
    plain = content_type.partition(";")[0].strip().lower()
    if plain in {DOCX, XLSX}:
        return "office"
    if plain == PDF:
        return "pdf"
    top = plain.partition("/")[0]
    return {"image": "image", "audio": "sound", "video": "sound"}.get(top, "")


def ending_of(name: str) -> str:
    """The ending of a file's name, lower case, "" for none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_false(name: str, claimed_type: str, content_type: str) -> bool:
    """Whether the name or the declared type says another family of files than the content is."""
    claims = {_FAMILIES.get(ending_of(name), ""), family(claimed_type)} - {""}
    return bool(claims - {family(content_type)})


def true_name(name: str, content_type: str) -> str:
    """The name with an ending that fits the content; a name without a known ending stays as it is."""
    ending, right = ending_of(name), ENDINGS.get(content_type, ())
    if not right or ending in right or ending not in _FAMILIES:
        return name
    return f"{name.rpartition('.')[0]}.{right[0]}"


def _entries(data: bytes) -> set[str]:
    names = set()
    at = data.find(b"PK\x03\x04")
    while at >= 0:
        length = int.from_bytes(data[at + 26 : at + 28], "little")
        raw = data[at + 30 : at + 30 + length]
        if 0 < len(raw) == length < 256:
            names.add(raw.decode("utf-8", "replace"))
        at = data.find(b"PK\x03\x04", at + 4)
    return names


def _office(names: set[str]) -> str | None:
    if not names & {"[Content_Types].xml", "_rels/.rels", "docProps/app.xml"}:
        return None
    for folder, content_type in (("word/", DOCX), ("xl/", XLSX)):
        if any(name.startswith(folder) for name in names):
            return content_type
    return None
