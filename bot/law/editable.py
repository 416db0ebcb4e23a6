"""The tables an administrator keeps up to date: as flat rows of words, checked, and put back together.

Only figures, dates and names are edited. Which article a figure rests on stays with the packaged table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bot.law import editable_tables as made
from bot.law.rows import Row

Line = Mapping[str, str]
Lines = Sequence[Line]

MARKS: Final = {"V": "核对过原文", "V2": "核对过转载", "U": "没有核对"}
MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet; every value is a word, checked by its kind."""

    key: str
    title: str
    kind: str  #: date | number | percent | yuan | text | words (several, set apart by 、) | choice | digits
    choices: Mapping[str, str] = field(default_factory=dict)
    empty: bool = False  #: may be left out
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(10**9)
    chars: int = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it is edited."""

    id: str
    title: str
    about: str  #: what it is for and where its figures come from
    table: str  #: name of the table, or of the file of the court's folder
    columns: tuple[Column, ...]
    lines: Callable[[Row], list[dict[str, str]]]
    build: Callable[[Row, Lines], Row]
    prove: Callable[[Row, Lines], list[str]]  #: what the rows say together; only asked when each row is sound
    grows: bool = True  #: rows may be added and taken away


def faults(sheet: Sheet, origin: Row, lines: Lines) -> list[str]:
    """Everything that forbids these rows, in Chinese, each with its row."""
    if len(lines) > MOST_ROWS:
        return [f"有{len(lines)}行，最多{MOST_ROWS}行"]
    found = []
    for n, line in enumerate(lines, 1):
        found += [f"第{n}行{fault}" for column in sheet.columns if (fault := _cell(column, line))]
    if not sheet.grows and [one[sheet.columns[0].key] for one in sheet.lines(origin)] != [
        str(line.get(sheet.columns[0].key, "")) for line in lines
    ]:
        found.append("这张表只能改，不能增减行，也不能换次序")
    return found or sheet.prove(origin, lines)


def _cell(column: Column, line: Line) -> str:
    value = line.get(column.key, "")
    name = f"“{column.title}”"
    if not value:
        return "" if column.empty else f"{name}要填写"
    if len(value) > column.chars and column.kind != "words":
        return f"{name}有{len(value)}个字，最多{column.chars}个字"
    if column.kind == "choice":
        return "" if value in column.choices else f"{name}请从列出来的里面选"
    if column.kind == "date":
        return "" if made.day_of(value) else f"{name}要写成 2026-11-22 这样的日期"
    if column.kind == "digits":
        return "" if re.fullmatch(r"\d{3,12}", value) else f"{name}只能写数字"
    if column.kind in {"number", "percent", "yuan"}:
        return _amount(column, value)
    return "" if not re.search(r"[<>{}]", value) else f"{name}里不要用尖括号和花括号"


def _amount(column: Column, value: str) -> str:
    name = f"“{column.title}”"
    try:
        number = Decimal(value)
    except InvalidOperation:
        return f"{name}要写成数字，例如 {'3.45' if column.kind == 'percent' else '10000'}"
    if not number.is_finite() or not column.low <= number <= column.high:
        return f"{name}写的是{value}，应在{column.low}到{column.high}之间，请核对"
    if column.kind == "number" and number != number.to_integral_value():
        return f"{name}要写成整数"
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        return f"{name}最多写两位小数"
    return ""


_MARK: Final = Column("mark", "核对情况", "choice", MARKS)


def sheets() -> tuple[Sheet, ...]:
    """Every table that may be edited, in the order of the menu."""
    return (_lpr(), _fee_brackets(), _fee_amounts(), _holidays(), _hotlines(), _courts(), _figures())


def _lpr() -> Sheet:
    return Sheet(
        "lpr",
        "贷款市场报价利率（一年期）",
        "每月20日前后由全国银行间同业拆借中心公布，利息按它算。“可用到”是最后一行核对到哪一天，过了这天不算，请工作人员核对。",
        "lpr",
        (
            Column("from", "从哪天起", "date"),
            Column("rate", "年利率（%）", "percent", low=Decimal("0.1"), high=Decimal(24)),
            Column("until", "可用到（只写在最后一行）", "date", empty=True),
            _MARK,
        ),
        made.lpr_lines,
        made.lpr_table,
        made.lpr_faults,
    )


def _fee_brackets() -> Sheet:
    return Sheet(
        "fee_brackets",
        "诉讼费：分段比例",
        "按《诉讼费用交纳办法》第十三条、第十四条。超过“超过多少元”的部分，按比例一段一段加起来。",
        "fees",
        (
            Column("kind", "哪一类", "choice", made.FEE_KINDS),
            Column("over", "超过多少元的部分", "number"),
            Column("rate", "比例（%）", "percent", low=Decimal("0.01"), high=Decimal(10)),
        ),
        made.bracket_lines,
        made.bracket_table,
        made.bracket_faults,
    )


def _fee_amounts() -> Sheet:
    return Sheet(
        "fee_amounts",
        "诉讼费：每件多少元",
        "按《诉讼费用交纳办法》第十三条、第十四条。最低和最高不一样的，由当地标准决定。",
        "fees",
        (
            Column("name", "哪一项", "text"),
            Column("yuan", "元", "number", high=Decimal(100_000)),
        ),
        made.amount_lines,
        made.amount_table,
        made.amount_faults,
        grows=False,
    )


def _holidays() -> Sheet:
    return Sheet(
        "holidays",
        "放假和调休",
        "照国务院办公厅每年的通知写。星期六、星期日不用写。没有写的年份，期限只能估计，会提醒以法院通知为准。",
        "holidays",
        (
            Column("kind", "放假还是上班", "choice", {"rest": "放假", "work": "调休上班"}),
            Column("from", "从哪天", "date"),
            Column("to", "到哪天", "date"),
        ),
        made.holiday_lines,
        made.holiday_table,
        made.holiday_faults,
    )


def _hotlines() -> Sheet:
    return Sheet(
        "hotlines",
        "热线电话",
        "机器人告诉人打哪个电话时用。号码在回答里用到，不能改，名字和用处可以改。",
        "hotlines",
        (
            Column("number", "号码", "digits"),
            Column("name", "名字", "text", chars=20),
            Column("for", "什么事打", "text"),
            Column("note", "提醒", "text", empty=True),
            _MARK,
        ),
        made.hotline_lines,
        made.hotline_table,
        made.hotline_faults,
        grows=False,
    )


def _courts() -> Sheet:
    return Sheet(
        "courts",
        "周边法院",
        "人说的地方归哪个法院管。地名之间用顿号隔开。",
        "court",
        (
            Column("name", "法院", "text", chars=30),
            Column("code", "区划代码", "digits"),
            Column("county", "旗县的叫法", "words"),
            Column("towns", "乡镇街道", "words", empty=True),
        ),
        made.court_lines,
        made.court_table,
        made.court_faults,
    )


def _figures() -> Sheet:
    return Sheet(
        "figures",
        "当地每年的数字",
        "工资、收入这些每年公布一次的数字，单位是元。没有写的年份不算，或者不设上限。",
        "figures",
        (
            Column("what", "哪个数字", "choice", made.FIGURES),
            Column("year", "年份", "number", low=Decimal(2000), high=Decimal(2100)),
            Column("yuan", "元", "yuan", low=Decimal(1), high=Decimal(10_000_000)),
            Column("mark", "核对情况", "choice", MARKS, empty=True),
        ),
        made.figure_lines,
        made.figure_table,
        made.figure_faults,
    )


def sheet(name: str) -> Sheet | None:
    """A sheet by its id."""
    return next((one for one in sheets() if one.id == name), None)


def said(one: Sheet, line: Line) -> str:
    """A row in words, for lists of what changed."""
    shown = [
        column.choices.get(value, value) for column in one.columns if (value := line.get(column.key, ""))
    ]
    return "，".join(shown)


def days_after(words: str, today: date) -> int:
    """How many days after today a day lies; 0 for no day."""
    found: Any = made.day_of(words)
    return (found - today).days if found else 0
