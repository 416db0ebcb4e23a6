"""Dates as people write them (日期): value `{"start", "end", "granularity", "lunar"}`, ISO days, both
included.

`granularity` is day | month | year | range | recurring; `"time"` (20:30 or 18:00-24:00) and, for
recurring ones,
`"every"` are added where they were said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from bot.text import date_bare, date_parts, date_vague, date_words, day_names, feasts
from bot.text.date_model import DAY, Found, Moment, Unclear, When, Wrong, add_months, day, month_end, real
from bot.text.date_suffix import suffixed
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Json, Reading, Refusal, is_correction, is_question, is_substance

Rule = Callable[[str, int, Moment], tuple[Found, int] | None]

#: Years people mean: the earliest, and how many years ahead.
EARLIEST, LATEST = 1900, 50
_ARABIC = "0123456789"
_CHINESE = "〇零一二两三四五六七八九十廿卅"
#: every rule with the characters its words may begin with
_RULES: tuple[tuple[Rule, str], ...] = (
    (date_parts.numeric, _ARABIC),
    (
        date_parts.calendar,
        _ARABIC
        + _CHINESE
        + "今去前大明后本上下这头年来当同那阴农旧古正冬腊闰春过除小端中重清国元龙鬼寒劳儿妇教圣双"
        + "两立惊谷芒夏处秋霜",
    ),
    (date_words.day_word, "大前昨夜今刚方将当明后外"),
    (date_words.weekdays, "周星礼每"),
    (date_words.week, "大上下这本每周星礼"),
    (date_words.counted, _ARABIC + _CHINESE + "半几好数百仨俩大"),
    (date_words.few_days, "前头"),
    (date_bare.bare_day, _ARABIC + _CHINESE),
    (feasts.lunar_bare, "初十二三"),
    (date_bare.part_of_now, "月年上下第一二三四"),
    (date_parts.short_numeric, _ARABIC),
    (date_bare.decade, _ARABIC + "零一五六七八九"),
    (date_words.only_time, _ARABIC + "凌早清上前中晌下后傍晚黑夜半一二两三四五六七八九十"),
    (
        date_vague.vague,
        _ARABIC + "一二三四五六七八九十年过出疫新等到说干做卖工房拿结验挣有手宽贷粮庄羊猪牛煤甲隔"
        "成经常改些最近前早好很以那换拆建修"
        "搬分包他她我孩娃儿女开秋入打春种收停放夏冬借合约满",
    ),
)


@cache
def _by_first() -> dict[str, tuple[Rule, ...]]:
    """Return the rules that may match at a character, by that character."""
    chars = {char for _, first in _RULES for char in first}
    return {char: tuple(rule for rule, first in _RULES if char in first) for char in chars}


def _single(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Return the longest date that begins at `at`; a clear one wins over an equally long vague one."""
    best: tuple[Found, int] | None = None
    for rule in _by_first().get(text[at : at + 1], ()):
        found = rule(text, at, moment)
        if found and (best is None or found[1] > best[1]):
            best = found
    return best


