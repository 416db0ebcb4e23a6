"""The checklist of a dispute as one person stands to it: what is there, named only, missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import Evidence
from bot.text import evidence as naming
from flows import checklist
from flows.checklist import OTHER, Row, State
from flows.engine import Answer, Json
from flows.schema import Flow

__all__ = ["OTHER", "counts", "named", "pages_of", "standing", "state_words", "to_json"]


def named(flow: Flow, answers: Mapping[str, Answer]) -> set[str]:
    """Entries of the flow's list that the answer to the evidence question says exist."""
    said = answers.get("evidence")
    return naming.entries(said.shown, flow.evidence) if said and said.known else set()


def standing(flow: Flow, answers: Mapping[str, Answer], files: Mapping[str, Sequence[int]]) -> list[Row]:
    """Every entry of the flow's list with its state. `files`: entry -> (pieces, pages)."""
    return checklist.standing(flow, answers, files=files, named=named(flow, answers))


def counts(rows: Sequence[Evidence]) -> dict[str, list[int]]:
    """Entry -> [pieces, pages] of what was uploaded; what is on no list counts as OTHER."""
    found: dict[str, list[int]] = {}
    for piece in checklist.grouped(rows):
        count = found.setdefault(piece[0].item or OTHER, [0, 0])
        count[0] += 1
        count[1] += sum(pages_of(page) for page in piece)
    return found


def pages_of(page: Evidence) -> int:
    """Pages one file prints on: a picture one, a document its own; 0 for recordings and uncounted files."""
    return 1 if page.media.content_type.startswith("image/") else page.media.pages


def state_words(row: Row) -> str:
    """有（2份、5页） and its like."""
    if row.state is State.HERE:
        pages = f"、{row.pages}页" if row.pages else ""
        return f"有（{row.pieces}份{pages}）"
    return {State.SAID: "您说有，还没发", State.SPARED: "可以没有", State.LACKING: "缺"}[row.state]


def to_json(rows: Sequence[Row]) -> list[Json]:
    """Rows as a card holds them."""
    return [
        {
            "item": row.item.name,
            "state": row.state.value,
            "words": state_words(row),
            "proves": row.item.proves,
            "get": row.item.without if row.state is State.SPARED else row.item.get,
        }
        for row in rows
    ]
