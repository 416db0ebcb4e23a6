"""A row of a list, typed at the desk: changed, taken out or added; every other row stays as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from bot.dialogue import list_rows, lists, odd, worker_table
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk
from bot.errors import Refused
from bot.field_reading import Typed, Wish, place_of, read_field, unread_lines, without_stand
from bot.text import cells, row_words
from bot.text.cells import Row
from bot.text.reading import Reading, Refusal, flat
from flows.engine import Answer
from flows.schema import Step

MOVED: Final = "这张名单刚被改过，请先看看现在的，再改。"
LAST: Final = "只剩这一行了，不能删空。请直接改这一行。"
SAME: Final = "和原来一样，没有改动。"
THERE: Final = "这些已经在里面了，没有改动。"
UNREAD_ROW: Final = "没看懂“{said}”，没有保存。请写要改成的内容，例如只写新的数，或者照这样写一整行：{row}。"


def mark(row: Row) -> str:
    """What a row is known by while it stands on somebody's screen: 12 hex digits of its cells."""
    return sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:12]


def read(k: Knowledge, session: Session, wish: Wish, now: datetime) -> Typed:
    """The answer a wish asks for, whole or of one row; raises Refused with a sentence."""
    return read_row(k, session, wish, now) if wish.what else read_field(k, session, wish, now)


def read_row(k: Knowledge, session: Session, wish: Wish, now: datetime) -> Typed:
    """The list with one row changed, dropped, or with rows added; raises Refused with a sentence."""
    talk, step = place_of(k, session, wish, now)
    before = talk.answers().get(step.id)
    rows = lists.rows(step, before)
    if before is None or not lists.listed(step, before) or not rows:
        raise Refused("这一项没有名单可以改，请整个填写。")
    said, stands = without_stand(wish.words)
    at = wish.row - 1
    if wish.what != "add" and not (0 <= at < len(rows) and mark(rows[at]) == wish.mark):
        raise Refused(MOVED)
    after, doubt = list(rows), ""
    if wish.what == "drop":
        if len(rows) == 1:
            raise Refused(LAST)
        del after[at]
    elif wish.what == "add":
        after, doubt = _added(talk, step, rows, said)
    else:
        after[at] = _changed(talk, step, rows[at], said)
    if after == rows:
        raise Refused(THERE if wish.what == "add" else SAME)
    made = _made(step, before, after)
    found = odd.doubts(k, talk.flow, talk.answers(), step, made, today=k.today)
    if found and not stands:
        raise Refused(k.words["odd_desk"].format(label=step.label, reason=odd.reasons(found)))
    told = _told(step, rows, after, wish)
    return Typed(odd.stood_by(made) if found else made, doubt, *told)


def _told(step: Step, rows: Sequence[Row], after: Sequence[Row], wish: Wish) -> tuple[str, str, str]:
    """(which row, what stood there, what stands there now), numbers of people covered."""
    columns, measure = lists.columns(step), lists.measure(step)

    def line(row: Row) -> str:
        return cells.line(columns, row, gaps=False)

    if wish.what == "add":
        fresh = "；".join(line(row) for row in after if row not in rows)
        more = len(after) - len(rows)
        return f"新加的{more}{measure}" if more else "补的内容", "没有", fresh
    where = f"第{wish.row}{measure}"
    return where, line(rows[wish.row - 1]), "删掉了" if wish.what == "drop" else line(after[wish.row - 1])


def _made(step: Step, before: Answer, after: Sequence[Row]) -> Answer:
    """The answer with these rows, and what was said of the list beside them."""
    old = flat(before.value)
    total = old.get(lists.SAID)
    made = lists.closed(lists.answer(step, before, after, 0))
    made = lists.with_named(step, made, total if isinstance(total, int) else None)
    made = lists.with_count(step, made, before, None)
    made = lists.with_faults(made, lists.open_faults(step, before))
    return replace(made, by="desk", confirmed=not worker_table.doubted(made))


def _reading(talk: Talk, step: Step, said: str) -> Reading | None:
    """What the reader of whole rows makes of the words; raises Refused with its sentence."""
    found = talk.k.readers[step.read if lists.is_list(step) else "rows"](said, talk.context(step))
    if isinstance(found, Refusal):
        raise Refused(found.sentence)
    return found


def _changed(talk: Talk, step: Step, row: Row, said: str) -> Row:
    """A row with what the words say of it: one new value, or the whole row told again."""
    whole = _whole(talk, step, said)
    if whole is not None:
        return [kept if cell is None else cell for cell, kept in zip(whole, row, strict=True)]
    one = row_words.changed(row, said, list_rows.context(talk, step))
    if one is None:
        example = cells.line(lists.columns(step), row, gaps=False)
        raise Refused(UNREAD_ROW.format(said=said, row=example))
    return one


def _whole(talk: Talk, step: Step, said: str) -> Row | None:
    """The one row that words tell with more than one cell; raises Refused for a number that cannot be."""
    found = _reading(talk, step, said)
    told = Answer(found.value, found.shown) if found else None
    rows = lists.rows(step, told)
    if told is None or len(rows) != 1 or sum(cell is not None for cell in rows[0]) < 2:
        return None
    wrong = [one for one in _faults(told) if "没有看到" not in one]
    if wrong:
        raise Refused("；".join(wrong) + "。没有保存，请改好再写。")
    return rows[0]


def _added(talk: Talk, step: Step, rows: Sequence[Row], said: str) -> tuple[list[Row], str]:
    found = _reading(talk, step, said)
    fresh = lists.rows(step, Answer(found.value, found.shown)) if found else []
    if found is None or not fresh:
        raise Refused(unread_lines(talk, step, said))
    return lists.joined(step, rows, fresh), found.confirm


def _faults(told: Answer) -> list[str]:
    found = flat(told.value).get(lists.FAULTS)
    told_of = found if isinstance(found, list) else []
    return [str(one["reason"]).removesuffix("。") for one in told_of if isinstance(one, dict)]
