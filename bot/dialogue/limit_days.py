"""The days a question about a time limit names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dialogue import numbers_said as named
from bot.law import answers
from bot.law.answers import Span
from bot.law.calendar import chinese
from bot.law.limitation import THREE_YEARS_FROM, Limitation, terms
from bot.text import dates, facts
from bot.text.reading import Context, flat

_PASSED = re.compile(r"(?:年|月|天|周|星期)(?:半|多)?(?:了|前|以前|之前)")


@dataclass(frozen=True, slots=True)
class Told:
    """A day as it was said, with the part it plays in the story (facts.py) and what stands behind it."""

    span: Span
    shown: str
    role: str
    after: str


def told_days(text: str, context: Context) -> list[Told]:
    found = dates.find(text, context)
    roles = (
        {one.start: one.role for one in facts.find_facts(text, context) if one.type == "date"}
        if found
        else {}
    )
    told = []
    for one in found:
        span = answers.when({"on": one.value}, "on")
        if span:
            span, shown = _loose(span, str(flat(one.value).get("granularity")), one.shown)
            told.append(Told(span, shown, roles.get(one.start, ""), text[one.end : one.end + 8]))
    return told


def _loose(span: Span, granularity: str, shown: str) -> tuple[Span, str]:
    """三年前 names no day: the whole year."""
    if not span.exact or granularity != "year":
        return span, shown
    year = span.start.year
    return Span(date(year, 1, 1), date(year, 12, 31)), f"{year}年"


def the_day(told: Sequence[Told], *roles: str) -> Told | None:
    """The day that plays one of the parts, best first; else the only one there is."""
    for role in roles:
        fitting = [one for one in told if one.role == role]
        if fitting:
            return fitting[-1]
    return told[0] if len(told) == 1 else None


def ago(text: str, context: Context) -> Told | None:
    """出工伤一年半了: a length of time until today, where no day is named."""
    length = named.span(text, context) if _PASSED.search(text) else None
    if length is None:
        return None
    on = context.today - length
    return Told(Span(on, on), chinese(on), "", "")


def old_rule(result: Limitation) -> bool:
    """Whether it ran out under the law before 2017-10-01, which had other lengths for several matters."""
    general = terms(result.matter).kind == "limitation"
    return general and result.deadline is not None and result.deadline < THREE_YEARS_FROM


def both_ends(span: Span, today: date) -> list[date]:
    """First and last possible day of what was told, the last never in the future; one where they are one."""
    return list(dict.fromkeys((span.start, max(span.start, min(span.end, today)))))
