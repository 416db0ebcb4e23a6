"""Dates written out: 2023年5月1日, 23.5.1, 去年八月十五, 上个月15号, 十月中旬."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from bot.text import feasts
from bot.text.date_model import (
    Found,
    Moment,
    When,
    Wrong,
    add_months,
    day,
    full_year,
    month,
    nearest,
    real,
    year_of,
)
from bot.text.date_periods import months_of, period, third
from bot.text.numbers import digits_of, scan, small

_CN = "一二三四五六七八九十"
DAY_NUMBER = rf"(?:\d{{1,2}}(?!\d)|[二两三]?十[一二三四五六七八九]?|廿[{_CN}]?|卅一?|[一二三四五六七八九])"
_MONTH_NUMBER = r"(?:\d{1,2}|元(?=月)|十[一二三]?|[一二三四五六七八九])"
_RELATIVE_YEARS = {
    "今年": 0, "本年": 0, "去年": -1, "头年": -1, "年时": -1, "上年": -1, "前年": -2, "大前年": -3,
    "大大前年": -4,
    "明年": 1, "来年": 1, "后年": 2, "大后年": 3, "今年以来": 0,
}  # fmt: skip


@cache
def _numeric() -> re.Pattern[str]:
    return re.compile(
        r"(?P<y>(?:19|"
        r"20)\d{2})\s?(?P<sep>[-./])\s?(?P<m>\d{1,2})(?:\s?(?P=sep)\s?(?P<d>\d{1,2}))?(?![\d])[日号"
        r"]?"
        r"|(?P<y2>\d{2})(?P<sep2>[./-])(?P<m2>\d{1,2})(?P=sep2)(?P<d2>\d{1,2})(?!\d)[日号]?"
        r"|(?P<c>(?:19|20)\d{2}(?:0[1-9]|1[0-9])(?:[0-3]\d))(?!\d)"
        r"|(?P<c6>(?:19|20)\d{2}(?:0[1-9]|1[0-2]))(?!\d)"
    )


@cache
def _short_numeric() -> re.Pattern[str]:
    return re.compile(r"(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?![\d./])(?P<mark>[日号])?")


@cache
def _year() -> re.Pattern[str]:
    return re.compile(
        r"(?P<y4>(?:19|20)\d{2})\s?年度?|(?P<c4>[一二][零〇九一二三四五六七八]{3})年|"
        r"(?P<y2>\d{2})\s?年|(?P<c2>[零〇一二三四五六七八九]{2})年"
        r"|(?P<bare4>(?:19|20)\d{2})(?=\d{1,2}月|[一二三四五六七八九十正腊冬]+月|的?(?:上|下)半年|"
        r"年?[底初末])"
        r"|(?P<rel>大?大前年|大后年|今年以来|今年|本年|去年|头年|年时|上年|前年|明年|来年|后年)"
        r"|(?P<same>当年|(?<!合)同年|那一?年)"
        # 两千零二十三年, 一千九百九十八年; 欠我两千二十年底还 is a sum
        r"|(?<![欠借还给付要交了着过我他她差])"
        r"(?P<words>(?:[二两]千(?:零[一二三四五六七八九十]|[一二]?十)|一千九百)[一二三四五六七八九十]{0,3})年"
    )


@cache
def _duration_like() -> re.Pattern[str]:
    return re.compile(r"(?:[前后多半零以之了来间期内没不]|左右|时间|利|的利|的?工龄|分期)")


@cache
def _counts_years() -> re.Pattern[str]:
    return re.compile(
        r"(?:第|了|过|有|满|约|近|快|共|整|租|婚|干|住|租期|期限|欠|借|给|判|用|每|付|交|还|分|按|等|几|隔)$"
    )


def _year_number(match: re.Match[str], moment: Moment) -> int | None:
    """Return the year, None for words that count years instead (二三年, 10年了)."""
    if match["rel"]:
        return moment.today.year + _RELATIVE_YEARS[match["rel"]]
    if match["same"]:
        return moment.anchor.year if moment.anchor else None
    if match["words"]:
        number = scan(match["words"], 0)
        return int(number.low) if number and number.end == len(match["words"]) else None
    whole = match["y4"] or match["bare4"] or match["c4"]
    if whole:
        return digits_of(whole)
    two = match["y2"] or match["c2"]
    text, at = match.string, match.end()
    if not text[at : at + 1].isdigit() and not re.match(
        rf"[{_CN}正冬腊]+月|年?[底初末]|[上下]半年|[的春夏秋冬]", text[at : at + 3]
    ):
        if _duration_like().match(text, at) or _counts_years().search(
            text[max(0, match.start() - 3) : match.start()]
        ):
            return None
        if (
            match["c2"]
            and two[0] in "一二三四五六"
            and 0 < (digits_of(two[1]) or 0) - (digits_of(two[0]) or 0) <= 2
        ):
            return None
        if match["y2"] and two in ("10", "20", "30", "50", "40", "60") and not moment.alone:
            return None
    return full_year(digits_of(two) or 0, moment)


def numeric(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 2023-05-01, 2023.5, 23.5.1, 20230501."""
    match = _numeric().match(text, at)
    if match is None:
        return None
    if match["c6"]:
        return (month(int(match["c6"][:4]), int(match["c6"][4:])), match.end()) if moment.alone else None
    if match["c"]:
        year, number, date_number = int(match["c"][:4]), int(match["c"][4:6]), int(match["c"][6:])
    elif match["y"]:
        year, number = int(match["y"]), int(match["m"])
        if match["d"] is None:
            if not 1 <= number <= 12 or (
                match["sep"] == "." and text[match.end() : match.end() + 1] in ("元", "万")
            ):
                return None
            return month(year, number), match.end()
        date_number = int(match["d"])
    else:
        year, number, date_number = full_year(int(match["y2"]), moment), int(match["m2"]), int(match["d2"])
    found = real(year, number, date_number)
    return (day(found) if found else no_such(match[0])), match.end()


