"""The year of a list carries on: 2025年3月还2000，5月又还1500 is told of one year, not of this one."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

_CHINESE = {word: number for number, word in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}
_AGO = {"去年": 1, "前年": 2, "大前年": 3}
_MONTH = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九正冬腊])"
#: The month about which a feast is; behind 去年 it tells the year as a month does.
_FEASTS = {
    "春节": 1,
    "过年": 1,
    "清明": 4,
    "端午": 5,
    "中秋": 8,
    "国庆": 10,
    "元旦": 1,
    "年初": 1,
    "年底": 12,
}


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<year>(?:19|20)\d\d)年(?:(?P<first>{_MONTH})月)?"
        rf"|(?<![\d.])(?P<short>[0-3]\d)年(?P<opens>{_MONTH})月"
        rf"|(?P<next>第二年|次年|转年)(?:(?P<then>{_MONTH})月)?"
        rf"|(?P<ago>去年|前年|大前年)的?(?:(?P<of>{_MONTH})月|(?P<feast>{'|'.join(_FEASTS)}))"
        r"|(?P<own>[今去前明]年|大前年|[上这本下]个?月|个月)"
        rf"|(?<![\d一二三四五六七八九十年第个几])(?P<bare>{_MONTH})月(?!饼|嫂)"
    )


def with_years(text: str, today: date) -> str:
    """Return the text with the year put before each bare month that follows a named year.

    A month earlier than the one before it is of the next year, unless that is still to come.
    """
    text = _before_this_year(text)
    year, month = 0, 0
    out, at = [], 0
    for mark in _mark().finditer(text):
        out.append(text[at : mark.start()])
        at = mark.end()
        said = mark[0]
        if mark["year"]:
            year, month = int(mark["year"]), _number(mark["first"])
        elif mark["short"]:
            year, month = 2000 + int(mark["short"]), _number(mark["opens"])
        elif mark["ago"]:
            year = today.year - _AGO[mark["ago"]]
            month = _FEASTS[mark["feast"]] if mark["feast"] else _number(mark["of"])
        elif mark["own"]:
            year = month = 0  # 今年, 上个月 count from today by themselves
        elif year and mark["next"]:
            year, month = year + 1, _number(mark["then"])
            said = f"{year}年{mark['then']}月" if mark["then"] else f"{year}年"
        elif year and mark["bare"]:
            number = _number(mark["bare"])
            later = number < month and date(year + 1, number, 1) <= today
            year, month = year + later, number
            said = f"{year}年{said}"
        out.append(said)
    return "".join([*out, text[at:]])


@cache
def _day() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d第])(?P<month>{_MONTH})月(?P<of>\d{{1,2}})[号日]"
        r"|(?<![\d月每第年.])(?P<bare>[1-9]|[12]\d|3[01])[号日](?![楼院店门线机矿井桥仓窗病床]|以后|之后|开始)"
        r"|(?P<other>[上这本下每]个?月|个月|年)"
    )


def with_months(text: str) -> str:
    """Return the text with the month put before each bare day that follows a day of a month.

    8月12号300，13号8600 is of August; a day earlier than the one before it is of the next month.
    """
    month = day = 0
    out, at = [], 0
    for mark in _day().finditer(text):
        out.append(text[at : mark.start()])
        at, said = mark.end(), mark[0]
        if mark["month"]:
            month, day = _number(mark["month"]), int(mark["of"])
        elif mark["bare"] and month:
            number = int(mark["bare"])
            month = month % 12 + 1 if number < day else month
            day, said = number, f"{month}月{said}"
        elif mark["other"] and mark["other"] != "年":
            month = 0
        out.append(said)
    return "".join([*out, text[at:]])


@cache
def _this_year() -> re.Pattern[str]:
    return re.compile(rf"今年(?P<month>正|腊|冬|{_MONTH})月")


def _before_this_year(text: str) -> str:
    """Return the text with 去年 before the months told ahead of an earlier month of this year.

    五月还了五千，八月又还三千，今年三月还了两千: payments are told in their order.
    """
    named = _this_year().search(text)
    if named is None:
        return text
    marks: list[re.Match[str]] = []
    for mark in _mark().finditer(text, 0, named.start()):
        if mark["year"] or mark["short"] or mark["next"]:
            return text  # a named year carries on by itself
        marks = [] if mark["own"] or mark["ago"] else [*marks, mark]
    if not marks:
        return text
    months = [_number(mark["bare"]) for mark in marks]
    if months != sorted(months) or months[-1] <= _number(named["month"]):
        return text
    for mark in reversed(marks):
        text = f"{text[: mark.start()]}去年{text[mark.start() :]}"
    return text


def _number(month: str | None) -> int:
    if not month:
        return 0
    return int(month) if month.isdigit() else {**_CHINESE, "正": 1, "冬": 11, "腊": 12}[month]
