"""A table with a heading, as it is pasted from Excel, WPS or a chat: its cells by their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from bot.text import amounts, answers, dates, identity, names, phones, plates
from bot.text.reading import Context, Json, Reading, Refusal

if TYPE_CHECKING:
    from flows.schema import Column

#: (line, its words, cells by column, (words, reason) of cells that could not be taken)
Line = tuple[int, str, dict[str, Json], list[tuple[str, str]]]

READERS = {
    "amount": amounts.read,
    "date": dates.read,
    "name": names.read,
    "party": names.read_party,
    "short_text": answers.read_short_text,
    "plate": plates.read,
    "phone": phones.read,
    "id_number": identity.read,
    "address": answers.read_address,
}
_EMPTY = frozenset({"", "-", "/", "无", "没有", "不知道", "不详"})
#: In a column that says whether there is one (票据, 保险) these are the answer.
_NONE = frozenset({"无", "没有"})


@cache
def _headings() -> dict[str, re.Pattern[str]]:
    """How the column of a reader may be headed."""
    words = {
        "date": "日期|时间|日子|哪天|年月",
        "amount": "金额|钱|元|数额|费用|价|款",
        "name": "姓名|名字",
        "party": "姓名|名字|名称|单位",
        "phone": "电话|手机|联系",
        "id_number": "身份证|证件",
        "plate": "车牌|车号",
        "address": "地址|住址|住所|住处",
        "short_text": "项目|名目|内容|说明|关系|用途|种类|事项|备注",
    }
    return {kind: re.compile(some) for kind, some in words.items()}


def named(words: str, columns: Mapping[str, Column]) -> str:
    """Return the key of the one column the words name, by its label or as such columns are called, or ""."""
    exact = [key for key, column in columns.items() if any(n in words for n in (column.label, *column.aka))]
    like = [key for key, column in columns.items() if _headings()[column.read].search(words)]
    return exact[0] if len(exact) == 1 else like[0] if len(like) == 1 else ""


def _cells(line: str, tabs: bool) -> list[str]:
    parts = line.split("\t") if tabs else re.split(r"[,、;|]|\s+", line.strip())
    return [part.strip() for part in parts]


def _columns(heading: Sequence[str], context: Context) -> dict[int, str]:
    """Return place -> key of column for a heading; empty where the line is none."""
    out: dict[int, str] = {}
    for place, cell in enumerate(heading):
        if not cell or re.search(r"\d", cell):
            continue
        fits = [
            key
            for key, column in context.columns.items()
            if column.label in cell or cell in column.label or any(name in cell for name in column.aka)
        ]
        fits += [key for key, column in context.columns.items() if _headings()[column.read].search(cell)]
        key = next((key for key in fits if key not in out.values()), "")
        if key:
            out[place] = key
    return out if len(out) * 2 >= len(heading) and len(heading) > 1 else {}


def read(lines: Sequence[str], context: Context) -> list[Line] | None:
    """Return the rows under a heading; None where the first line is no heading."""
    if len(lines) < 2 or re.search(r"\d{3}|[百千万]\d|\d[百千万]", lines[0]):
        return None
    tabs = "\t" in lines[0]
    heading = _cells(lines[0], tabs)
    places = _columns(heading, context)
    if not places:
        return None
    return [_row(number, line, _cells(line, tabs), heading, places, context) for number, line in _body(lines)]


def _body(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    yield from enumerate(lines[1:], 2)


def _row(
    number: int,
    line: str,
    parts: Sequence[str],
    heading: Sequence[str],
    places: dict[int, str],
    context: Context,
) -> Line:
    row: dict[str, Json] = {}
    faults: list[tuple[str, str]] = []
    for place, key in places.items():
        words = parts[place] if place < len(parts) else ""
        column = context.columns[key]
        if words in _EMPTY and not (words in _NONE and column.read == "short_text" and column.aka):
            continue
        if column.read == "amount" and "万元" in heading[place] and re.fullmatch(r"[\d.]+", words):
            words += "万"
        found = READERS[column.read](words, context)
        if isinstance(found, Reading):
            row[key] = found.value
        else:
            why = found.sentence if isinstance(found, Refusal) else f"{column.label}看不明白"
            faults.append((words, why.split("，请", 1)[0].rstrip("。")))
    return number, line.strip(), row, faults
