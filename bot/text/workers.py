"""A pasted table of workers (农民工名册): name, 身份证号, phone and sum owed, one row a line.

Value: `{"rows": [{"name", "id_number", "phone", "amount_fen"}], "faults": [{"row", "reason"}], "total_fen"}`;
missing cells are empty strings, a missing sum is 0 and a fault.
"""

from __future__ import annotations

import re
from functools import cache

from bot.text import amounts, identity, names, phones
from bot.text.capitals import format_yuan
from bot.text.normalise import normalise
from bot.text.reading import Context, Json, Reading, Refusal, flat

MOST_ROWS = 500


@cache
def _header() -> re.Pattern[str]:
    return re.compile(r"姓名|身份证|电话|手机|金额|工资|联系方式|序号|合计|总计")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9A-Za-z])\d[0-9A-Za-z]{5,20}(?![0-9A-Za-z])")


def _cells(line: str) -> list[str]:
    """Split by tab, else by comma, 、, ; or |, else by spaces; a comma inside 12,000 stays."""
    line = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", line)
    line = re.sub(r"(?<=\d)-(?=\d{4})", "", line)
    parts = re.split(r"[\t,、;|]+", line) if re.search(r"[\t,、;|]", line) else re.split(r"\s+", line)
    if len(parts) < 3:
        parts = re.split(r"[\s\t,、;|]+", line)
    return [part.strip() for part in parts if part.strip()]


def _sorted_cells(cells: list[str], context: Context) -> tuple[dict[str, Json], list[str]]:
    """Return the row and what is wrong with it; cells may come in any order."""
    row: dict[str, Json] = {"name": "", "id_number": "", "phone": "", "amount_fen": 0}
    faults: list[str] = []
    spare: list[str] = []
    for index, cell in enumerate(cells):
        digits = re.sub(r"[\s\-]", "", cell).upper()
        if re.fullmatch(r"\d{14}|\d{15}|\d{16,17}[\dX]?|\d{17,19}[0-9A-Z]?", digits) and len(digits) >= 14:
            _take_id(row, digits, faults, context)
        elif re.fullmatch(r"1\d{9,11}", digits):
            _take_phone(row, digits, faults, context)
        elif not row["name"] and names.is_name(names.spelled(cell)) and not amounts.find(cell, context):
            row["name"] = names.spelled(cell)
        elif index == 0 and re.fullmatch(r"\d{1,3}[.)]?", cell) and len(cells) > 2:
            continue
        else:
            spare.append(cell)
    _take_amount(row, spare, faults, context)
    if not row["name"]:
        faults.append("没有看到姓名")
    return row, faults


def _take_id(row: dict[str, Json], digits: str, faults: list[str], context: Context) -> None:
    found = identity.read(digits, context)
    if isinstance(found, Reading):
        row["id_number"] = found.value
    else:
        row["id_number"] = ""
        sentence = found.sentence if isinstance(found, Refusal) else "身份证号看不明白"
        faults.append(sentence.split("，请", 1)[0].rstrip("。"))


def _take_phone(row: dict[str, Json], digits: str, faults: list[str], context: Context) -> None:
    found = phones.read(digits, context)
    if isinstance(found, Reading):
        row["phone"] = found.value
    else:
        faults.append(f"手机号是{len(digits)}位，应当是11位" if len(digits) != 11 else "手机号不对")


def _take_amount(row: dict[str, Json], spare: list[str], faults: list[str], context: Context) -> None:
    for cell in reversed(spare):
        found = amounts.read(cell, context)
        if isinstance(found, Reading):
            value = flat(found.value)
            if value["low_fen"] != value["high_fen"]:
                faults.append(f"金额“{cell}”不是准数")
            else:
                row["amount_fen"] = value["low_fen"]
            return
        if isinstance(found, Refusal):
            faults.append("金额看不明白")
            return
    faults.append("没有看到金额")


def _same(rows: list[dict[str, Json]]) -> list[dict[str, Json]]:
    seen: dict[Json, int] = {}
    out: list[dict[str, Json]] = []
    for number, row in enumerate(rows, 1):
        key = row["id_number"]
        if key and key in seen:
            out.append({"row": number, "reason": f"和第{seen[key]}行的身份证号一样"})
        elif key:
            seen[key] = number
    return out


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read a pasted table; every row is kept and its faults are listed by row number (from 1, header
    not counted).
    """
    lines = [line.strip() for line in normalise(text.replace("\r", "\n")).text.split("\n") if line.strip()]
    lines = [line for line in lines if not (_header().search(line) and not _number().search(line))]
    lines = [line for line in lines if not re.match(r"(?:合计|总计|共计|小计)", line)]
    if not lines or (len(lines) == 1 and len(_cells(lines[0])) < 3):
        return None
    if len(lines) > MOST_ROWS:
        return Refusal(f"一次最多{MOST_ROWS}行，请分几次发。")
    rows: list[dict[str, Json]] = []
    faults: list[dict[str, Json]] = []
    for number, line in enumerate(lines, 1):
        row, wrong = _sorted_cells(_cells(line), context)
        rows.append(row)
        faults += [{"row": number, "reason": reason} for reason in wrong]
    if not any(row["name"] and (row["amount_fen"] or row["id_number"] or row["phone"]) for row in rows):
        return None
    faults += _same(rows)
    total = sum(int(str(row["amount_fen"])) for row in rows)
    faults.sort(key=lambda fault: int(str(fault["row"])))
    shown = f"{len(rows)}人，合计{format_yuan(total)}"
    bad = len({str(fault["row"]) for fault in faults})
    confirm = f"共{shown}，其中{bad}行要再看一下，先这样记，对吗？" if faults else f"共{shown}，对吗？"
    value: dict[str, Json] = {"rows": [*rows], "faults": [*faults], "total_fen": total}
    return Reading("table", value, shown, 0, len(text), not faults, confirm, 0.7 if faults else 1.0)