def _recurring(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    match = date_words.monthly(text, at, moment)
    if match is None:
        return None
    end, number = match
    if number is None:
        inner = _single(text, end, replace(moment, direction="future"))
        if inner is None or not isinstance(inner[0], When):
            return None
        found = inner[0]
        _, lunar_month, lunar_day = (
            feasts.lunar_of(found.start) if found.lunar else (0, found.start.month, found.start.day)
        )
        extra: dict[str, Json] = {"every": "year", "month": lunar_month, "day": lunar_day}
        return replace(found, granularity="recurring", extra=extra, exact=not found.lunar), inner[1]
    if not 1 <= number <= 31:
        return Wrong("一个月里没有这一天，请核对一下再写，例如：每月15号。"), end
    first = moment.today.replace(day=1)
    for shift in range(14):
        when = add_months(first, shift)
        found_day = real(when.year, when.month, number) or (
            month_end(when.year, when.month) if number == 31 else None
        )
        if found_day and found_day >= moment.today:
            return When(found_day, found_day, "recurring", extra={"every": "month", "day": number}), end
    return None


@cache
def _link() -> re.Pattern[str]:
    return re.compile(r"\s?(?:份|开始|起|以来)?\s?(?:,|，)?(?:一直|直)?(?:到|至|-{1,2}|~)\s?(?:了)?")


@cache
def _now() -> re.Pattern[str]:
    return re.compile(r"现在|如今|目前|今天|今日|今(?!年|早|晚|儿|晨)|眼下|这会儿|当下")


@cache
def _short_range() -> re.Pattern[str]:
    return re.compile(
        r"(?P<y1>(?:20)?\d{2})\.(?P<m1>\d{1,2})\s?[-~至到]\s?(?P<y2>(?:20)?\d{2})\.(?P<m2>\d{1,2})(?![\d.])"
    )


def _numeric_range(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read 22.3-24.6 as months of years."""
    match = _short_range().match(text, at)
    if match is None:
        return None
    first, second = (int(match[g]) if len(match[g]) == 4 else 2000 + int(match[g]) for g in ("y1", "y2"))
    one, two = int(match["m1"]), int(match["m2"])
    if (
        not (1 <= one <= 12 and 1 <= two <= 12)
        or (first, one) > (second, two)
        or second > moment.today.year + 30
    ):
        return None
    return When(date(first, one, 1), month_end(second, two), "range"), match.end()


def _range(text: str, first: When, end: int, moment: Moment) -> tuple[Found, int] | None:
    """Join two ends: 从23年6月起到24年2月底, 3月至今."""
    if text.startswith("以来", end) or text.startswith("至今", end):
        return When(first.start, moment.today, "range", exact=first.exact, lunar=first.lunar), end + 2
    link = _link().match(text, end)
    if link is None:
        return _stretched(text, first, end, moment)
    if now := _now().match(text, link.end()):
        if first.start > moment.today:
            return None
        return When(first.start, moment.today, "range", exact=first.exact, lunar=first.lunar), now.end()
    later = (
        replace(moment, anchor=first.start, direction="future")
        if first.granularity != "recurring"
        else moment
    )
    second = _single(text, link.end(), later)
    if second is None or not isinstance(second[0], When) or second[0].end < first.start:
        return None
    other = second[0]
    exact = (
        (first.exact or first.lunar is False)
        and (other.exact or other.granularity == "range")
        and not other.lunar
    )
    found = When(first.start, other.end, "range", exact=exact, lunar=first.lunar or other.lunar)
    return replace(found, yearless=first.yearless), second[1]


def _stretched(text: str, first: When, end: int, moment: Moment) -> tuple[Found, int] | None:
    """Join 三月底四月初, where the second begins the day after the first ends."""
    if text[end - 1 : end] not in ("底", "末") or first.granularity != "range":
        return None
    second = _single(text, end, replace(moment, anchor=first.start, direction="future"))
    if second is None or not isinstance(second[0], When) or second[0].start != first.end + DAY:
        return None
    return replace(first, end=second[0].end, exact=False), second[1]


@cache
def _from() -> re.Pattern[str]:
    return re.compile(r"(?:从|自|由|打)$")


def _at(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read one date or range at `at` with all that belongs to it."""
    special = _recurring(text, at, moment) or _numeric_range(text, at, moment)
    if special:
        return special
    one = _single(text, at, moment)
    if one is None:
        return None
    found, end = one
    if not isinstance(found, When):
        return found, end
    if found.granularity != "recurring":
        joined = _range(text, found, end, moment)
        if joined:
            return joined
    found, end = date_words.with_time(found, text, "", end) if not found.time else (found, end)
    return suffixed(text, found, end, moment, text[at:end])


def _all(text: str, moment: Moment) -> list[tuple[int, int, Found]]:
    out: list[tuple[int, int, Found]] = []
    at, first = 0, _by_first()
    while at < len(text):
        begin = at
        if text[at] not in first:
            at += 1
            continue
        if named := day_names.end_of_name(text, begin):
            at = named
            continue
        found = None if date_bare.inside_number(text, begin) else _at(text, begin, moment)
        if found is None or found[1] <= begin:
            at = begin + 1
            continue
        if isinstance(found[0], Unclear) and found[0].weak and not moment.alone:
            at = found[1]
            continue
        start = begin
        if (
            isinstance(found[0], When)
            and begin
            and _from().search(text[:begin])
            and found[0].granularity == "range"
        ):
            start = begin - 1
        out.append((start, found[1], found[0]))
        at = found[1]
    return out


def show(found: When) -> str:
    """Return 2023年5月1日, 2023年5月, 2022年3月至2024年6月, 每月15日."""
    first, last = found.start, found.end
    if found.granularity == "recurring":
        return _show_recurring(found)
    time = f" {found.time.replace('-', '至')}" if found.time else ""
    if first == last:
        return f"{show_day(first)}{time}"
    whole_months = first.day == 1 and last == month_end(last.year, last.month)
    if whole_months and first.month == 1 and last.month == 12:
        return f"{first.year}年" if first.year == last.year else f"{first.year}年至{last.year}年"
    if whole_months:
        one, two = f"{first.year}年{first.month}月", f"{last.year}年{last.month}月"
        return one if one == two else f"{one}至{two}"
    return f"{show_day(first)}至{show_day(last)}"


def show_day(when: date) -> str:
    """Return 2023年5月1日."""
    return f"{when.year}年{when.month}月{when.day}日"


def _show_recurring(found: When) -> str:
    every, number = found.extra.get("every"), found.extra.get("day")
    if every == "week":
        return f"每周{'一二三四五六日'[found.start.weekday()]}至周{'一二三四五六日'[found.end.weekday()]}"
    if every == "month":
        return "每月月底" if number == 31 else f"每月{number}日"
    calendar = "农历" if found.lunar else ""
    return f"每年{calendar}{found.extra.get('month')}月{number}日"


def _confirm(found: When, said: str, shown: str, context: Context) -> str:
    late = context.direction == "past" and found.start > context.today and found.granularity != "recurring"
    guessed = found.yearless and found.start.year != context.today.year and context.anchor is None
    if found.lunar and found.granularity == "recurring":
        return f"您说的“{said}”是按农历说的，每年日子不一样，记成“{shown}”，对吗？"
    if found.lunar:
        return f"您说的“{said}”按农历（阴历）算是{shown}，对吗？"
    if late:
        return f"您说的“{said}”是{shown}，这个日子还没有到，对吗？"
    if not found.exact:
        return f"您说的“{said}”大概是{shown}，对吗？记得更准的话请直接写日期。"
    return f"您说的“{said}”是{shown}，对吗？" if found.ask or guessed else ""


def _reading(normal: Normal, start: int, end: int, found: When, context: Context) -> Reading:
    first, last = normal.span(start, end)
    said, shown = normal.original[first:last].strip(), show(found)
    confirm = _confirm(found, said, shown, context)
    value: dict[str, Json] = {
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "granularity": found.granularity,
        "lunar": found.lunar,
        **found.extra,
    }
    if found.time:
        value["time"] = found.time
    sure = 1.0 if found.exact and not confirm else 0.85 if found.exact else 0.7
    return Reading("date", value, shown, first, last, found.exact and not found.lunar, confirm, sure)


def find_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every date in a normalised text; words without a date in them are left out."""
    moment = Moment(context.today, context.direction, context.anchor)
    found = [one for one in _all(normal.text, moment) if not date_bare.is_price(normal.text, *one[:2])]
    return [_reading(normal, start, end, one, context) for start, end, one in found if isinstance(one, When)]


def find(text: str, context: Context) -> list[Reading]:
    """Return every date in `text`, spans into `text`, in order, none overlapping."""
    return find_in(normalise(text), context)


@cache
def _until_now() -> re.Pattern[str]:
    """ "Owed until when?" - 到现在."""
    return re.compile(
        r"(?:一直|就)?(?:[到至](?:现在|今|今天|目前|如今|眼下|这会儿)|现在|目前)(?:为止)?(?:都|也|还)*(?:没[交给发还付]?|欠着)?[了。]*"
    )


def _impossible_year(text: str, context: Context) -> bool:
    """1800年, 12023年, 0001年: a slip of the hand must not leave a day of this year behind."""
    years = (
        int(said) for said in re.findall(r"(?<![\d.])(\d{3,6})\s?年(?!前|多|来|以上|以后|之后|后)", text)
    )
    return any(not EARLIEST <= year <= context.today.year + LATEST for year in years)


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read the answer to "when": a date that is the substance of the text.

    Days the calendar does not have, and words without a date (最近, 开春, 干完活就给), are a Refusal
    whose sentence
    asks for the date. Of several dates the last counts after 不对 or 不是, otherwise they are refused.
    Source of counting in months: 民法典第202条.
    """
    normal = normalise(text)
    if _until_now().fullmatch(normal.text.strip()):
        return _reading(normal, 0, len(normal.text), day(context.today), context)
    if _impossible_year(normal.text, context):
        return Refusal("这个年份看着不对，请再核对一下，例如：2023年5月1日。")
    moment = Moment(context.today, context.direction, context.anchor, alone=True)
    found = _all(normal.text, moment)
    if not found or is_question(normal.text):
        return None
    clear = [item for item in found if isinstance(item[2], When)]
    if not is_substance(normal.text, [(start, end) for start, end, _ in found]):
        return None
    for _, _, one in found:
        if isinstance(one, Wrong):
            return Refusal(one.sentence)
    if not clear:
        first = found[0][2]
        return Refusal(first.sentence) if isinstance(first, Unclear | Wrong) else None
    if len(clear) > 1 and is_correction(normal.text):
        clear = clear[-1:]
    readings = [
        _reading(normal, start, end, one, context) for start, end, one in clear if isinstance(one, When)
    ]
    if len({reading.shown for reading in readings}) > 1:
        return Refusal(
            f"您写了{'和'.join(r.shown for r in readings[:3])}，这里请只写一个日期，例如：2023年5月1日。"
        )
    return readings[0]
