"""Evidence as the desk's page gets it: the checklist, pieces with their pages, what to beware of. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.dialogue import checklist as lists
from bot.model import Evidence, Handoff, Uploader
from flows.checklist import Row, State, in_order

View = dict[str, Any]

MARKS: Final = {
    "renamed": "文件名和内容不符，已按真正的类型改了结尾",
    "script": "里面有脚本，下载后不要直接打开",
    "embedded": "里面夹带别的文件，不要直接打开",
    "locked": "有打开密码，请向当事人要",
    "polyglot": "同时也是另一种文件，不要直接打开",
    "unread": "图片太大，没有缩略图",
}
UPLOADERS: Final = {Uploader.CITIZEN: "当事人", Uploader.AGENT: "代办人", Uploader.DESK: "工作人员"}


def checklist(rows: Sequence[Row]) -> list[View]:
    """Every entry with its state in words, what it proves, and whether it is worth asking for."""
    return [
        {
            "item": row.item.name,
            "state": row.state.value,
            "words": lists.state_words(row),
            "there": row.state in {State.HERE, State.SAID},
            "proves": row.item.proves,
            "wanted": row.state is not State.HERE,
        }
        for row in rows
    ]


def pieces(
    evidence: Sequence[Evidence], names: Sequence[str], handoff: Handoff, pages: Sequence[View]
) -> list[View]:
    """Pieces numbered as the paper numbers them; `pages` are the views of the files."""
    shown = {page["id"]: page for page in pages}
    return [
        {
            "no": number,
            "id": piece[0].id,
            "item": piece[0].item,
            "proves": piece[0].proves,
            "pages": [_page(one, shown[one.id], handoff) for one in piece],
        }
        for number, piece in enumerate(in_order(evidence, names), 1)
    ]


def _page(one: Evidence, view: View, handoff: Handoff) -> View:
    seconds = one.media.seconds
    address = f"/api/desk/handoffs/{handoff.id}/files/{one.id}"
    drawn = bool(view["thumb"]) and "unread" not in one.media.marks.split()
    return {
        **view,
        # the way it is turned is part of the address, so that no cache shows it the old way
        "thumb": f"{address}?size=small&v={one.turns}" if drawn else "",
        "view": f"{address}?size=large&v={one.turns}" if drawn else "",
        "by": UPLOADERS[one.by],
        "hash": one.media.sha256[:12],
        "pages": one.media.pages,
        "length": f"{seconds // 60}分{seconds % 60}秒" if seconds else "",
        "marks": [MARKS[mark] for mark in one.media.marks.split() if mark in MARKS],
    }