def short_numeric(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 5.1 and 5/1 (always asked) and 22.3 where only 年.月 is possible."""
    match = _short_numeric().match(text, at)
    if match is None or not (moment.alone or match["mark"] or match["sep"] == "/"):
        return None
    first, second = int(match["a"]), int(match["b"])
    if not 1 <= first <= 12:
        if moment.alone and len(match["a"]) == 2 and 1 <= second <= 12 and match["sep"] == ".":
            return replace(month(full_year(first, moment), second), exact=False), match.end()
        return None
    found = nearest(moment, lambda year: _day_or_none(year, first, second))
    return (replace(found, ask=True, exact=False), match.end()) if found else None


def _day_or_none(year: int, number: int, date_number: int) -> When | None:
    found = real(year, number, date_number)
    return day(found) if found else None


def no_such(said: str) -> Wrong:
    """Return the fault for a day the calendar does not have."""
    return Wrong(f"日历上没有“{said.strip()}”这个日子，请核对一下再写，例如：2023年5月1日。")


@cache
def _month_part() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<rel>(?:大上|上上?上?|大下|下下?下?|这)个?月|本月|当月|(?<!合)同月)|(?P<name>[正冬腊]月)"
        rf"|(?P<leap>闰)?(?P<m>{_MONTH_NUMBER})\s?月(?P<fen>份)?"
    )


@cache
def _day_part() -> re.Pattern[str]:
    return re.compile(
        rf"\s?的?(?:(?P<chu>初(?:[一二三四五六七八九]|十(?!万))(?![千百万]|(?<=初一)[直共起样定]))|"
        rf"(?P<d>{DAY_NUMBER})\s?(?P<mark>[日号])"
        rf"|(?P<third>上旬|中旬|下旬|月?底|月?末|月?初|中(?=$|\W|的|左右|还|给)|月中)|(?P<same>今天"
        rf"|今日|的今天)|"
        rf"(?P<bare>{DAY_NUMBER})(?![\d一二三四五六七八九十个年月点万千百元块分%.岁人天周次]|(?<=一)[直起共定样旦]))"
    )


def month_and_day(
    text: str, at: int, moment: Moment, year: int | None, *, lunar: bool = False
) -> tuple[Found, int] | None:
    """Read what follows a year: 5月1日, 八月十五, 腊月, 十月中旬; the nearest year where none was said."""
    if several := months_of(text, at, moment, year):
        return several
    match = _month_part().match(text, at)
    if match is None:
        return None
    if match["rel"]:
        return _relative_month(text, match, moment) if year is None else None
    number = {"正": 1, "冬": 11, "腊": 12}[match["name"][0]] if match["name"] else _month_number(match["m"])
    after = _day_part().match(text, match.end())
    if number is None or not 1 <= number <= 12:
        if year is not None or (after and after["d"]):
            return no_such(text[at : after.end() if after and after["d"] else match.end()]), match.end()
        return None
    if match["name"] or lunar or match["leap"] or (after and after["chu"]):
        return _lunar_month_day(-number if match["leap"] else number, match, after, moment, year)
    return _solar_month_day(text, number, match, after, moment, year)


def _month_number(word: str) -> int | None:
    return 1 if word == "元" else small(word)


def _lunar_month_day(
    number: int, match: re.Match[str], after: re.Match[str] | None, moment: Moment, year: int | None
) -> tuple[Found, int] | None:
    word = (after["chu"] or after["d"] or after["bare"]) if after else None
    if after is None or word is None:
        found = feasts.in_lunar_year(number, 0, moment, year)
        if found and after and after["third"]:
            return feasts.third_of(found, after["third"]), after.end()
        return (found or no_such(match[0])), match.end()
    found = feasts.in_lunar_year(number, small(word) or 99, moment, year)
    return (found or no_such(match.string[match.start() : after.end()])), after.end()


def _solar_month_day(
    text: str,
    number: int,
    match: re.Match[str],
    after: re.Match[str] | None,
    moment: Moment,
    year: int | None,
) -> tuple[Found, int] | None:
    if after and after["third"]:
        found = (
            third(year, number, after["third"])
            if year is not None
            else nearest(moment, lambda y: third(y, number, after["third"]))
        )
        return (replace(found, yearless=year is None), after.end()) if found else None
    word = (after["d"] or after["bare"]) if after else None
    if after and word and not (after["bare"] and match["fen"]):
        date_number = small(word) or 0
        if year is not None:
            exact_day = _day_or_none(year, number, date_number)
            return (exact_day or no_such(text[match.start() : after.end()])), after.end()
        found = nearest(moment, lambda y: _day_or_none(y, number, date_number))
        if found is None:
            return no_such(text[match.start() : after.end()]), after.end()
        in_words = after["bare"] is not None and not after["bare"].isdigit()
        return replace(found, yearless=True, ask=in_words or (number, date_number) == (2, 29)), after.end()
    if year is not None:
        return month(year, number), match.end()
    if _not_a_month(text, match):
        return None
    found = nearest(moment, lambda y: month(y, number))
    return (replace(found, yearless=True), match.end()) if found else None


def _not_a_month(text: str, match: re.Match[str]) -> bool:
    """一月 may mean a month's time (一月三千块), and 3月内 counts months."""
    follows = text[match.end() : match.end() + 2]
    if match["fen"]:
        return False
    if match["m"] == "一":
        return bool(
            re.match(r"\s*(?:[\d一二两三四五六七八九十]|工资|给|挣|开|租|一|利|房租|多|到|后|以)", follows)
        ) and not follows.startswith("到")
    return follows[:1] in ("息", "利", "内", "薪", "租", "供", "子")


def _relative_month(text: str, match: re.Match[str], moment: Moment) -> tuple[Found, int] | None:
    word = match["rel"]
    base = moment.base if word in ("当月", "同月") else moment.today
    shift = word.count("下") - word.count("上")
    shift += (shift > 0) - (shift < 0) if word[0] == "大" else 0
    first = add_months(base.replace(day=1), shift)
    after = _day_part().match(text, match.end())
    if after and after["chu"]:
        found_day = feasts.in_moved_month(shift, small(after["chu"]) or 0, base)
        return (
            (found_day, after.end())
            if found_day
            else (no_such(text[match.start() : after.end()]), after.end())
        )
    if after is None or (after["bare"] and not moment.alone):
        return replace(month(first.year, first.month), ask=word[0] == "大"), match.end()
    if after["third"]:
        return third(first.year, first.month, after["third"]), after.end()
    if after["same"]:
        return day(add_months(base, shift)), after.end()
    found = real(first.year, first.month, small(after["d"] or after["bare"]) or 0)
    return (day(found) if found else no_such(text[match.start() : after.end()])), after.end()


@cache
def _lunar_mark() -> re.Pattern[str]:
    return re.compile(r"(?:阴历|农历|旧历|古历)\s?的?")


@cache
def _lunar_after() -> re.Pattern[str]:
    return re.compile(r"\s?\(?(?:阴历|农历|旧历)\)?")


def calendar(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read a date that names a year, a month, a feast or a part of a year."""
    mark = _lunar_mark().match(text, at)
    begin = mark.end() if mark else at
    match, year = _year().match(text, begin), None
    if match:
        year = _year_number(match, moment)
        if year is None or not 1900 <= year <= 2100:
            return None
        begin = match.end()
        if text[begin : begin + 1] in ("的", " ") and text[begin + 1 : begin + 2] not in ("工", "钱", "账"):
            begin += 1
    late = _lunar_mark().match(text, begin)
    if late:
        mark, begin = late, late.end()
    found = _inside(text, begin, moment, year, lunar=mark is not None)
    if found is None and match and year is not None and mark is None:
        return _whole_year(match, year, moment), match.end()
    if (
        found
        and (after := _lunar_after().match(text, found[1]))
        and isinstance(found[0], When)
        and not found[0].lunar
    ):
        again = _inside(text, begin, moment, year, lunar=True)
        return (again[0], after.end()) if again else found
    return found


def _whole_year(match: re.Match[str], year: int, moment: Moment) -> When:
    if match["rel"] == "今年以来":
        return When(date(year, 1, 1), moment.today, "range")
    return year_of(year)


def _inside(text: str, at: int, moment: Moment, year: int | None, *, lunar: bool) -> tuple[Found, int] | None:
    name = feasts.match(text, at, moment, of_year=year is not None)
    if name:
        found = feasts.feast(name[0], moment, year)
        if found:
            return found, name.end()
    if lunar:
        bare = re.compile(rf"(?P<m>{_MONTH_NUMBER}|[正冬腊])月").match(text, at)
        if bare is None:
            return feasts.lunar_bare(text, at, moment)
    part = month_and_day(text, at, moment, year, lunar=lunar)
    if part:
        return part
    return period(text, at, moment, year) if year is not None else None
