"""Parts of a month and of a year, and months in a row: 上旬, 月底, 上半年, 去年入冬, 三四月份."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from bot.text.date_model import Found, Moment, When, add_months, day, month, month_end, nearest
from bot.text.numbers import small


def third(year: int, number: int, word: str) -> When:
    """Return the ten days that 上旬, 中旬, 底 … of a month mean."""
    first, last = {"上": (1, 10), "初": (1, 10), "中": (11, 20)}.get(word.strip("月")[0], (21, 0))
    end = date(year, number, last) if last else month_end(year, number)
    return When(date(year, number, first), end, "range", exact=False)


@cache
def _several() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<a>十?[一二三四五六七八九])(?P<b>[一二三四五六七八九十])|(?P<c>\d{1,2})[、,]\s?(?P<d>\d{1,2}))"
        r"月(?:份|间)?(?!\d|[一二三四五六七八九十]+[日号])"
    )


def months_of(text: str, at: int, moment: Moment, year: int | None) -> tuple[Found, int] | None:
    """Read 三四月份 and, as a whole answer, 5、6月: two months that follow each other."""
    match = _several().match(text, at)
    if match is None or (match["c"] and not moment.alone):
        return None
    first, last = small(match["a"] or match["c"]) or 0, small(match["b"] or match["d"]) or 0
    if match["a"] and first > 10:
        last += 10
    if last != first + 1 or not 1 <= first <= 11:
        return None

    def make(of: int) -> When:
        return When(date(of, first, 1), month_end(of, last), "range", exact=False)

    found = make(year) if year is not None else nearest(moment, make)
    return (replace(found, yearless=year is None), match.end()) if found else None


@cache
def _period() -> re.Pattern[str]:
    return re.compile(
        r"\s?的?(?:(?P<half>[上下])半年|(?P<start>年初|年?头上|年头|初(?![一二三四五六七八九十中高]))|"
        r"(?P<end>年底|年末|年尾|底|末)|(?P<mid>年中|中(?=$|\W))"
        r"|第?(?P<q>[一二三四1234])季度|(?P<season>春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|春上|"
        r"秋里|冬里|开春|入冬|秋收|打草|开学|入夏|入秋|春|夏|秋|冬)(?:的?时候)?"
        r"|(?P<same>今天|今日|这个时候|这时候|这会儿|这时节)|(?P<month>这个月|本月))"
    )


_SEASONS = {
    "春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14), "开春": (3, 4), "春上": (3, 4), "入夏": (5, 6),
    "入秋": (8, 9), "秋收": (9, 10), "打草": (8, 9), "开学": (9, 9), "入冬": (11, 12),
}  # fmt: skip


def period(text: str, at: int, moment: Moment, year: int) -> tuple[Found, int] | None:
    """Read what part of a year is meant: 上半年, 年底, 第三季度, 冬天."""
    match = _period().match(text, at)
    if match is None:
        return None
    if match["half"]:
        first, last = (1, 6) if match["half"] == "上" else (7, 12)
        return When(date(year, first, 1), month_end(year, last), "range"), match.end()
    if match["q"]:
        last = 3 * (small(match["q"]) or 1)
        return When(date(year, last - 2, 1), month_end(year, last), "range"), match.end()
    if match["same"]:
        found = day(add_months(moment.today, 12 * (year - moment.today.year)))
        return replace(found, exact=match["same"] in ("今天", "今日")), match.end()
    if match["month"]:
        return month(year, moment.today.month), match.end()
    if match["season"]:
        return _season(match["season"], year), match.end()
    first, last = (1, 2) if match["start"] else (12, 12) if match["end"] else (6, 7)
    return When(date(year, first, 1), month_end(year, last), "range", exact=False), match.end()


def _season(word: str, year: int) -> When:
    key = word if word in _SEASONS else next((c for c in "春夏秋冬" if c in word), "秋")
    first, last = _SEASONS[key]
    end = month_end(year, last) if last <= 12 else month_end(year + 1, last - 12)
    return When(date(year, first, 1), end, "range", exact=False)
