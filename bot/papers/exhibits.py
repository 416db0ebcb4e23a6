"""The rows of the 证据清单: what was uploaded, pages numbered through, then what is still to come. Pure.

What a mediator noted about a piece (`Evidence.proves`) stays at the desk (特邀调解规定22).
Source: 民诉法69 (the court's receipt names each piece, its pages and copies, originals or copies).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import CaseFile, Evidence
from bot.papers.values import printed
from bot.text import evidence as naming
from bot.text.normalise import normalise
from flows import checklist
from flows.schema import Flow

NONE = "—"
ON_PAPER, ON_DISC = "□原件\n□复印件", "□原始载体\n□复制件"
#: How many checksums of one piece are printed.
SUMS = 2
_KINDS = {"image": "照片", "audio": "录音", "video": "录像"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence on the list."""

    no: int
    name: str
    proves: str
    kind: str
    pages: str  #: 第1–3页, NONE for what has no pages
    original: str  #: boxes for the clerk
    note: str


def pieces(case: CaseFile, flow: Flow, evidence: Sequence[Evidence]) -> list[Piece]:
    """Uploaded pieces in the order of the flow's list, pages numbered through; then what is only named."""
    rows: list[Piece] = []
    page = 1
    found = checklist.in_order(evidence, flow.evidence)
    for number, files in enumerate(found, 1):
        count = sum(_pages(one) for one in files)
        rows.append(_uploaded(number, files, _range(page, count)))
        page += count
    there = {files[0].item for files in found}
    for name in _named(case, flow):
        if name not in there:
            proves = checklist.item(name).proves or "待说明"
            rows.append(Piece(len(rows) + 1, name, proves, "待提交", NONE, ON_PAPER, ""))
    return rows


def _uploaded(number: int, files: Sequence[Evidence], pages: str) -> Piece:
    head = files[0]
    listed = head.item and head.item != checklist.OTHER
    name = printed(head.item if listed else head.media.name)
    family = head.media.content_type.partition("/")[0]
    on_disc = family in {"audio", "video"} or pages == NONE
    return Piece(
        no=number,
        name=name,
        proves=checklist.item(head.item).proves or "待说明",
        kind=_kind(files),
        pages=pages,
        original=ON_DISC if on_disc else ON_PAPER,
        note=_note(files),
    )


def _kind(files: Sequence[Evidence]) -> str:
    media = files[0].media
    family = media.content_type.partition("/")[0]
    if family == "image":
        return f"照片{len(files)}张"
    if family in _KINDS:
        length = f"{media.seconds // 60}分{media.seconds % 60}秒" if media.seconds else ""
        return f"{_KINDS[family]}{length}"
    return "PDF" if media.content_type == "application/pdf" else "电子文件"


def _note(files: Sequence[Evidence]) -> str:
    sums = "、".join(one.media.sha256[:12] for one in files[:SUMS])
    more = f"等{len(files)}个" if len(files) > SUMS else ""
    locked = "；有打开密码" if any("locked" in one.media.marks.split() for one in files) else ""
    return f"校验码 {sums}{more}{locked}"


def _pages(one: Evidence) -> int:
    return 1 if one.media.content_type.startswith("image/") else one.media.pages


def _range(first: int, count: int) -> str:
    if not count:
        return NONE
    return f"第{first}页" if count == 1 else f"第{first}–{first + count - 1}页"


def _named(case: CaseFile, flow: Flow) -> list[str]:
    """What the citizen said to have: entries of the list in its order, then other things by their names."""
    said = case.answers.get("evidence")
    words = printed(str(said.value)) if said and said.known and said.value != checklist.SENT else ""
    entries = naming.entries(words, flow.evidence)
    things = [reading.shown for reading in naming.find_in(normalise(words))]
    others = [thing for thing in things if not checklist.entry_of(thing, flow.evidence)]
    return [*(name for name in flow.evidence if name in entries), *dict.fromkeys(others)]
