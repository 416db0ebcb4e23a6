"""Dates counted from today: 昨天, 夜来, 上周五, 两个多月前, 三个月内, 昨天凌晨两点."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from bot.text.date_model import DAY, Found, Moment, Unclear, When, add_months, day
from bot.text.date_parts import month_and_day
from bot.text.numbers import scan, small
from bot.text.reading import Json

_DAYS = {
    "大前儿": -3, "昨个": -1, "今个": 0, "明个": 1, "前儿个": -2, "明儿个": 1, "后儿个": 2, "夜儿个": -1,
    "大前天": -3, "大前日": -3, "前天": -2, "前儿": -2, "前日": -2, "前晚": -2, "昨天": -1, "昨儿个": -1,
    "昨儿": -1,
    "昨日": -1, "夜来": -1, "夜儿": -1, "昨晚": -1, "昨夜": -1, "今天": 0, "今儿个": 0, "今儿": 0,
    "今日": 0, "今早": 0,
    "今晚": 0, "今晨": 0, "刚才": 0, "刚刚": 0, "方才": 0, "将才": 0, "当天": 0, "当日": 0, "明天": 1,
    "明儿": 1,
    "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "后儿": 2, "后日": 2, "大后天": 3, "外后天": 3,
    "外后日": 3, "大后儿": 3,
}  # fmt: skip


#: 刚才说错了, 今天才发现写错了 name no day
_SAID = r"(?!(?<=[才刚])(?:是|那个?|那句|我|您|你|给|又|都|的)*[说写填打讲发报输记弄搞答选点问念]|才?发现)"


@cache
def _day_word() -> re.Pattern[str]:
    return re.compile(
        "(?:" + "|".join(sorted(_DAYS, key=len, reverse=True)) + ")(?!使|性|月|的事儿后)" + _SAID
    )


_TIMES = {
    "凌晨": "00:00-06:00", "早": "06:00-12:00", "清": "05:00-08:00", "上午": "08:00-12:00",
    "前晌": "06:00-12:00",
    "中午": "11:00-13:00", "晌午": "11:00-13:00", "下午": "12:00-18:00", "后晌": "12:00-18:00",
    "傍": "17:00-19:00",
    "晚": "18:00-24:00", "黑": "18:00-24:00", "夜": "18:00-24:00", "半夜": "00:00-05:00", "晨": "05:00-08:00",
}  # fmt: skip


@cache
def _time() -> re.Pattern[str]:
    return re.compile(
        r"[的,]?\s?(?P<part>凌晨|早上|早晨|早起|清早|清晨|上午|前晌|中午|晌午|下午|后晌|傍晚|晚上|黑夜|黑夜里|夜里|半夜|夜间)?"
        r"(?:\s?(?P<hour>\d{1,2}|十[一二]?|二十[一二三四]?|[一二两三四五六七八九])(?:点钟?|时|:(?=\d\d))(?!多少|钱|儿|意)(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>[0-5]?\d|[二三四五]?十[一二三四五六七八九]?)分?)?)?"
    )


def _clock(match: re.Match[str], said: str) -> str:
    """Return 20:30 for 晚上八点半 and 18:00-24:00 for 晚上; `said` may hold the part of the day (昨晚)."""
    part = match["part"] or next(
        (p for p in ("晚", "夜", "早", "晨") if p in said and said not in ("夜来", "夜儿")), ""
    )
    if not match["hour"]:
        key = next((k for k in (part, part[:1]) if k in _TIMES), "")
        return _TIMES.get(key, "")
    hour = small(match["hour"]) or 0
    if hour > 24:
        return ""
    if hour < 12 and any(word in part for word in ("下午", "后晌", "晚", "傍", "黑")):
        hour += 12
    minute = 30 if match["half"] else 0
    if match["quarter"]:
        minute = 15 * (small(match["quarter"]) or 0)
    if match["minute"]:
        minute = small(match["minute"]) or 0
    return f"{hour:02d}:{minute:02d}"


def with_time(found: When, text: str, said: str, end: int) -> tuple[When, int]:
    """Add the part of the day or the hour that follows a day."""
    match = _time().match(text, end)
    if match is None or found.granularity != "day":
        return found, end
    time = _clock(match, said)
    return (
        (replace(found, time=time), match.end() if match["part"] or match["hour"] else end)
        if time
        else (found, end)
    )


def day_word(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 昨天, 大前天, 夜来, 今早 with the hour after it."""
    match = _day_word().match(text, at)
    if match is None:
        return None
    said = match[0]
    base = moment.base if said in ("当天", "当日") else moment.today
    found, end = with_time(day(base + _DAYS[said] * DAY), text, said, match.end())
    return found, end


