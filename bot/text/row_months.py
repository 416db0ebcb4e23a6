"""Months told together become rows of their own: 4月到6月每月欠6500 is three, 3、4月各5000 two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from bot.text.numbers import small

#: Longer stretches are slips of the keyboard and are left as they were said.
MOST_MONTHS = 120
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?:(?:19|20)\d\d(?:年|(?=[.\-/]))|去年|今年|前年|明年)"
_YEARS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}


@cache
def _run() -> re.Pattern[str]:
    """A stretch of months, months one by one, or so many months from one on."""
    one = rf"(?P<y1>{_YEAR})?的?[.\-/]?(?P<m1>{_MONTH})(?:月份?|个月)?"
    to = rf"(?:到|至|-{{1,2}}|~|—)(?:了)?(?P<y2>{_YEAR})?的?[.\-/]?(?P<m2>{_MONTH})(?:月份?|(?=[,每都各]|$))"
    more = rf"(?P<list>(?:(?:[、,和跟]|(?<=月)){_MONTH}月?份?)*(?:[、,和跟]|(?<=月)){_MONTH}月份?)"
    count = r"(?:起|开始|以后)[,]?(?:一共|连着|连续|共)?(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})个月"
    return re.compile(rf"(?:从|自)?(?<![\d一二三四五六七八九十第]){one}(?:{to}|{more}|{count})(?!\d)")


@cache
def _each() -> re.Pattern[str]:
    """A sum for every one of them."""
    spelled = "[一二两三四五六七八九十百千万零]{2,}|[一二两三四五六七八九][千万]"
    amount = rf"(?:\d+(?:\.\d+)?|{spelled})[万千百wWkK]?(?:块钱?|元)?"
    between = "都|的|是|欠|差|没发|未发|没给|工资|租金|房租|物业费|付|还|交|给|了|我|他|,|:"
    return re.compile(
        rf"(?:都一样,?)?(?:都?是?每个?月|一个月|月月|各|都是?|均)(?:{between})*"
        rf"(?P<sum>{amount})(?![\d年月号日天个])"
    )


def spread(text: str, today: date) -> str:
    """Return the normalised text with a sum put to each month of a stretch that has one for every month.

    A stretch without a year is the last one that is over or runs; text without such a stretch is unchanged.
    """
    sums = list(_each().finditer(text))
    used: set[int] = set()
    out, at = [], 0
    runs = [run for run in _run().finditer(text) if sums]
    for n, run in enumerate(runs):
        end = runs[n + 1].start() if n + 1 < len(runs) else len(text)
        begin = runs[n - 1].end() if n else 0
        one = _nearest(text, sums, used, run, (begin, end))
        months = _months(run, today) if one is not None else []
        if one is None or not months:
            continue
        used.add(one)
        first, last = sorted((run.span(), sums[one].span()))
        if first[0] < at:
            continue
        what = _what(text[at : first[0]])
        rows = ",".join(f"{what}{m // 12}年{m % 12 + 1}月 {sums[one]['sum']}" for m in months)
        out += [text[at : first[0] - len(what)], rows]
        at = last[1]
    return "".join([*out, text[at:]])


def _what(before: str) -> str:
    """What the sum is for, which goes with every month: 房租 of 房租3月到6月每月1500."""
    words = re.search(r"[\u4e00-\u9fff]{1,6}$", before)
    return words[0] if words else ""


def _nearest(
    text: str, sums: Sequence[re.Match[str]], used: set[int], run: re.Match[str], within: tuple[int, int]
) -> int | None:
    """Return which sum belongs to the stretch: the one behind it, else the one before, nothing between."""
    for n, one in enumerate(sums):
        between = text[run.end() : one.start()]
        if n not in used and run.end() <= one.start() < within[1] and _joins(between):
            return n
    for n, one in reversed(list(enumerate(sums))):
        between = text[one.end() : run.start()]
        if n not in used and within[0] <= one.start() and one.end() <= run.start() and _joins(between):
            return n
    return None


def _joins(between: str) -> bool:
    return len(between) <= 12 and not re.search(r"\d|[;。\n]", between)


def _months(run: re.Match[str], today: date) -> list[int]:
    """Return the months counted from year 0, [] where they cannot be."""
    now = today.year * 12 + today.month - 1
    first, year = small(run["m1"]) or 0, _year(run["y1"], today)
    if run["list"]:
        return _listed(run, first, year, now)
    count = (small(run["n"]) or 0) if run["n"] else 0
    if count:
        start = year * 12 + first - 1 if year else now - (now - count + 2 - first) % 12 - count + 1
        months = range(start, start + count)
    else:
        last, until = small(run["m2"]) or 0, _year(run["y2"], today)
        length = (last - first) % 12
        if year and until:
            length = (until - year) * 12 + last - first
        if until:
            end = until * 12 + last - 1
        else:
            end = year * 12 + first - 1 + length if year else now - (now + 1 - last) % 12
        months = range(end - length, end + 1)
    return list(months) if 1 < len(months) <= MOST_MONTHS else []


def _listed(run: re.Match[str], first: int, year: int, now: int) -> list[int]:
    numbers = [first, *(small(m) or 0 for m in re.findall(rf"{_MONTH}(?=月|[、,和跟]|$)", run["list"]))]
    base = year * 12 if year else now - (now + 1 - numbers[-1]) % 12 - numbers[-1] + 1
    months = [base + number - 1 for number in numbers]
    return months if months == sorted(set(months)) else []


def _year(said: str | None, today: date) -> int:
    if not said:
        return 0
    return today.year + _YEARS[said] if said in _YEARS else int(said[:4])
