"""Days of a story with their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from bot.text import date_runs, dates, feasts
from bot.text.date_roles import date_role, owed_range, supplied_range, worked_range
from bot.text.fact import Fact, kept, made
from bot.text.fact_roles import Around, around
from bot.text.normalise import Normal
from bot.text.reading import Context, Json, Reading, flat
from bot.text.topics import Topic


@cache
def _says_year() -> re.Pattern[str]:
    return re.compile(
        r"(?:19|20)\d{2}|\d{2}\s?年|[零〇一二三四五六七八九]{2,4}年|今年|去年|前年|年时|头年|今天|昨天"
    )


@cache
def _only_hour() -> re.Pattern[str]:
    return re.compile(
        r"(?:凌晨|早[上晨起]|清[早晨]|上午|前晌|中午|晌午|下午|后晌|傍晚|晚上|黑夜里?|夜[里间]|"
        r"半夜)?(?:[\d一二三四五六七八九十两]{1,2}(?:点钟?|时|:).{0,4})?"
    )


def find_in(plain: Normal, context: Context, taken: list[tuple[int, int]], kind: Topic) -> list[Fact]:
    """Return the days with their parts; what they stand on is added to `taken`."""
    text = plain.text
    out = _month_lists(plain, context, taken, kind)
    found = [
        (reading, around(text, reading.start, reading.end))
        for reading in kept(dates.find_in(plain, context), taken)
    ]
    roles = date_runs.owed_run(text, found, [date_role(about, kind) for _, about in found])
    roles = date_runs.from_to(text, found, roles, kind)
    lent = _lent_day(found, roles)
    foreign_year = any(
        flat(reading.value)["start"] and str(flat(reading.value)["start"])[:4] != str(context.today.year)
        for reading, _ in found
        if _says_year().search(text[reading.start : reading.end])
    )
    for (reading, about), (role, sure) in zip(found, roles, strict=True):
        said = text[reading.start : reading.end]
        if _only_hour().fullmatch(said):
            continue
        value = flat(reading.value)
        if (
            value["granularity"] == "range"
            and value["start"] != value["end"]
            and re.search(r"[到至~-]", said)
        ):
            if role in ("", "started", "owed_from", "happened", "lent") and (
                owed_range(about) or role == "owed_from" or supplied_range(about, kind)
            ):
                out += _ends(reading, "owed_from", "owed_to")
                continue
            if role in ("", "started", "left", "happened") and worked_range(about, kind):
                out += _ends(reading, "started", "left")
                continue
        ahead = role not in ("", "due") and str(value["start"]) > context.today.isoformat()
        part, most = ("", 0.6) if ahead else (role, sure)
        yearless = not _says_year().search(said) and foreign_year
        base = lent if part == "due" else _listed_after(plain.text, out, reading.start)
        if base is None and yearless and part != "due":
            base = _told_on(plain.text, out, reading)
            most = min(most, YEAR_UNSURE) if base else most
        again = _from_lent(plain, reading, base, context) if base and yearless else None
        if again is None and yearless and _same_sentence(text, found, reading):
            most = min(most, YEAR_UNSURE)
        if part == "due":
            again = _deadline(again or reading, said) or again
        told = replace(again, start=reading.start, end=reading.end) if again else reading
        out.append(replace(made(told, part), confidence=min(max(told.confidence, 0.7), most)))
    return out


def _month_lists(plain: Normal, context: Context, taken: list[tuple[int, int]], kind: Topic) -> list[Fact]:
    """Return the ends of 3、4、5月 where it is the time for which pay or fees are owed."""
    out: list[Fact] = []
    for start, end, first, last in date_runs.month_list(plain.text, context):
        if not (kind == "wage" or owed_range(around(plain.text, start, end))):
            continue
        taken.append((start, end))
        for named, role in ((first, "owed_from"), (last, "owed_to")):
            value, shown = date_runs.as_months(named, named)
            out.append(Fact("date", value, role, "", start, end, _END, shown))
    return out


def _listed_after(text: str, before: Sequence[Fact], start: int) -> date | None:
    """Return the day before in a list: 2023年5月1日和6月1日 share their year."""
    if before and re.fullmatch(r"[和、及与跟,又]{1,2}", text[before[-1].end : start]):
        return date.fromisoformat(str(flat(before[-1].value)["start"]))
    return None


def _told_on(text: str, before: Sequence[Fact], reading: Reading) -> date | None:
    """Return the day told before in the same sentence: 去年6月开干，8月底交的活 is one year's work."""
    if not before or not re.match(r"\d{1,2}月|[一二三四五六七八九十冬腊]{1,2}月", text[reading.start :][:4]):
        return None
    last = before[-1]
    between = text[last.end : reading.start]
    if re.search(r"[。!?;]", between) or len(between) > _TOLD_ON or re.search(r"今年|现在|又|再|才", between):
        return None
    return date.fromisoformat(str(flat(last.value)["start"]))


