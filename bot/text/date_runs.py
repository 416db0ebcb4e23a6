"""Rows of days that are the ends of one stretch: the months owed, the days worked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise

from bot.text import months
from bot.text.date_model import When, month_end
from bot.text.date_roles import owed_range, supplied_range
from bot.text.dates import show
from bot.text.fact_roles import Around
from bot.text.reading import Context, Json, Reading, flat
from bot.text.topics import Topic


def owed_run(
    text: str, found: Sequence[tuple[Reading, Around]], roles: list[tuple[str, float]]
) -> list[tuple[str, float]]:
    """8月9月10月工资没发: the first and the last of a row of months are the ends of what is owed."""
    out, at = list(roles), 0
    while at < len(found):
        end = at
        while (
            end + 1 < len(found)
            and re.fullmatch(r"[、和,及]?", text[found[end][0].end : found[end + 1][0].start])
            and flat(found[end + 1][0].value)["granularity"] in ("month", "year")
        ):
            end += 1
        if end > at and owed_range(found[end][1]):
            out[at : end + 1] = [("owed_from", 0.8), *[("", 0.6)] * (end - at - 1), ("owed_to", 0.8)]
        at = end + 1
    return out


def from_to(
    text: str, found: Sequence[tuple[Reading, Around]], roles: list[tuple[str, float]], kind: Topic
) -> list[tuple[str, float]]:
    """从6月1号摘到7月25号: two days with a verb and 到 between them are the ends of one stretch."""
    out = list(roles)
    for at in range(len(found) - 1):
        (first, about), (last, behind) = found[at], found[at + 1]
        between = text[first.end : last.start]
        if not re.fullmatch(r"(?:份|开始|起|就|一直)*[\u4e00-\u9fff]{0,2}(?:到|至)(?:了)?", between):
            continue
        if owed_range(about) or owed_range(behind) or supplied_range(behind, kind):
            out[at : at + 2] = [("owed_from", 0.75), ("owed_to", 0.75)]
        elif kind in ("wage", "work", "sale", "other"):
            out[at : at + 2] = [("started", 0.75), ("left", 0.75)]
    return out


@cache
def _month_list() -> re.Pattern[str]:
    """3、4、5月; 3月、4、5三个月: the word 月 stands once for all, or with their number."""
    number = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
    year = r"(?:(?:今年|去年|前年|(?:19|20)\d{2}年)的?)?"
    return re.compile(
        rf"(?<![\d.年月]){year}{number}(?:月份?)?(?:[、,和及]{number}(?:月份?)?){{0,10}}[、,和及]"
        rf"(?:{number}月份?(?!\d)|{number}(?=[两二三四五六七八九十\d]{{1,2}}个月))"
    )


def month_list(text: str, context: Context) -> Iterator[tuple[int, int, str, str]]:
    """Give (start, end, 2026-03, 2026-05) of every row of months that follow each other."""
    for found in _month_list().finditer(text):
        said = found[0] if "月" in found[0] else f"{found[0]}月"
        reading = months.read(said, context)
        rows = reading.value if isinstance(reading, Reading) else None
        named = [str(one) for one in rows] if isinstance(rows, list) else []
        counted = [int(one[:4]) * 12 + int(one[5:]) for one in named]
        if len(named) > 1 and all(after - before == 1 for before, after in pairwise(counted)):
            yield found.start(), found.end(), named[0], named[-1]


def as_months(first: str, last: str) -> tuple[dict[str, Json], str]:
    """Return the value of 2026-03 … 2026-05, or of one month said twice, and how it is shown."""
    start, end = (date(int(one[:4]), int(one[5:]), 1) for one in (first, last))
    end = month_end(end.year, end.month)
    kind = "month" if first == last else "range"
    value: dict[str, Json] = {"start": start.isoformat(), "end": end.isoformat()}
    return {**value, "granularity": kind, "lunar": False}, show(When(start, end, kind))