def only_time(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 晚上八点半 or 后晌 as a time of the day just named, else of today."""
    match = _time().match(text, at)
    if match is None or not (match["part"] or (match["hour"] and moment.alone)):
        return None
    time = _clock(match, "")
    ask = moment.anchor is None
    return (replace(day(moment.base), time=time, ask=ask, exact=not ask), match.end()) if time else None


@cache
def _week() -> re.Pattern[str]:
    return re.compile(
        r"(?P<rel>大上|大下|上{1,3}|下{1,2}|这|本|每)?(?:一?个)?(?P<word>周|星期|礼拜)(?:(?P<day>[一二三四五六日天1-7](?![\d年岁倍个百]|个月))|(?P<end>末))?"
    )


_WEEKS = {
    "上上上": -3, "上上": -2, "大上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2, "大下": 2,
}  # fmt: skip


def week(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 上周五, 下下周二, 上上周, 上周末, 礼拜天; weeks begin on Monday."""
    match = _week().match(text, at)
    if match is None or match["rel"] == "每":
        return None
    monday = moment.today - moment.today.weekday() * DAY
    shift = {
        "上上上": -3,
        "大上": -2,
        "大下": 2,
        "上上": -2,
        "上": -1,
        "这": 0,
        "本": 0,
        "下": 1,
        "下下": 2,
    }.get(match["rel"] or "")
    if match["day"] is None and match["end"] is None:
        if shift is None or text[match.end() : match.end() + 1] in ("岁", "年", "期", "转"):
            return None
        first = monday + 7 * shift * DAY
        return When(first, first + 6 * DAY, "range"), match.end()
    number = "一二三四五六日天".find(match["day"]) if match["day"] and not match["day"].isdigit() else -1
    if match["day"] and match["day"].isdigit():
        number = int(match["day"]) - 1
    number = min(number, 6)
    if shift is None:
        return (_bare_weekday(number, moment), match.end()) if match["day"] else _bare_weekend(match, moment)
    first = monday + 7 * shift * DAY
    if match["end"]:
        return When(first + 5 * DAY, first + 6 * DAY, "range"), match.end()
    found = replace(day(first + number * DAY), ask=match["rel"] not in ("这", "本"))
    return with_time(found, text, "", match.end())


def _bare_weekday(number: int, moment: Moment) -> When:
    gap = (number - moment.today.weekday()) % 7
    if moment.direction == "past":
        gap = gap - 7 if gap else 0
    elif gap == 0:
        gap = 7
    return replace(day(moment.today + gap * DAY), ask=True)


def _bare_weekend(match: re.Match[str], moment: Moment) -> tuple[Found, int]:
    monday = moment.today - moment.today.weekday() * DAY
    shift = -7 if moment.direction == "past" and moment.today.weekday() < 5 else 0
    first = monday + (5 + shift) * DAY
    return When(first, first + DAY, "range", ask=True), match.end()


@cache
def _weekdays() -> re.Pattern[str]:
    return re.compile(
        r"(?:每?周|每?个?星期|每?个?礼拜)(?P<a>[一二三四五六日天])(?:到|至|-|~)(?:周|星期|礼拜)?(?P<b>[一二三四五六日天])"
    )


def weekdays(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 周一到周五 as days that come back every week."""
    match = _weekdays().match(text, at)
    if match is None:
        return None
    names = "一二三四五六日"
    first, last = (names.find(match[group].replace("天", "日")) for group in ("a", "b"))
    monday = moment.today - moment.today.weekday() * DAY
    extra: dict[str, Json] = {"every": "week", "days": [*range(first + 1, last + 2)]}
    if first > last:
        return None
    return When(monday + first * DAY, monday + last * DAY, "recurring", extra=extra), match.end()


@cache
def _count() -> re.Pattern[str]:
    return re.compile(
        r"(?P<unit>个?半?多?(?P<w1>月|礼拜|星期)|周|年|天|日)(?P<half>半)?(?P<more>多|来)?(?P<rest>零?(?P<m>\d{1,2}|[一二两三四五六七八九十]+)个(?P<mh>半)?月)?"
        r"(?P<tail>(?:以|之)?前|(?:以|之)?后|之?内|以内|(?:以|之)?里)(?!者|任|期|天|儿|年|几|两|半年|续)"
    )


def _shift(base: date, months: int, days: int) -> date:
    return add_months(base, months) + timedelta(days=days)


def counted(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read a stretch before or after today: 三年前, 两个多月前, 一个半月前, 十来天前, 三个月内, 半年后."""
    start = at
    if text.startswith(("大概", "大约"), at):
        start = at + 2
    half_first = text.startswith("半", start)
    if half_first:
        low = high = Decimal("0.5")
        end, exact = start + 1, True
    else:
        number = scan(text, start)
        if number is None or number.high > 400:
            return None
        low, high, end, exact = number.low, number.high, number.end, number.exact
    match = _count().match(text, end)
    if match is None:
        return None
    days, months = _unit(match)
    if half_first and not months:
        return None
    if match["half"] or "半" in match["unit"]:
        low, high = low + Decimal("0.5"), high + Decimal("0.5")
    if match["more"] == "多" or "多" in match["unit"]:
        high, exact = high + 1, False
    rest = small(match["m"]) or 0 if match["rest"] else 0
    if match["unit"] == "年" and match["tail"].endswith("前") and exact and low == high and not rest:
        inside = _month_of(text, match.end(), moment.today.year - int(low), moment)
        if inside and low == int(low):
            return inside
    return _placed(match, (low, high, exact), (months, days, rest), moment), match.end()


def _month_of(text: str, at: int, year: int, moment: Moment) -> tuple[Found, int] | None:
    """Read the month behind 三年前的; it is asked back, for 三年前 may be counted either way."""
    begin = at + 1 if text.startswith("的", at) else at
    found = month_and_day(text, begin, moment, year)
    if found is None or not isinstance(found[0], When):
        return None
    return replace(found[0], ask=True), found[1]


def _unit(match: re.Match[str]) -> tuple[int, int]:
    """Return days and months of one unit."""
    word = match["unit"]
    if match["w1"] == "月":
        return 0, 1
    if word == "年":
        return 0, 12
    return (1, 0) if word in ("天", "日") else (7, 0)


def _moved(base: date, sign: int, count: Decimal, unit: tuple[int, int, int]) -> date:
    months, days, rest = unit
    if days:
        return base + timedelta(days=int(sign * count * days))
    whole = int(count * months)
    spare = int((count * months - whole) * 30)
    return _shift(base, sign * (whole + rest), sign * spare)


def _placed(
    match: re.Match[str], count: tuple[Decimal, Decimal, bool], unit: tuple[int, int, int], moment: Moment
) -> Found:
    low, high, exact = count
    tail, base = match["tail"], moment.base
    if "前" in tail:
        base = moment.today
        near, far = _moved(base, -1, low, unit), _moved(base, -1, high, unit)
        long = "year" if unit[0] == 12 and low >= 1 else "day"
        sharp = exact and unit[1] == 1
        return When(far, near, "range" if far != near else long, exact=sharp)
    if moment.anchor is None and moment.direction == "past":
        return Unclear("这段时间从哪一天算起？请写出起点和终点，例如：从2023年5月1日起三个月。", weak=True)
    near, far = _moved(base, 1, low, unit), _moved(base, 1, high, unit)
    known = moment.anchor is not None
    if "后" in tail:
        return When(near, far, "range" if near != far else "day", exact=exact and known, ask=not known)
    return When(far, far, "day", exact=exact and known, ask=not known)


@cache
def _past_few() -> re.Pattern[str]:
    return re.compile(r"(?:前|头)(?:几天|两天|些天|几日|两日|些日子)(?!前)")


def few_days(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 前几天, 前两天: somewhere in the last days, asked."""
    match = _past_few().match(text, at)
    if match is None:
        return None
    return When(moment.today - 5 * DAY, moment.today - DAY, "range", exact=False), match.end()


@cache
def _recurring() -> re.Pattern[str]:
    return re.compile(
        r"每个?月的?(?:(?P<d>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日]|(?P<third>月底|月末|月初|底|初))|每年的?(?=[正腊冬一二三四五六七八九十\d阴农年])"
    )


def monthly(text: str, at: int, moment: Moment) -> tuple[int, int | None] | None:
    """Match 每月15号: the end of the words and the day (31 = the last, None = yearly, read on)."""
    match = _recurring().match(text, at)
    if match is None:
        return None
    if match["d"]:
        return match.end(), small(match["d"])
    if match["third"]:
        return match.end(), 1 if "初" in match["third"] else 31
    return match.end(), None
