"""The table of workers as rows of cells, and what stays in doubt about it while rows are changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from bot.text import workers
from bot.text.cells import Columns, Row
from bot.text.reading import flat
from flows.engine import Answer, Json
from flows.schema import Column


@cache
def worker_columns() -> Columns:
    return MappingProxyType(
        {
            "name": Column("姓名", "name", required=True),
            "id_number": Column("身份证号", "id_number"),
            "phone": Column("手机号", "phone"),
            "amount_fen": Column("工资", "amount"),
        }
    )


def worker_rows(answer: Answer | None) -> list[Row]:
    found = flat(answer.value).get("rows") if answer else None
    return [_worker(row) for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _worker(row: Mapping[str, Json]) -> Row:
    fen = row.get("amount_fen")
    amount: Json = {"low_fen": fen, "high_fen": fen} if isinstance(fen, int) and fen else None
    return [row.get("name") or None, row.get("id_number") or None, row.get("phone") or None, amount]


def value_of(
    before: Answer | None, after: Sequence[Row], change: tuple[int, int, int], total: int
) -> dict[str, Json]:
    """The value of a table of workers; faults of rows that did not change stay with them."""
    at, gone, put = change
    old = worker_rows(before)
    people: list[dict[str, Json]] = [
        {
            "name": row[0] or "",
            "id_number": row[1] or "",
            "phone": row[2] or "",
            "amount_fen": flat(row[3]).get("high_fen") or 0,
        }
        for row in after
    ]
    told = flat(before.value).get("faults") if before else None
    kept: list[dict[str, Json]] = []
    for fault in told if isinstance(told, list) else []:
        number = fault.get("row") if isinstance(fault, dict) else None
        if not isinstance(fault, dict) or not isinstance(number, int):
            continue
        if not at < number <= at + gone:
            kept.append({**fault, "row": number if number <= at else number + put - gone})
        elif _same_doubt(fault, old[number - 1], after[number - 1 : number], renamed=gone == put == 1):
            kept.append(fault)
    faults = workers.faults(people, kept, range(at, at + put))
    return {"rows": [*people], "faults": [*faults], "total_fen": total}


def _same_doubt(fault: Mapping[str, Json], old: Row, now: Sequence[Row], *, renamed: bool) -> bool:
    """Whether a row that changed is the same person with the same cell in doubt."""
    if not now or not (renamed or now[0][0] == old[0]):
        return False
    cell = fault.get("cell")
    place = [*worker_columns()].index(cell) if isinstance(cell, str) and cell in worker_columns() else None
    return now[0] == old if place is None else now[0][place] == old[place]


def doubted(now: Answer | None) -> str:
    """Whose rows of a table of workers are in doubt, and why; "" for none."""
    value = flat(now.value) if now else {}
    people, told = value.get("rows"), value.get("faults")
    if not isinstance(people, list) or not isinstance(told, list):
        return ""
    found = [one for one in told if isinstance(one, dict)]
    return workers.named_faults([one for one in people if isinstance(one, dict)], found)


def doubts(now: Answer) -> dict[int, str]:
    """Row (from 1) of a table of workers -> why it is in doubt; of other lists nothing."""
    told = flat(now.value).get("faults")
    out: dict[int, str] = {}
    for one in told if isinstance(told, list) else []:
        row = one.get("row") if isinstance(one, dict) else None
        if isinstance(one, dict) and isinstance(row, int):
            out[row] = "；".join(filter(None, (out.get(row), str(one["reason"]))))
    return out


def without_doubt(now: Answer, number: int) -> Answer | None:
    """The table whose row `number` is said to be right though its wage is odd; None where it is not odd."""
    value = flat(now.value)
    told = value.get("faults")
    left = (
        workers.said_right([one for one in told if isinstance(one, dict)], number)
        if isinstance(told, list)
        else None
    )
    return replace(now, value={**value, "faults": [*left]}) if left is not None else None
