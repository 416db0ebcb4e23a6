"""A pasted table of workers (农民工名册): name, 身份证号, phone and sum owed, one row a line.

Value: `{"rows": [{"name", "id_number", "phone", "amount_fen"}], "faults": [{"row", "reason", "cell"}],
"total_fen"}`; missing cells are empty strings, a missing sum is 0 and a fault; `cell` names the one cell in
doubt. Several people may stand in one line, with 还有, 和, commas or only their names between them; words
that fit nowhere are a fault of the row before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.text import amounts, identity, names, phones
from bot.text.capitals import format_yuan
from bot.text.mask import mask_phone
from bot.text.names import HAN
from bot.text.normalise import normalise
from bot.text.reading import Context, Json, Reading, Refusal, flat
from bot.text.worker_rows import called_number, is_nobody, is_person, people_of, says_paid, spread

MOST_ROWS = 500
#: more is hardly one worker's wage: it is kept, in doubt until that row is said to be right
DOUBTED_FEN = 1_000_000 * 100
TOO_MUCH = "工资超过一百万元，请看看是不是写错了"
#: so many people are named in the question, of longer lists one less
NAMED = 6
#: so much is quoted of a line that is no row
WORDS = 20


@cache
def _header() -> re.Pattern[str]:
    return re.compile(r"姓名|身份证|电话|手机|金额|工资|联系方式|序号|合计|总计")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9A-Za-z])\d[0-9A-Za-z]{5,20}(?![0-9A-Za-z])")


def _cells(line: str) -> list[str]:
    """Split by tab, else by comma, 、, ; or |, else by spaces; a comma inside 12,000 stays."""
    line = spread(line)
    parts = re.split(r"[\t,、;|]+", line) if re.search(r"[\t,、;|]", line) else re.split(r"\s+", line)
    if len(parts) < 3:
        parts = re.split(r"[\s\t,、;|]+", line)
    return [part.strip() for part in parts if part.strip()]


#: A cell in doubt, "" for the row as a whole, and why.
Fault = tuple[str, str]


def _sorted_cells(cells: list[str], context: Context) -> tuple[dict[str, Json], list[Fault]]:
    """Return the row and what is wrong with it; cells may come in any order."""
    row: dict[str, Json] = {"name": "", "id_number": "", "phone": "", "amount_fen": 0}
    faults: list[Fault] = []
    spare: list[str] = []
    for index, cell in enumerate(cells):
        digits = re.sub(r"[\s\-]", "", cell).upper()
        called = called_number(cell)
        if called:
            (_take_id if called[0] == "id_number" else _take_phone)(row, called[1], faults, context)
        elif re.fullmatch(r"\d{14}|\d{15}|\d{16,17}[\dX]?|\d{17,19}[0-9A-Z]?", digits) and len(digits) >= 14:
            _take_id(row, digits, faults, context)
        elif re.fullmatch(r"1\d{9,11}", digits):
            _take_phone(row, digits, faults, context)
        elif (
            not row["name"]
            and not is_nobody(cell)
            and names.is_name(names.spelled(cell))
            and (not amounts.find(cell, context) or _has_sum_beside(cells, index))
        ):
            row["name"] = names.spelled(cell)
        elif index == 0 and re.fullmatch(r"\d{1,3}[.)]?", cell) and len(cells) > 2:
            continue
        else:
            spare.append(cell)
    used = _take_amount(row, spare, faults, context)
    if not any(_owed_or_paid().search(cell) for cell in spare):
        faults += _unread_number([cell for at, cell in enumerate(spare) if at != used])
    if not row["name"]:
        faults.append(("name", "没有看到姓名"))
    if too_much(row):
        faults.append(("amount_fen", TOO_MUCH))
    return row, faults


def too_much(row: dict[str, Json]) -> bool:
    """Tell whether a sum is hardly one worker's wage."""
    return int(str(row["amount_fen"])) > DOUBTED_FEN


def _has_sum_beside(cells: list[str], index: int) -> bool:
    """陈三万 with a number beside it is a name, alone it is a sum."""
    return is_person(cells[index]) and any(
        re.search(r"\d", one) for at, one in enumerate(cells) if at != index
    )


def _take_id(row: dict[str, Json], digits: str, faults: list[Fault], context: Context) -> None:
    found = identity.read(digits, context)
    if isinstance(found, Reading):
        row["id_number"] = found.value
    else:
        row["id_number"] = ""
        sentence = found.sentence if isinstance(found, Refusal) else f"“{digits}”不像身份证号，没记进去"
        faults.append(("id_number", sentence.split("，请", 1)[0].rstrip("。")))


