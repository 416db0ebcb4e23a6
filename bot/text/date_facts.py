"""Days of a story with their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from bot.text import date_runs, dates
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
    text, out = plain.text, []
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
        again = _from_lent(plain, reading, base, context) if base and yearless else None
        if again is None and yearless and _same_sentence(text, found, reading):
            most = min(most, 0.55)
        told = replace(again, start=reading.start, end=reading.end) if again else reading
        out.append(replace(made(told, part), confidence=min(max(told.confidence, 0.7), most)))
    return out


def _listed_after(text: str, before: Sequence[Fact], start: int) -> date | None:
    """Return the day before in a list: 2023年5月1日和6月1日 share their year."""
    if before and re.fullmatch(r"[和、及与跟,又]{1,2}", text[before[-1].end : start]):
        return date.fromisoformat(str(flat(before[-1].value)["start"]))
    return None


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


def _ends(reading: Reading, first: str, last: str) -> list[Fact]:
    value = flat(reading.value)
    out = []
    for key, role in (("start", first), ("end", last)):
        one: dict[str, Json] = {**value, "start": value[key], "end": value[key], "granularity": "day"}
        shown = dates.show_day(date.fromisoformat(str(value[key])))
        out.append(replace(made(reading, role, 0.9), value=one, shown=shown))
    return out
