"""When the desk works: the weekdays and hours of the settings, less the days off of the calendar. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Self

from bot.law.calendar import is_working_day

_WEEKDAYS = "一二三四五六日"
_WRITTEN = re.compile(r"([1-7])(?:-([1-7]))?((?:\s+\d{2}:\d{2}-\d{2}:\d{2})+)")
#: Saturdays and Sundays are days off; a desk needs one day of the week that is none.
_LAST_WORKING = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """The desk's working hours: ISO weekdays and half-open spans of local time."""

    weekdays: frozenset[int] = frozenset(range(1, 6))
    spans: tuple[tuple[time, time], ...] = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `1-5 08:30-12:00 14:30-17:30`; raises ValueError with a bilingual sentence."""
        found = _WRITTEN.fullmatch(text.strip())
        if not found:
            raise ValueError("应写成 1-5 08:30-12:00 14:30-17:30 / write weekdays, then spans")
        first = int(found[1])
        last = int(found[2] or found[1])
        pairs = [span.split("-") for span in found[3].split()]
        spans = tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)
        if last < first or any(start >= end for start, end in spans):
            raise ValueError("结束应在开始之后 / the end must come after the beginning")
        if first > _LAST_WORKING:
            raise ValueError("应有周一至周五中的一天 / name at least one day from Monday to Friday")
        return cls(frozenset(range(first, last + 1)), spans)

    def works_on(self, day: date) -> bool:
        """Whether the desk works on that day at all; of years not announced yet days off are guessed."""
        return day.isoweekday() in self.weekdays and is_working_day(day, provisional=True)

    def next_day(self, day: date) -> date:
        """`day` itself, or the first day after it on which the desk works."""
        while not self.works_on(day):
            day += timedelta(1)
        return day

    def is_open(self, day: date, at: time) -> bool:
        """Whether the desk works at local time `at` of `day`."""
        return self.works_on(day) and any(start <= at < end for start, end in self.spans)

    def words(self) -> str:
        """The hours as citizens read them: 周一至周五 8:30-12:00、14:30-17:30."""
        days = sorted(self.weekdays)
        names = [f"周{_WEEKDAYS[day - 1]}" for day in (days[0], days[-1])]
        week = names[0] if len(days) == 1 else "至".join(names)
        return f"{week} " + "、".join(f"{_short(start)}-{_short(end)}" for start, end in self.spans)


def _short(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"
