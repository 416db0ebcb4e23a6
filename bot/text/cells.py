"""The cells of a list answer: how they are shown, what a list comes to. A row is a list in column order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.text.capitals import format_yuan
from bot.text.date_model import When
from bot.text.dates import show
from bot.text.mask import mask_id, mask_phone
from bot.text.reading import Json, flat

if TYPE_CHECKING:
    from flows.schema import Column

Row = list[Json]
Columns = Mapping[str, "Column"]

#: Measure word (量词) of a list by the reader that names its entries, the first that fits.
_MEASURES = (("plate", "辆"), ("party", "个"), ("name", "个"), ("amount", "笔"))
#: A row that lacks one of these says so; other gaps are left out.
_TOLD_GAPS = frozenset({"amount", "date"})


def rows_of(columns: Columns, value: Json) -> list[Row]:
    """Return the rows of a stored value; one sum, date or plate (told alone, in a story, or of an older
    revision) is one row.
    """
    found = flat(value).get("rows")
    if isinstance(found, list):
        return [list(row) for row in found if isinstance(row, list)]
    stored = flat(value)
    kind = "amount" if "high_fen" in stored else "date" if "start" in stored else "plate"
    place = next((n for n, column in enumerate(columns.values()) if column.read == kind), None)
    if place is None or not (stored or isinstance(value, str)):
        return []
    return [[value if n == place else None for n in range(len(columns))]]


def is_list(value: Json) -> bool:
    """Return whether a stored value is made of rows."""
    return isinstance(flat(value).get("rows"), list)


def alone(columns: Columns, row: Row, kind: str) -> Json:
    """Return the one value of a row that holds nothing but a value of this kind; None for any other row."""
    told = [
        (column.read, value) for column, value in zip(columns.values(), row, strict=True) if value is not None
    ]
    return told[0][1] if len(told) == 1 and told[0][0] == kind else None


def measure(columns: Columns) -> str:
    """Return the measure word for the entries: 笔 of payments, 人 of people, 辆 of vehicles."""
    if any(column.read == "amount" and column.required for column in columns.values()):
        return "笔"
    kinds = {column.read for column in columns.values()}
    return next((word for kind, word in _MEASURES if kind in kinds), "项")


def total_fen(columns: Columns, rows: Sequence[Row]) -> int:
    """Return the sum of the first amount column in fen, of vague sums the upper end; 0 without one."""
    at = next((n for n, column in enumerate(columns.values()) if column.read == "amount"), None)
    if at is None:
        return 0
    highs = [flat(row[at]).get("high_fen") for row in rows]
    return sum(fen for fen in highs if isinstance(fen, int))


def shown(columns: Columns, rows: Sequence[Row]) -> str:
    """Return 3笔，合计12,000元; without an amount column 3人."""
    count = f"{len(rows)}{measure(columns)}"
    if not any(column.read == "amount" for column in columns.values()):
        return count
    vague = any(
        flat(cell).get("low_fen") != flat(cell).get("high_fen")
        for row in rows
        for cell, column in zip(row, columns.values(), strict=True)
        if column.read == "amount"
    )
    return f"{count}，合计{'约' if vague else ''}{format_yuan(total_fen(columns, rows))}"


def cell(column: Column, value: Json, *, masked: bool = True) -> str:
    """Return one cell as people read it, "" for an empty one; numbers of people masked for a screen."""
    if value is None or value == "":
        return ""
    if column.read == "amount":
        low, high = flat(value).get("low_fen"), flat(value).get("high_fen")
        if not isinstance(low, int) or not isinstance(high, int):
            return ""
        return format_yuan(high) if low == high else f"{format_yuan(low)}到{format_yuan(high)}"
    if column.read == "date":
        return _day(flat(value))
    if masked and column.read in {"phone", "id_number"}:
        return mask_phone(str(value)) if column.read == "phone" else mask_id(str(value))
    return str(value)


def _day(value: Mapping[str, Json]) -> str:
    first, last = date.fromisoformat(str(value["start"])), date.fromisoformat(str(value["end"]))
    kind = str(value.get("granularity") or "day")
    if kind == "recurring":
        extra = {key: value[key] for key in ("every", "month", "day") if key in value}
        return show(When(first, last, kind, lunar=value.get("lunar") is True, extra=extra))
    return show(When(first, last, kind))


def line(columns: Columns, row: Row, *, masked: bool = True, gaps: bool = True) -> str:
    """Return a row as one line: 2026年3月5日，2,000元; with `gaps` a missing sum or date is named."""
    words = []
    people = sum(column.read in {"name", "party"} for column in columns.values()) > 1
    for column, value in zip(columns.values(), row, strict=True):
        said = cell(column, value, masked=masked)
        if said:
            # of several people it is said who is who: 司机刘强，车主李四
            words.append(f"{column.label}{said}" if people and column.read in {"name", "party"} else said)
        elif gaps and column.read in _TOLD_GAPS:
            words.append(f"没写{column.label}")
    return "，".join(words)
