"""The rows of a list answer, whether a flow's own list or a table of workers: to read, join, change, undo.

Both are handled as rows of cells (bot.text.rows); the table keeps its own form of value (bot.text.workers).
Some answers are one value or a list, as people tell them: a sum or its bills, a due date or its instalments.
Such a list holds, beside its rows, what the rules read of the one value: the total, the last due date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import worker_table
from bot.text import cells, payments, promised, row_words, workers
from bot.text import rows as reader
from bot.text.cells import Columns, Row
from bot.text.payments import Payment
from bot.text.reading import Context, Reading, flat
from bot.text.row_totals import stated
from flows.engine import Answer, Json
from flows.schema import Step

#: Longer lists are shown by their first and last rows.
SHOWN_ROWS, ENDS = 12, 4
#: Numbers of things that are no sums, and sums that belong to another list: 20只羊, 还有贷款10万.
_COUNTS = re.compile(r"\d\s*[只头匹口棵亩吨斤平岁股]|贷款|还欠|没还|按揭|欠着")
#: What a bill is for, which no other sum of a sentence is called.
_BILL = re.compile(r"门诊|住院|[药护械]|检查|手术|拐杖|轮椅|救护|复查|康复|[^花收]费$")
_VISIT = re.compile(r"门诊|住院(?!伙食)|药|检查|手术|复查|康复|挂号|拍片|化验|输液|急救|救护")
#: The fact that bills of treatment are told by.
MEDICAL = "amount:medical"
#: The fact that a list of payments is told by.
REPAID = "amount:repaid"
#: Key of the last change in a value while its list is open: `[place, rows put there, rows that stood there]`.
UNDO = "undo"
#: Key of the total a person named, in fen, while the rows come to another one.
SAID = "said_fen"
#: Key of how many entries a person said there are, while there is another number of rows.
COUNTED = "said_count"
#: Key of the lines of a paste that could not be taken: `[{line, said, reason, whole}]`.
FAULTS = "faults"
#: Key of the row that is being corrected, while its new value is asked for.
AT = "at"


def is_list(step: Step) -> bool:
    """Whether the answer is always made of rows."""
    return step.read in {"rows", "table"}


def may_split(step: Step) -> bool:
    """Whether the answer is one value that may be told as rows: a sum and its bills."""
    return bool(step.columns) and not is_list(step)


def holds_rows(step: Step) -> bool:
    """Whether the answer may be made of rows."""
    return is_list(step) or may_split(step)


def listed(step: Step, answer: Answer | None) -> bool:
    """Whether an answer is gone through as a list: rows that are known."""
    return answer is not None and answer.known and (is_list(step) or cells.is_list(answer.value))


def tells_rows(step: Step, text: str, several: Reading, single: object, context: Context) -> bool:
    """Whether words tell several entries where one value may stand too (`single`: what its reader says).

    3月份发了2000，欠4500 is one sum; 门诊300，住院12000 are two, and so is what its own total stands beside.
    """
    found = cells.rows_of(step.columns, several.value)
    told = [sum(cell is not None for cell in row) for row in found]
    if step.read == "plate":
        return len(found) > 1 or told[0] > 1
    if step.read in {"text", "short_text"}:
        return _is_list_of_things(text, several, told)
    if step.read == "date":
        return min(told) > 1 and len(found) > 1 and cells.total_fen(step.columns, found) > 0
    if len(found) < 2:
        return False
    if not isinstance(single, Reading):
        return True
    fens = {cells.total_fen(step.columns, [row]) for row in found}
    apart = min(told) > 1
    if all(any(isinstance(cell, str) and _BILL.search(cell) for cell in row) for row in found):
        return True
    total = stated(text, context)
    if total is not None:
        return apart or total == cells.total_fen(step.columns, found)
    return apart and fens == {flat(single.value).get("high_fen")}


def _is_list_of_things(text: str, several: Reading, told: Sequence[int]) -> bool:
    """Whether a text is nothing but things with their worth or date: 一套房60万、车8万, not a story."""
    if FAULTS in flat(several.value) or _COUNTS.search(text):
        return False
    pieces = [piece for piece in re.split(r"[;；\n、。]+", text) if piece.strip()]
    if len(pieces) < 2:
        pieces = [piece for piece in re.split(r"[,，]", text) if piece.strip()]
    return len(told) > 1 and min(told) > 1 and len(pieces) == len(told)


def columns(step: Step) -> Columns:
    """The columns of a list, or those of a table of workers."""
    return step.columns or worker_table.worker_columns()


def measure(step: Step) -> str:
    """The measure word of an entry: 笔, 人, 辆."""
    return cells.measure(columns(step))


def rows(step: Step, answer: Answer | None) -> list[Row]:
    """The rows of an answer; none where it is unknown."""
    if step.columns:
        return cells.rows_of(step.columns, answer.value if answer else None)
    return worker_table.worker_rows(answer)


def told(step: Step, amounts: Sequence[Json], story: str, context: Context) -> Answer | None:
    """The sums of a story as rows, with what stands beside them; a total beside its parts is none.

    `amounts` are the sums that were told to be of this list. What is told as paid back (去年5月还了五千) has
    its day with it. None where nothing is told.
    """
    paid = payments.find(promised.without(story), context) if REPAID in step.facts else []
    parts = [_payment(step, one) for one in paid if not one.total]
    known = [cells.total_fen(step.columns, [row]) for row in parts]
    totals = {cells.total_fen(step.columns, [_payment(step, one)]) for one in paid if one.total}
    beside, _ = reader.find(story, replace(context, columns=step.columns))
    sums = {cells.total_fen(step.columns, [row]): row for row in beside}
    found = [row for value in amounts for row in cells.rows_of(step.columns, value)]
    fens = [cells.total_fen(step.columns, [row]) for row in found]
    for row, fen in zip(found, fens, strict=True):
        if fen in known:
            known.remove(fen)
        elif not ((fen in totals and parts) or (len(found) > 2 and fen * 2 == sum(fens))):
            parts.append(sums.get(fen, row))
    if parts and MEDICAL in step.facts:
        parts = _with_bills(parts, beside)
    parts = parts or [_payment(step, one) for one in paid]
    if not parts:
        return None
    value: dict[str, Json] = {"rows": [*parts], "total_fen": cells.total_fen(step.columns, parts)}
    return Answer(value, cells.shown(step.columns, parts), by="told", confirmed=False)


def _with_bills(parts: list[Row], beside: Sequence[Row]) -> list[Row]:
    """The bills of a sentence with those that only their words tell: 9月2日复查150."""
    named = [row for row in beside if any(isinstance(cell, str) and _VISIT.search(cell) for cell in row)]
    more = [row for row in named if row not in parts]
    if not more or not any(row in parts for row in beside):
        return parts
    told = [row for row in beside if row in parts or row in more]
    return [*told, *(row for row in parts if row not in told)]


def _payment(step: Step, one: Payment) -> Row:
    """The row of one payment."""
    told = {"date": one.on, "amount": one.amount}
    return [told.pop(column.read, None) for column in step.columns.values()]


def answer(step: Step, before: Answer | None, after: Sequence[Row], line: int) -> Answer:
    """The answer with these rows, and how to undo what made them of the rows before."""
    old = rows(step, before)
    at, gone, put = _difference(old, after)
    undo: list[Json] = [at, put, [*old[at : at + gone]]]
    total = cells.total_fen(columns(step), after)
    if step.columns:
        value: dict[str, Json] = {"rows": [*after], "total_fen": total, **_last_due(step, after)}
        shown = cells.shown(step.columns, after)
    else:
        value = worker_table.value_of(before, after, (at, gone, put), total)
        shown = workers.shown(len(after), total)
    return Answer({**value, UNDO: undo}, shown, line)


def _last_due(step: Step, rows: Sequence[Row]) -> dict[str, Json]:
    """Of instalments the last due date: the time limit of the whole debt counts from it (民法典189)."""
    if step.read != "date":
        return {}
    places = [n for n, column in enumerate(step.columns.values()) if column.read == "date"]
    days = [flat(row[n]) for row in rows for n in places[:1] if "start" in flat(row[n])]
    return dict(max(days, key=lambda day: str(day["end"]))) if days else {}


def named_total(before: Answer | None, text: str, context: Context, *, replaced: bool) -> int | None:
    """The total a person named for the rows: in these words, earlier, or as the one sum that they part."""
    if before is None or not before.known:
        return stated(text, context)
    earlier = flat(before.value).get("high_fen") if replaced else flat(before.value).get(SAID)
    now = stated(text, context)
    return now if now is not None else earlier if isinstance(earlier, int) else None


def with_named(step: Step, made: Answer, total: int | None) -> Answer:
    """The answer that remembers the total a person named where the rows come to another."""
    value = flat(made.value)
    if total is None or not step.columns or total == value.get("total_fen"):
        return made
    return replace(made, value={**value, SAID: total})


def with_count(step: Step, made: Answer, before: Answer | None, count: int | None) -> Answer:
    """The answer that remembers how many entries a person said there are, now or `before`."""
    earlier = flat(before.value).get(COUNTED) if before else None
    number = count if count is not None else earlier
    if not isinstance(number, int) or number == len(rows(step, made)):
        return made
    return replace(made, value={**flat(made.value), COUNTED: number})


def single(step: Step, now: Answer) -> Answer:
    """The answer as one value where it is a list of nothing else: the list was taken down to one sum."""
    found = rows(step, now)
    value = cells.alone(step.columns, found[0], step.read) if may_split(step) and len(found) == 1 else None
    if value is None:
        return now
    shown = cells.line(step.columns, found[0], gaps=False)
    return replace(now, value=value, shown=shown)


def _difference(old: Sequence[Row], new: Sequence[Row]) -> tuple[int, int, int]:
    """Return (place, rows gone, rows put) of the stretch that differs."""
    at = 0
    while at < min(len(old), len(new)) and old[at] == new[at]:
        at += 1
    end = 0
    while end < min(len(old), len(new)) - at and old[-1 - end] == new[-1 - end]:
        end += 1
    return at, len(old) - at - end, len(new) - at - end


def undone(step: Step, now: Answer) -> list[Row] | None:
    """The rows before the last change; None where nothing can be undone."""
    undo = flat(now.value).get(UNDO)
    if not isinstance(undo, list) or len(undo) != 3:
        return None
    at, put, old = undo
    after = rows(step, now)
    if not isinstance(at, int) or not isinstance(put, int) or not isinstance(old, list):
        return None
    return [*after[:at], *(list(row) for row in old if isinstance(row, list)), *after[at + put :]]


def closed(now: Answer) -> Answer:
    """The answer without the way back."""
    return replace(now, value={key: cell for key, cell in flat(now.value).items() if key not in {UNDO, AT}})


def pointing(now: Answer, place: int) -> Answer:
    """The answer that remembers which row is being corrected."""
    return replace(now, value={**flat(now.value), AT: place})


def pointed(now: Answer | None) -> int | None:
    """The row that is being corrected."""
    place = flat(now.value).get(AT) if now else None
    return place if isinstance(place, int) else None


def open_faults(step: Step, now: Answer | None) -> list[dict[str, Json]]:
    """The lines of a paste that wait to be mended; a table of workers keeps its own (bot.text.workers)."""
    kept = flat(now.value).get(FAULTS) if now and step.columns else None
    return (
        [one for one in kept if isinstance(one, dict) and one.get("whole")] if isinstance(kept, list) else []
    )


def doubted(step: Step, now: Answer | None) -> str:
    """Whose rows of a table of workers are in doubt, and why; "" for none."""
    return worker_table.doubted(now) if step.read == "table" else ""


def with_faults(made: Answer, faults: Sequence[dict[str, Json]]) -> Answer:
    """The answer with the lines that still wait to be mended."""
    return replace(made, value={**flat(made.value), FAULTS: [*faults]}) if faults else made


def unmended(
    step: Step, faults: Sequence[dict[str, Json]], added: Sequence[Row], context: Context
) -> list[dict[str, Json]]:
    """The faults that none of these rows mends: it holds the name, day or sum of the line."""
    told = replace(context, columns=step.columns)
    return [one for one in faults if not row_words.named(str(one["said"]), added, told)]


def twins(step: Step, now: Answer) -> list[tuple[int, int]]:
    """Places (from 1) of rows that say the same as an earlier one, with a day or words beside the sum."""
    seen: dict[str, int] = {}
    out = []
    for place, row in enumerate(rows(step, now), 1):
        if sum(cell is not None for cell in row) < 2:
            continue
        first = seen.setdefault(json.dumps(row, sort_keys=True), place)
        if first != place:
            out.append((first, place))
    return out


def joined(step: Step, old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """Old rows and new ones; a list that is sent again does not count twice.

    A person is known by name where no id number says otherwise, so that what is told of them completes the
    row. Equal sums may well be two payments: those are only the same when the whole list is repeated.
    """
    if len(old) != 1 and list(new[: len(old)]) == list(old):
        return list(new)
    kinds = [column.read for column in columns(step).values()]
    key = next((n for n, kind in enumerate(kinds) if kind in {"name", "party", "plate"}), None)
    out = [list(row) for row in old]
    for row in new:
        same = next((one for one in out if key is not None and _same(one, row, key, kinds)), None)
        if same is None:
            out.append(list(row))
        else:
            same[:] = [cell if cell is not None else kept for cell, kept in zip(row, same, strict=True)]
    return out


def _same(one: Row, other: Row, key: int, kinds: Sequence[str]) -> bool:
    if one[key] is None or one[key] != other[key]:
        return False
    ids = [n for n, kind in enumerate(kinds) if kind == "id_number"]
    return all(one[n] == other[n] for n in ids if one[n] and other[n])


def lines(step: Step, now: Answer, *, most: int = SHOWN_ROWS) -> list[str]:
    """The rows, numbered, as they may stand on a screen; of long lists both ends."""
    found = rows(step, now)
    said = [f"{n}. {cells.line(columns(step), row)}" for n, row in enumerate(found, 1)]
    return said if len(said) <= most else [*said[:ENDS], "……", *said[-ENDS:]]
