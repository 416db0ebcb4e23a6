"""What happens to evidence rows: kept once, put in order, named, turned, dropped. Inside one transaction.

The files themselves are never touched: a turned picture is a number beside its row, and what may go from
the blob store is named in the result and removed after the commit.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.dialogue import checklist as lists
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.errors import NotFound, Refused, StaleState
from bot.model import Evidence, Media, Uploader
from bot.ports import Tx
from bot.text import evidence as naming
from bot.text.normalise import normalise
from flows import checklist, engine
from flows.engine import Answer, Json
from flows.schema import Flow

#: What one person may hand in; beyond that it goes to the court on paper or on a disc.
MOST_FILES, MOST_BYTES = 200, 500 * 1024 * 1024
MB = 1024 * 1024

T = TypeVar("T")

FULL = f"您已经发了{MOST_FILES}个文件，是最多的了，这个没有存。可以删掉没用的再发，或者把剩下的带到法院。"
HEAVY = f"您发的文件加起来超过{MOST_BYTES // MB}MB了，这个没有存。可以删掉没用的再发，或者把剩下的带到法院。"
GONE = "没找到这份证据，可能已经删掉了。"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a file that came in."""

    row: Evidence | None  #: the row, new or the one that held the same file already
    again: bool = False  #: the same bytes were there before
    refused: str = ""  #: why it was not kept


@dataclass(frozen=True, slots=True)
class Target:
    """Which file is meant: by id, or as people count them (`piece` 0 = the newest, `page` -1 = its last)."""

    id: str = ""
    piece: int = 0
    page: int = 0


async def keep(tx: Tx, sid: str, media: Media, *, more: bool, by: Uploader, item: str, at: datetime) -> Kept:
    """Store a row for a file; `more`: it goes on the newest piece as its next page."""
    rows = await tx.evidence.of(sid)
    same = next((row for row in rows if row.media.sha256 == media.sha256), None)
    if same is not None:
        return Kept(same, again=True)
    if len(rows) >= MOST_FILES:
        return Kept(None, refused=FULL)
    if sum(row.media.size for row in rows) + media.size > MOST_BYTES:
        return Kept(None, refused=HEAVY)
    row = Evidence(uuid.uuid4().hex, sid, item, media, "", at, by=by)
    before = newest(rows)
    if more and before and all(_is_picture(page) for page in [*before, row]):
        row = replace(row, piece=before[0].whole, page=before[-1].page + 1, item=before[0].item)
    await tx.evidence.add(row)
    return Kept(row)


def newest(rows: Sequence[Evidence]) -> list[Evidence]:
    """The piece the last file went to, its pages in order; empty where there is none."""
    pieces = checklist.grouped(rows)
    return max(pieces, key=lambda piece: max((page.at, page.id) for page in piece)) if pieces else []


def find(rows: Sequence[Evidence], target: Target) -> tuple[list[Evidence], Evidence]:
    """(the piece with its pages in order, the page meant); raises NotFound."""
    pieces = checklist.grouped(rows)
    if target.id:
        piece = next((p for p in pieces if any(page.id == target.id for page in p)), [])
        page = next((one for one in piece if one.id == target.id), None)
    else:
        piece = newest(rows) if not target.piece else _nth(pieces, target.piece)
        at = len(piece) if target.page < 0 else max(1, target.page)
        page = _nth(piece, at) if piece else None
    if not piece or not page:
        raise NotFound(GONE)
    return piece, page


async def drop(tx: Tx, sid: str, target: Target, *, all_pages: bool) -> list[Evidence]:
    """Delete a page, or the whole piece; gives the rows that are gone. Raises NotFound."""
    piece, page = find(await tx.evidence.of(sid), target)
    gone = piece if all_pages else [page]
    for one in gone:
        await tx.evidence.remove(sid, one.id)
    await _number(tx, [one for one in piece if one not in gone])
    return gone


async def rotate(tx: Tx, sid: str, target: Target) -> Evidence:
    """A quarter turn clockwise. Raises NotFound; Refused for what is no picture."""
    _, page = find(await tx.evidence.of(sid), target)
    if not _is_picture(page):
        raise Refused("只有图片能转方向。")
    turned = replace(page, turns=(page.turns + 1) % 4)
    await tx.evidence.place(turned)
    return turned


async def order(tx: Tx, sid: str, target: Target, place: int) -> list[Evidence]:
    """Put a page at `place` of its piece (1 = first, 0 = last); gives the pages. Raises NotFound."""
    piece, page = find(await tx.evidence.of(sid), target)
    rest = [one for one in piece if one.id != page.id]
    at = min(place - 1, len(rest)) if place > 0 else len(rest)
    return await _number(tx, [*rest[:at], page, *rest[at:]])


async def shift(tx: Tx, sid: str, target: Target, by: int) -> list[Evidence]:
    """Move a page `by` places (-1 = 上移); at the end of its piece it stays. Raises NotFound."""
    piece, page = find(await tx.evidence.of(sid), target)
    at = [one.id for one in piece].index(page.id)
    return await order(tx, sid, Target(page.id), max(1, at + 1 + by))


async def assign(tx: Tx, sid: str, target: Target, item: str) -> list[Evidence]:
    """Say what a piece is; gives its pages. Raises NotFound."""
    piece, _ = find(await tx.evidence.of(sid), target)
    named = [replace(one, item=item) for one in piece]
    for one in named:
        await tx.evidence.place(one)
    return named