def _take_phone(row: dict[str, Json], digits: str, faults: list[Fault], context: Context) -> None:
    found = phones.read(digits, context)
    if isinstance(found, Reading):
        row["phone"] = found.value
    else:
        reason = f"手机号是{len(digits)}位，应当是11位" if len(digits) != 11 else "手机号不对"
        faults.append(("phone", reason))


@cache
def _owed_or_paid() -> re.Pattern[str]:
    """张三 15000 已付3000 欠12000: what was earned and what was paid stand beside what is owed."""
    return re.compile(r"付|欠|支|发|剩|领|给")


@cache
def _rate() -> re.Pattern[str]:
    """Pay for a month or a day: 每月6000, 300一天, 日工资300, 6000/月; 3月工资12000 is a month's name."""
    return re.compile(
        r"每个?[月天日工]|(?:(?<![一二两三四五六七八九十])一|(?<![\d.])1)个?[月天日工](?![\d一二三四五六七八九十]*[日号月])"
        r"|/个?[月天日工]|(?<![\d上下本这个])[月日](?:薪|工资)"
    )


def says_rate(cells: Sequence[str], at: int) -> bool:
    """Tell whether the sum at this place is pay for a month or a day, and not all that is owed."""
    near = cells[at] if at == 0 or re.search(r"\d", cells[at - 1]) else cells[at - 1] + cells[at]
    return _rate().search(near) is not None and re.search(r"[欠差剩共]|合计|没[给发付结]", near) is None


def _unread_number(cells: list[str]) -> list[Fault]:
    """What is wrong with a number that is no sum, phone or 身份证号; several are days and pay for a day."""
    odd = [cell for cell in cells if re.fullmatch(r"(?:身份证号?码?:?)?\d[\dXx]*", cell)]
    return [("", f"“{odd[0]}”不像身份证号也不像手机号，没记进去")] if len(odd) == 1 else []


def _take_amount(row: dict[str, Json], spare: list[str], faults: list[Fault], context: Context) -> int | None:
    """Put the sum, the last cell that is one; return its place."""
    rate = ""
    for at, cell in reversed([*enumerate(spare)]):
        if says_paid(cell):
            if not any("欠" in other or "剩" in other for other in spare):
                faults.append(("amount_fen", f"“{cell}”是已经付的，金额要写还欠多少"))
            continue
        found = amounts.read(cell, context)
        if found is not None and says_rate(spare, at):
            rate = cell
            continue
        if isinstance(found, Reading):
            value = flat(found.value)
            if value["low_fen"] != value["high_fen"]:
                faults.append(("amount_fen", f"金额“{cell}”不是准数"))
            else:
                row["amount_fen"] = value["low_fen"]
            return at
        if isinstance(found, Refusal):
            faults.append(("amount_fen", f"金额“{cell}”看不明白"))
            return at
    if rate:
        faults.append(("amount_fen", f"“{rate}”是一天或者一个月的，金额要写一共欠多少"))
        return spare.index(rate)
    odd = next((cell for cell in reversed(spare) if re.search(r"\d", cell)), "")
    faults.append(("amount_fen", f"金额“{odd}”看不明白" if odd else "没有看到金额"))
    return spare.index(odd) if odd else None


def row_of(line: str, context: Context) -> tuple[dict[str, Json], list[Fault]]:
    """Return the row one line makes and what is wrong with it."""
    return _sorted_cells(_cells(normalise(line).text), context)


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
    lines = [
        line for line in lines if not (_header().search(line) and not re.search(r"\d{3}|[百千万]", line))
    ]
    lines = [line for line in lines if re.search(r"\w", line)]  # ---- is a rule between rows
    lines = [line for line in lines if not re.match(r"(?:合计|总计|共计|小计)", line)]
    if lines and re.search(r"[各每](?:人|个人)?(?:欠|差|是|都)*[\d一二两三四五六七八九]", " ".join(lines)):
        return Refusal("请一个人写一行，姓名在前，金额在后，例如：张三 5000。")
    found = [row for line in lines for row in _rows_of(line, context)]
    if not lines or (
        len(lines) == 1 and len(_cells(lines[0])) < 3 and not any(_told(row) for row, _, _ in found)
    ):
        return None
    if len(found) > MOST_ROWS:
        return Refusal(f"一次最多{MOST_ROWS}行，请分几次发。")
    rows = [row for row, _, _ in found]
    if not any(row["name"] and _told(row) for row in rows):
        return None
    faults: list[dict[str, Json]] = []
    for number, (_, wrong, unread) in enumerate(found, 1):
        reasons = [*wrong, *(("", f"“{words}”没有看明白，没记进去") for words in unread)]
        faults += [fault_of(number, *one) for one in reasons]
    faults += _same(rows)
    total = sum(int(str(row["amount_fen"])) for row in rows)
    faults.sort(key=lambda fault: int(str(fault["row"])))
    confirm = _question(rows, faults, [words for _, _, unread in found for words in unread], total)
    value: dict[str, Json] = {"rows": [*rows], "faults": [*faults], "total_fen": total}
    return Reading(
        "table", value, shown(len(rows), total), 0, len(text), not faults, confirm, 0.7 if faults else 1.0
    )


