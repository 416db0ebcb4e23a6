"""Read a flow's answers for the rules: {field: canonical value} with amounts, dates, rates and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

#: What a rule is given.
Answers = Mapping[str, object]

_PER_YEAR = {"month": 12, "year": 1, "day": 365}
_YES = {"yes", "y", "true", "1", "有", "是"}
_NO = {"no", "n", "false", "0", "没有", "否"}


@dataclass(frozen=True, slots=True)
class Span:
    """A date as precise as people said it: first and last possible day."""

    start: date
    end: date

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.start == self.end


def amount(answers: Answers, *names: str) -> tuple[int, int] | None:
    """(low, high) in fen of the first named field that holds an amount; of a list its total."""
    for name in names:
        value = answers.get(name)
        if isinstance(value, Mapping):
            total = value.get("total_fen")
            low, high = value.get("low_fen", total), value.get("high_fen", total)
            if isinstance(low, int) and isinstance(high, int):
                return low, high
        elif isinstance(value, int) and not isinstance(value, bool):
            return value, value
    return None


def when(answers: Answers, *names: str) -> Span | None:
    """The date of the first named field that holds one."""
    for name in names:
        value = answers.get(name)
        if isinstance(value, date):
            return Span(value, value)
        if isinstance(value, Mapping):
            start, end = _iso(value.get("start")), _iso(value.get("end"))
            if start and end:
                return Span(start, end)
        elif single := _iso(value):
            return Span(single, single)
    return None


def _iso(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def rate(answers: Answers, name: str = "rate") -> Decimal | None:
    """Percent a year of `{"percent": "2", "per": "month"}`, `2%/month` or a plain percent; None without one.

    A multiple of LPR or a margin on it is no plain percent and gives None.
    """
    value = answers.get(name)
    if isinstance(value, Mapping):
        percent, per = value.get("percent"), str(value.get("per") or "")
        return _yearly(percent, per) if value.get("kind") in {None, "plain"} else None
    if isinstance(value, str):
        percent, _, per = value.partition("/")
        return _yearly(percent.strip().removesuffix("%"), per.strip() or "year")
    return None


def _yearly(percent: object, per: str) -> Decimal | None:
    try:
        return Decimal(str(percent)) * _PER_YEAR[per]
    except (InvalidOperation, KeyError):
        return None


def choice(answers: Answers, name: str) -> str:
    """The key of a choice; yes and no also for booleans; empty where nothing was answered."""
    value = answers.get(name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    word = str(value or "").strip().lower()
    return "yes" if word in _YES else "no" if word in _NO else word