async def split(tx: Tx, sid: str, target: Target) -> Evidence:
    """Make a page a piece of its own, not named yet. Raises NotFound."""
    piece, page = find(await tx.evidence.of(sid), target)
    rest = [one for one in piece if one.id != page.id]
    if not rest:
        return page
    # a fresh key: the others may be held together by this page's id
    alone = replace(page, piece=uuid.uuid4().hex, page=1, item="")
    await tx.evidence.place(alone)
    await _number(tx, rest)
    return alone


async def join(tx: Tx, sid: str, target: Target) -> list[Evidence]:
    """Put a piece behind the one before it; gives the pages. Raises NotFound, Refused."""
    rows = await tx.evidence.of(sid)
    piece, _ = find(rows, target)
    pieces = checklist.grouped(rows)
    at = pieces.index(piece)
    if not at:
        raise Refused("前面没有别的材料可以接。")
    before = pieces[at - 1]
    if not all(_is_picture(page) for page in [*before, *piece]):
        raise Refused("只有图片能合成一份。")
    head = before[0]
    moved = [replace(one, piece=head.whole, item=head.item) for one in piece]
    return await _number(tx, [*before, *moved])


async def note(tx: Tx, sid: str, target: Target, words: str) -> Evidence:
    """What a mediator says a piece proves; kept sealed with its first page. Raises NotFound."""
    piece, _ = find(await tx.evidence.of(sid), target)
    noted = replace(piece[0], proves=words)
    await tx.evidence.place(noted)
    return noted


async def subject(
    tx: Tx, sid: str, session: Session, k: Knowledge
) -> tuple[Flow | None, Mapping[str, Answer]]:
    """What the evidence is about: the open intake, else the case handed in last."""
    form = session.form
    try:
        if form is not None:
            flow = k.flow(form.flow, form.rev)
            return flow, engine.valid_answers(flow, form)
        cases = await tx.cases.of(sid)
        if not cases:
            return None, {}
        case = max(cases, key=lambda one: one.submitted_at)
        return k.flow(case.flow, case.flow_rev), case.answers
    except StaleState:  # a revision that is gone for good has no list any more
        return None, {}


def entry(words: str, flow: Flow | None) -> str:
    """The entry that a person's words name: of the flow's list, else a kind of evidence, else 其他材料.

    Free words are never kept as the name of an entry: they may hold anything.
    """
    names = flow.evidence if flow else ()
    if words in names:
        return words
    things = [reading.shown for reading in naming.find_in(normalise(words))]
    for thing in [*things, words]:
        if found := checklist.entry_of(thing, names):
            return found
    return things[0] if things else lists.OTHER


async def _number(tx: Tx, pages: Sequence[Evidence]) -> list[Evidence]:
    """Write the pages in this order under one key."""
    if not pages:
        return []
    whole = pages[0].whole if all(one.whole == pages[0].whole for one in pages) else pages[0].id
    out = [replace(one, piece=whole, page=at) for at, one in enumerate(pages, 1)]
    for one in out:
        await tx.evidence.place(one)
    return out


def _nth(rows: Sequence[T], n: int) -> T:
    if not 0 < n <= len(rows):
        raise NotFound(GONE)
    return rows[n - 1]


def _is_picture(row: Evidence) -> bool:
    return row.media.content_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change a person asks for."""

    op: str  #: drop | drop_all | rotate | up | down | place | item | split | join
    target: Target
    to: str = ""  #: the entry for `item`, the place for `place`


async def apply(tx: Tx, sid: str, edit: Edit, flow: Flow | None) -> list[Evidence]:
    """Do one change; gives the rows it is about (the gone ones for a deletion). Raises NotFound, Refused."""
    target = edit.target
    if edit.op in {"drop", "drop_all"}:
        return await drop(tx, sid, target, all_pages=edit.op == "drop_all")
    if edit.op == "rotate":
        return [await rotate(tx, sid, target)]
    if edit.op in {"up", "down"}:
        return await shift(tx, sid, target, -1 if edit.op == "up" else 1)
    if edit.op == "place":
        return await order(tx, sid, target, int(edit.to) if edit.to.isdecimal() else 0)
    if edit.op == "item":
        return await assign(tx, sid, target, entry(edit.to, flow))
    if edit.op == "split":
        return [await split(tx, sid, target)]
    if edit.op == "join":
        return await join(tx, sid, target)
    raise Refused("这一步做不了。")


def row_json(one: Evidence) -> dict[str, Json]:
    """A file as the talk and the page know it; the blob's key stays with the page's door."""
    return {
        "id": one.id,
        "name": one.media.name,
        "size": one.media.size,
        "type": one.media.content_type,
        "blob": one.media.blob,
        "item": one.item,
        "piece": one.whole,
        "page": one.page,
        "pages": lists.pages_of(one),
        "seconds": one.media.seconds,
        "turns": one.turns,
        "marks": one.media.marks,
    }


async def look(tx: Tx, sid: str, session: Session, k: Knowledge) -> dict[str, Json]:
    """Everything there is, piece after piece, the checklist it stands against, and the count of files."""
    rows = await tx.evidence.of(sid)
    flow, answers = await subject(tx, sid, session, k)
    files = lists.counts(rows)
    standing = lists.standing(flow, answers, files) if flow else []
    return {
        "evidence_list": [row_json(page) for piece in checklist.grouped(rows) for page in piece],
        "checklist": lists.to_json(standing),
        "entries": [*(flow.evidence if flow else ()), lists.OTHER],
        "title": flow.title if flow else "",
        "files": {item: [*count] for item, count in files.items()},
    }
