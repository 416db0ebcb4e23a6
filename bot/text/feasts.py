"""The lunar calendar (阴历) and the feasts people date by."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from lunar_python import Lunar, LunarYear, Solar

from bot.text.date_model import DAY, Moment, When, day, nearest, real
from bot.text.numbers import small

#: lunar feasts: month, day; day 0 = the last one of the year
LUNAR = {
    "春节": (1, 1), "过年": (1, 1), "过大年": (1, 1), "大年初一": (1, 1), "正月初一": (1, 1), "除夕": (12, 0),
    "年三十": (12, 0), "大年三十": (12, 0), "腊月三十": (12, 0), "小年": (12, 23),
    "腊八": (12, 8), "腊八节": (12, 8),
    "元宵": (1, 15), "元宵节": (1, 15), "正月十五": (1, 15), "龙抬头": (2, 2), "二月二": (2, 2),
    "三月三": (3, 3),
    "端午": (5, 5), "端午节": (5, 5), "五月端午": (5, 5), "五月五": (5, 5), "六月六": (6, 6), "七夕": (7, 7),
    "七夕节": (7, 7), "七月七": (7, 7), "中元": (7, 15), "中元节": (7, 15), "鬼节": (7, 15),
    "七月十五": (7, 15),
    "七月半": (7, 15), "中秋": (8, 15), "中秋节": (8, 15), "八月十五": (8, 15), "重阳": (9, 9),
    "重阳节": (9, 9),
    "九月九": (9, 9), "寒衣节": (10, 1), "十月一儿": (10, 1),
    **{f"大年初{said}": (1, number) for number, said in enumerate("二三四五六七八九十", 2)},
    # the last days of a lunar year
    **dict.fromkeys("年根 年根儿 年根底下 年根儿底下 年根前 年跟前 年关 年关前".split(), (12, 20)),
}  # fmt: skip
_YEAR_END = frozenset(name for name in LUNAR if name.startswith(("年根", "年跟", "年关")))
SOLAR = {
    "元旦": (1, 1), "元旦节": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "五一节": (5, 1), "国庆": (10, 1),
    "国庆节": (10, 1), "十一": (10, 1), "六一": (6, 1), "儿童节": (6, 1), "三八节": (3, 8), "妇女节": (3, 8),
    "八一": (8, 1), "教师节": (9, 10), "双十一": (11, 11), "双11": (11, 11), "圣诞": (12, 25),
    "圣诞节": (12, 25),
    "五四": (5, 4), "清明": (4, 0), "清明节": (4, 0), "三八": (3, 8), "三八妇女节": (3, 8),
    "五一劳动节": (5, 1), "六一儿童节": (6, 1),
}  # fmt: skip
#: days of the sun's year that farmers date by; the rest of the 24 are weather or names as well (大雪, 白露)
TERMS = frozenset("立春 惊蛰 春分 立夏 芒种 夏至 立秋 处暑 秋分 霜降 立冬 冬至".split())
#: words that are also plain numbers: only beside a word that makes them a feast
_DIGITS = tuple("一二三四五六七八九十")
_NUMERAL = ("五一", "十一", "六一", "八一", "五四", "三八")


@cache
def pattern() -> re.Pattern[str]:
    """Return the pattern of all feasts, longest first."""
    words = sorted([*LUNAR, *SOLAR, *TERMS], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _numbered() -> re.Pattern[str]:
    names = "|".join(name for name in LUNAR if name[0] in _DIGITS and name[1] == "月" and name[-1] in _DIGITS)
    return re.compile(rf"(?<![农阴旧]历)(?<!今年农历)(?:{names})(?![日号一二三四五六七八九十])")


def numbered(text: str) -> list[str]:
    """Return the feasts in a text that may as well be days of the solar calendar: 八月十五, 九月九."""
    return [match[0] for match in _numbered().finditer(text)]


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(
        r"期间|放假|前|后|那天|长假|假期|的时候|左右|节|黄金周|当天|以前|之前|这天|那会"
        r"|(?:又|才|先|他|我)*(?:还|给|转|打)(?:了|过)|(?:向|问|跟|找)?[我他她]?借[的了给我过]"
        r"|签|[办订来]的"
    )


@cache
def lunar_day(year: int, month: int, number: int) -> date | None:
    """Return the solar date of a lunar one; `number` 0 is the last day, a negative month a leap one,
    None where there is none.
    """
    if not 1900 <= year <= 2100 or not 1 <= abs(month) <= 12:
        return None
    known = LunarYear.fromYear(year).getMonth(month)
    if known is None:
        return None
    length = known.getDayCount()
    number = number or length
    if not 1 <= number <= length:
        return None
    solar = Lunar.fromYmd(year, month, number).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def lunar_month(year: int, month: int) -> When | None:
    """Return the days of a lunar month."""
    first, last = lunar_day(year, month, 1), lunar_day(year, month, 0)
    return When(first, last, "month", exact=False, lunar=True) if first and last else None


def lunar_of(when: date) -> tuple[int, int, int]:
    """Return lunar year, month (negative = leap) and day of a solar date."""
    lunar = Solar.fromYmd(when.year, when.month, when.day).getLunar()
    return lunar.getYear(), lunar.getMonth(), lunar.getDay()


def _qingming(year: int) -> date:
    """Return 清明 by the usual remainder formula (holds 1901-2099)."""
    part = year % 100
    constant = 4.81 if year >= 2000 else 5.59
    return date(year, 4, int(part * 0.2422 + constant) - part // 4)


@cache
def _term(year: int, name: str) -> date:
    """Return the day of a solar term in a year of the solar calendar."""
    # 冬至 of the table is the one before the lunar year began
    key = "DONG_ZHI" if name == "冬至" else name
    solar = Solar.fromYmd(year, 7, 1).getLunar().getJieQiTable()[key]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def third_of(found: When, word: str) -> When:
    """Return the ten days that 初, 中旬, 底 of a lunar month mean."""
    start, end = {"上": (0, 9), "初": (0, 9), "中": (10, 19)}.get(word.strip("月")[0], (20, 29))
    last = min(found.end, found.start + timedelta(days=end))
    return replace(found, start=found.start + timedelta(days=start), end=last, granularity="range")


def in_moved_month(months: int, number: int, base: date) -> When | None:
    """Return a day of the present lunar month or of one so many months on: 上个月初六."""
    year, month, _ = lunar_of(base)
    index = year * 12 + abs(month) - 1 + months
    found = lunar_day(index // 12, index % 12 + 1, number)
    return When(found, found, exact=False, lunar=True, ask=True) if found else None


def in_lunar_year(month: int, number: int, moment: Moment, year: int | None = None) -> When | None:
    """Return a lunar day (`number` 0 = whole month) of a lunar year, or the nearest one as the
    direction says.
    """

    def make(lunar_year: int) -> When | None:
        if number == 0:
            return lunar_month(lunar_year, month)
        found = lunar_day(lunar_year, month, number)
        return When(found, found, "day", exact=False, lunar=True) if found else None

    if year is not None:
        return make(year)
    found = nearest(moment, make)
    base = moment.base
    if found is None or moment.direction == "future":
        return found and replace(found, yearless=True)
    # 冬月初一 said in 十月 is more often the coming one than one of eleven months ago; it is asked either way
    coming = next((w for w in (make(base.year), make(base.year - 1)) if w and w.start > base), None)
    if coming and coming.start - base <= timedelta(days=31) and base - found.end > timedelta(days=300):
        return replace(coming, yearless=True)
    return replace(found, yearless=True)


def feast(name: str, moment: Moment, year: int | None = None) -> When | None:
    """Return the day of a feast, in `year` or the nearest as the direction says."""
    if name in LUNAR:
        month, number = LUNAR[name]
        if name in _YEAR_END:
            return _last_days(moment, year)
        if name in ("除夕", "年三十", "大年三十", "腊月三十"):
            return _new_years_eve(moment, year)
        found = in_lunar_year(month, number, moment, year)
        return found and replace(found, ask=True)
    month, number = SOLAR.get(name, (0, 0))

    def make(solar_year: int) -> When | None:
        if name in TERMS:
            return replace(day(_term(solar_year, name)), exact=False)
        when = _qingming(solar_year) if month == 4 else real(solar_year, month, number)
        return day(when) if when else None

    if year is not None:
        return make(year)
    found = nearest(moment, make)
    return found and replace(found, yearless=True)


def _last_days(moment: Moment, year: int | None) -> When | None:
    """年根儿: the last ten days of a lunar year, which lie in January and February of the next."""

    def make(lunar_year: int) -> When | None:
        first, last = lunar_day(lunar_year, 12, 20), lunar_day(lunar_year, 12, 0)
        return When(first, last, "range", exact=False, lunar=True) if first and last else None

    return make(year) if year is not None else nearest(moment, make)


def _new_years_eve(moment: Moment, year: int | None) -> When | None:
    def make(solar_year: int) -> When | None:
        first = lunar_day(solar_year, 1, 1)
        return When(first - DAY, first - DAY, exact=False, lunar=True) if first else None

    return make(year) if year is not None else nearest(moment, make)


def match(text: str, at: int, moment: Moment, *, of_year: bool = False) -> re.Match[str] | None:
    """Match a feast's name; 五一 and 十一 only where they are no plain numbers (`of_year`: 去年五一)."""
    found = pattern().match(text, at)
    if found and found[0][-1] in _DIGITS and text[found.end() : found.end() + 1] in ("日", "号", *_DIGITS):
        return None  # 二月二日 is a day of February
    if found is None or found[0] not in _NUMERAL:
        return found
    if at and text[at - 1] in "一二三四五六七八九十百千万零〇第周期0123456789":
        return None  # 二十一还了
    if moment.alone and found.end() == len(text.rstrip(" 。吧了,.!的")):
        return found
    if of_year and not re.match(
        r"[月个点万千百块元人天年号日多、,]|[一二三四五六七八九十]", text[found.end() :]
    ):
        return found
    return found if _beside().match(text, found.end()) else None


@cache
def _bare_lunar() -> re.Pattern[str]:
    return re.compile(
        r"(?P<d>初[一二三四五六七八九十](?![中高小级年千百万二一三]|(?<=初一)[直共起样定])|(?:十五|二十三|三十)(?=$|\W))"
    )


def lunar_bare(text: str, at: int, moment: Moment) -> tuple[When, int] | None:
    """Read 初五 as a day of the present lunar month; always asked."""
    match = _bare_lunar().match(text, at)
    if match is None or (match["d"][0] != "初" and not moment.alone):
        return None
    year, number, _ = lunar_of(moment.base)
    found = lunar_day(year, abs(number), small(match["d"]) or 1)
    if found is None:
        return None
    return When(found, found, exact=False, lunar=True, ask=True), match.end()