def pasted(text: str, context: Context) -> Reading | None:
    """Return the table that stands between other words, header and all; None where no two people stand.

    我们几个人的工资没给：\\n张伟 12000\\n王磊 24000\\n老板叫刘强. What stands between two rows is a row.
    """
    start, end = _block(text, context) or _in_line(text) or (0, 0)
    found = read(text[start:end], context) if end else None
    return replace(found, start=start, end=end) if isinstance(found, Reading) else None


def _block(text: str, context: Context) -> tuple[int, int] | None:
    """Return where the first row, or the header over it, begins and the last row ends; a row a line."""
    lines = list(re.finditer(r"[^\r\n]+", text))
    rows = [n for n, line in enumerate(lines) if _is_row(line[0], context)]
    if len(rows) < 2:
        return None
    above = lines[rows[0] - 1] if rows[0] else None
    first = above if above and len(_header().findall(above[0])) > 1 else lines[rows[0]]
    last = rows[-1]
    while last + 1 < len(lines) and _may_be_row(lines[last + 1][0], context):
        last += 1
    if first is lines[rows[0]]:
        begin = rows[0]
        while begin and _may_be_row(lines[begin - 1][0], context):
            begin -= 1
        first = lines[begin]
    return first.start(), lines[last].end()


def _may_be_row(line: str, context: Context) -> bool:
    """Tell whether a line beside rows is one too, of somebody whose name is not known as one: 小胖 2000."""
    cells = _cells(normalise(line).text.strip())
    words = [cell for cell in cells if not re.search(r"\d", cell)]
    named = len(words) == 1 and re.fullmatch(rf"[{HAN}·]{{2,6}}", words[0]) is not None
    return (
        named
        and 2 <= len(cells) <= 5
        and re.fullmatch(r"[\d.]+元?", cells[-1]) is not None
        and not is_nobody(words[0])
        and not re.search(r"合计|总计|共计|小计|工资|欠|老板|[日月年天]", words[0])
        and not _header().search(line)
    )


@cache
def _told_together() -> re.Pattern[str]:
    """Somebody's name and his sum, with nothing but a pause before the next: 张伟12000、王磊 24000."""
    one = rf"[{HAN}]{{2,4}}[ :：]?(?:欠|差|工资|的?工钱)?[ :：]?[\d][\dOolI.,]*(?:万|千)?[\d]*(?:元|块钱?)?"
    return re.compile(rf"(?<![{HAN}]){one}(?:[、，,;；\s和跟]+{one})+")


def _in_line(text: str) -> tuple[int, int] | None:
    """Return the place of several people with their sums in one line of a story."""
    for found in _told_together().finditer(text):
        heads = re.findall(rf"(?<![{HAN}])[{HAN}]+(?=[ :：]?\d)", found[0])
        told = [re.sub(r"^[和跟]|(?:欠|差|工资|的?工钱)$", "", head) for head in heads]
        if len(told) > 1 and all(is_person(name) and not is_nobody(name) for name in told):
            return found.span()
    return None


def _is_row(line: str, context: Context) -> bool:
    """Tell whether a line is somebody's name with a number, and hardly a word besides."""
    plain = normalise(line).text.strip()
    if not plain or not re.search(r"\d|[百千万]", plain):
        return False
    found = [row for row, _, _ in _rows_of(plain, context)]
    words = [cell for cell in _cells(plain) if not re.search(r"\d|[百千万]", cell)]
    names_told = [str(row["name"]) for row in found]
    return (
        bool(found) and all(name and is_person(name) for name in names_told) and len(words) <= len(found) + 1
    )


