"""Whether a file is a plain Word document: no macros, nothing that reaches outside, nothing that swells."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from bot.errors import Refused, TooLarge

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_INSIDE: Final = 24 * 1024 * 1024
MOST_PARTS: Final = 300
_ARMED: Final = re.compile(
    r"vbaProject|vbaData|activeX|embeddings/|oleObject|attachedToolbars|\.bin$", re.IGNORECASE
)
_MACRO: Final = re.compile(rb"macroEnabled|ms-word\.attachedToolbars|vbaProject", re.IGNORECASE)
_OUTSIDE: Final = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
_DRAWN_IN: Final = re.compile(
    rb"relationships/(?:aFChunk|attachedTemplate|frame|subDocument|oleObject)", re.IGNORECASE
)
_DTD: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FIELD: Final = re.compile(rb"<\w+:(?:instrText[^>]*>|fldSimple[^>]*\w+:instr=[\"'])\s*([A-Za-z]*)")
#: Fields that only count or date; everything else may fetch something.
FIELDS: Final = frozenset({b"", b"PAGE", b"NUMPAGES", b"SECTIONPAGES", b"DATE", b"TIME", b"SEQ", b"STYLEREF"})

NOT_WORD: Final = "这不是Word文件（docx）。请用Word或者WPS打开，另存为“Word文档（*.docx）”再传。"
ARMED: Final = "文件里有宏或者嵌入的对象，为了安全不能用。请另存为不带宏的docx，删掉嵌入的对象再传。"
OUTSIDE: Final = "文件里有指向外面的链接（超链接、外部图片或者外部模板），不能用。请删掉链接再传。"
FIELD: Final = "文件里有“{name}”这个域，它会去取外面的内容，不能用。请删掉，页码和日期的域可以留。"
SWOLLEN: Final = "文件解开以后太大了，不像一份普通的文书。请检查里面的图片。"
TOO_BIG: Final = "文件太大了，模板最大2MB。请把图片压小一点再传。"


def check(data: bytes) -> None:
    """Raises Refused with the reason, TooLarge past 2 MB."""
    if len(data) > MOST_BYTES:
        raise TooLarge(TOO_BIG)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inside(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as exc:
        raise Refused(NOT_WORD) from exc


def _inside(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Refused(NOT_WORD)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_INSIDE:
        raise Refused(SWOLLEN)
    if any(_ARMED.search(name) for name in names):
        raise Refused(ARMED)
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            _part(part.filename, archive.read(part))


def _part(name: str, body: bytes) -> None:
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"} or _DTD.search(body):
        raise Refused(NOT_WORD)
    if name == "[Content_Types].xml" and _MACRO.search(body):
        raise Refused(ARMED)
    if name.endswith(".rels") and (_OUTSIDE.search(body) or _DRAWN_IN.search(body)):
        raise Refused(OUTSIDE)
    for field in _FIELD.findall(body):
        if field.upper() not in FIELDS:
            raise Refused(FIELD.format(name=field.decode("ascii", "replace")))