def _deadline(reading: Reading, said: str) -> Reading | None:
    """八月十五前还: what was promised for the days before a feast is due by the feast."""
    value = flat(reading.value)
    if not (said.endswith("前") and feasts.pattern().search(said)) or value["granularity"] != "range":
        return None
    last = date.fromisoformat(str(value["end"])) + timedelta(days=1)
    day: dict[str, Json] = {**value, "start": last.isoformat(), "end": last.isoformat(), "granularity": "day"}
    return replace(reading, value=day, shown=dates.show_day(last))


#: confidence of a day whose year only the day before it tells
YEAR_UNSURE = 0.55
#: so many characters may stand between two days of one stretch of events
_TOLD_ON = 24


def _lent_day(found: Sequence[tuple[Reading, Around]], roles: Sequence[tuple[str, float]]) -> date | None:
    for (reading, about), (role, _) in zip(found, roles, strict=True):
        value = flat(reading.value)
        if role in ("lent", "signed") and _says_year().search(about.text[reading.start : reading.end]):
            return date.fromisoformat(str(value["start"]))
    return None


def _from_lent(plain: Normal, reading: Reading, lent: date | None, context: Context) -> Reading | None:
    """Read 年底 and 三个月内 of a promise from the day of the loan, not from today."""
    if lent is None:
        return None
    then = replace(context, today=lent, direction="future", anchor=lent)
    words = plain.text[reading.start : reading.end + 8]
    again = [one for one in dates.find_in(Normal(words, words, None), then) if one.start == 0]
    return again[0] if again else None


def _same_sentence(text: str, found: Sequence[tuple[Reading, Around]], reading: Reading) -> bool:
    """A day with its year stands before this one in the same sentence."""
    begin = max(text.rfind(char, 0, reading.start) for char in "。!?;\n") + 1
    return any(
        begin <= one.start < reading.start and _says_year().search(text[one.start : one.end])
        for one, _ in found
    )


def is_end(fact: Fact) -> bool:
    """Tell whether a day is one end of a stretch that the rules have read."""
    return fact.type == "date" and fact.role in ("owed_from", "started", "left") and fact.confidence == _END


def by_ends(fact: Fact, text: str) -> list[Fact]:
    """Return a stretch that has a part as its two ends: 从五月到十月 is worked from May to October."""
    if fact.type != "date" or not fact.role or is_end(fact):
        return [fact]
    value, said = flat(fact.value), text[fact.start : fact.end]
    if value["granularity"] != "range" or value["start"] == value["end"] or not re.search(r"[到至~-]", said):
        return [fact]
    ends = {"owed_from": ("owed_from", "owed_to"), "owed_to": ("owed_from", "owed_to")}
    ends |= {"started": ("started", "left"), "left": ("started", "left")}
    if fact.role not in ends:
        return [replace(fact, role="")]
    return [replace(one, confidence=fact.confidence) for one in _ends(fact, *ends[fact.role])]


def _ends(reading: Reading | Fact, first: str, last: str) -> list[Fact]:
    value = flat(reading.value)
    out = []
    for key, role in (("start", first), ("end", last)):
        one: dict[str, Json] = {**value, "start": value[key], "end": value[key], "granularity": "day"}
        shown = dates.show_day(date.fromisoformat(str(value[key])))
        out.append(Fact("date", one, role, "", reading.start, reading.end, _END, shown))
    return out


#: confidence of the ends of a stretch that the rules have read
_END = 0.81