def shown(count: int, total_fen: int) -> str:
    """Return 2人，合计20,500.50元."""
    return f"{count}人，合计{format_yuan(total_fen)}"


def faults(
    rows: Sequence[dict[str, Json]], kept: Sequence[dict[str, Json]], new: Sequence[int]
) -> list[dict[str, Json]]:
    """Return the faults of a table after a change: `kept` ones, and what the rows at `new` (from 0) lack."""
    out = [fault for fault in kept if "身份证号一样" not in str(fault["reason"])]
    doubted = {(fault["row"], fault.get("cell")) for fault in out}
    for place in new:
        lacks = [("name", "没有看到姓名"), ("amount_fen", "没有看到金额")]
        found = [(key, reason) for key, reason in lacks if not rows[place][key]]
        found += [("amount_fen", TOO_MUCH)] if too_much(rows[place]) else []
        out += [fault_of(place + 1, *one) for one in found if (place + 1, one[0]) not in doubted]
    return sorted(out + _same(list(rows)), key=lambda fault: int(str(fault["row"])))


def said_right(faults: Sequence[dict[str, Json]], number: int) -> list[dict[str, Json]] | None:
    """Return the faults without the odd wage of one row (from 1); None where that row has none."""
    left = [one for one in faults if (one["row"], one["reason"]) != (number, TOO_MUCH)]
    return left if len(left) < len(faults) else None


def fault_of(number: int, cell: str, reason: str) -> dict[str, Json]:
    """Return a fault of the row `number` (from 1), of one cell or of the row as a whole."""
    return {"row": number, "reason": reason, **({"cell": cell} if cell else {})}


def _told(row: dict[str, Json]) -> bool:
    return bool(row["amount_fen"] or row["id_number"] or row["phone"])


def _rows_of(line: str, context: Context) -> list[tuple[dict[str, Json], list[Fault], list[str]]]:
    """Return row, faults and unread words of everybody in a line; a line in plain cells is one row."""
    people = people_of(line, context)
    cells = _cells(line)
    if not people and not re.search(r"\d", line) and not amounts.find(line, context):
        row, _ = _sorted_cells(cells, context)
        if not row["name"]:  # words that are no row are named whole, not by the cells they lack
            return [(row, [("", f"“{line[:WORDS]}”没有看明白，请写姓名和金额")], [])]
    if len(people) > 1 or any(
        one.unread or (cells[:1] != one.cells[:1] and len(cells) < 3) for one in people
    ):
        return [(*_sorted_cells(one.cells, context), one.unread) for one in people]
    return [(*_sorted_cells(cells, context), [])]


def named_faults(rows: Sequence[dict[str, Json]], faults: Sequence[dict[str, Json]]) -> str:
    """Return whose row is in doubt and why, the first few: 第2行王磊：金额“2400O0”看不明白."""
    said = []
    for fault in faults[:NAMED]:
        number = int(str(fault["row"]))
        name = _who(rows[number - 1]) if number <= len(rows) else ""
        said.append(f"第{number}行{name}：{fault['reason']}")
    return "；".join(said) + ("等" if len(faults) > NAMED else "")


def _who(row: dict[str, Json]) -> str:
    """Return whose row it is; of one without a name what else stands there."""
    fen, phone = int(str(row["amount_fen"])), str(row["phone"])
    told = [mask_phone(phone)] * bool(phone) + [format_yuan(fen)] * bool(fen)
    return str(row["name"] or "") or (f"（{'，'.join(told)}）" if told else "")


def _named(row: dict[str, Json]) -> str:
    fen = int(str(row["amount_fen"]))
    return f"{row['name'] or '没写姓名'}{format_yuan(fen) if fen else '（没写金额）'}"


def _question(
    rows: list[dict[str, Json]], faults: list[dict[str, Json]], unread: list[str], total: int
) -> str:
    """Return the question that names the people: 共2人：张三20,000元、李四18,000元，合计38,000元，对吗？"""
    named = rows if len(rows) <= NAMED else rows[: NAMED - 1]
    people = "、".join(map(_named, named))
    more = "等" if len(rows) > len(named) else ""
    said = f"共{len(rows)}人：{people}{more}，合计{format_yuan(total)}"
    if not faults:
        return f"{said}，对吗？"
    if unread and len(unread) == len(faults):
        return f"“{unread[0][:20]}”没有看明白，没记进去，以后还能补。{said}，对吗？"
    bad = len({str(fault["row"]) for fault in faults})
    return f"{said}，其中{bad}行要再看一下（{named_faults(rows, faults)}），先这样记，对吗？"
