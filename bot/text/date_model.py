"""Days, months and years on the calendar, before they become readings."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.text.reading import Direction, Json

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of days, both ends included."""

    start: date
    end: date
    granularity: str = "day"  #: day | month | year | range | recurring
    exact: bool = True
    lunar: bool = False
    ask: bool = False  #: clear in itself, but people mean different things by it
    time: str = ""  #: 20:30 or 18:00-24:00
    extra: dict[str, Json] = field(default_factory=dict)
    yearless: bool = False  #: the year was not said


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words about time without a date in them; `sentence` asks for one."""

    sentence: str
    weak: bool = False  #: too common in running text to be reported there


@dataclass(frozen=True, slots=True)
class Wrong:
    """A date the calendar does not have."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Moment:
    """From where the words are meant."""

    today: date
    direction: Direction
    anchor: date | None = None
    alone: bool = False  #: the text is the answer to "when", so bare numbers may be dates

    @property
    def base(self) -> date:
        """The day that 年底 and 三个月内 count from."""
        return self.anchor or self.today


Found = When | Unclear | Wrong


def day(when: date) -> When:
    """Return one day."""
    return When(when, when)


def month(year: int, number: int) -> When:
    """Return a whole month."""
    return When(date(year, number, 1), month_end(year, number), "month")


def year_of(number: int) -> When:
    """Return a whole year."""
    return When(date(number, 1, 1), date(number, 12, 31), "year")


def month_end(year: int, number: int) -> date:
    """Return the last day of a month."""
    return date(year, number, monthrange(year, number)[1])


def add_months(when: date, months: int) -> date:
    """Return the same day so many months on, the last day of the month where there is none.

    Source: 民法典第202条（没有对应日的，月末日为期间的最后一日）.
    """
    index = when.year * 12 + when.month - 1 + months
    year, number = divmod(index, 12)
    if not 1 <= year <= 9998:
        return when
    return date(year, number + 1, min(when.day, monthrange(year, number + 1)[1]))


def real(year: int, number: int, number_of_day: int) -> date | None:
    """Return the day, None where the calendar has no such day."""
    try:
        return date(year, number, number_of_day)
    except ValueError:
        return None


def full_year(two: int, moment: Moment) -> int:
    """Return 2023 for 23 and 1998 for 98; two digits after this year's mean the last century unless a
    plan.
    """
    now = moment.today.year % 100
    century = moment.today.year - now
    if two <= now or (moment.direction == "future" and two <= now + 20):
        return century + two
    return century - 100 + two


def nearest(
    moment: Moment, make: Callable[[int], When | None], years: Iterable[int] | None = None
) -> When | None:
    """Return the latest past or the earliest coming one of a yearly date, as the direction says."""
    base = moment.base
    past = moment.direction == "past"
    order = range(base.year + 1, base.year - 9, -1) if past else range(base.year - 1, base.year + 9)
    for year in years or order:
        found = make(year)
        if found and (found.start <= base if past else found.end >= base):
            return found
    return None
