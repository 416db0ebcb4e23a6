"""Working days and legal periods (期间).

A period starts on the day after its cause, ends on the corresponding day, and moves to the first working day
when that is a day off. Source: 民法典第200条至第203条，民诉法第85条.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.law.rows import table

SATURDAY = 5

#: Statutory days off with a fixed date, for years whose announcement is not here yet.
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class MissingYear(ValueError):
    """The days off of that year are not announced or not loaded; the message is Chinese."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"{year}年的放假安排还没有录入，工作日算不准，请以官方公布为准。")


@dataclass(frozen=True, slots=True)
class Period:
    """The end of a legal period. `provisional`: the year's days off are not known, so it may move."""

    day: date  #: last day, moved past days off
    nominal: date  #: last day before moving
    provisional: bool
    steps: tuple[str, ...]
    citations: tuple[str, ...] = ("民法典201", "民法典202", "民法典203")


@cache
def _years() -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    found = {}
    for year, row in table("holidays").items():
        if not isinstance(row, dict):
            raise ValueError(f"holidays.yml: {year}")
        off: set[date] = set()
        for run in row["rest"] if isinstance(row["rest"], list) else []:
            if isinstance(run, list) and isinstance(run[0], date) and isinstance(run[1], date):
                off |= {run[0] + timedelta(n) for n in range((run[1] - run[0]).days + 1)}
        work = row["work"] if isinstance(row["work"], list) else []
        found[int(year)] = (frozenset(off), frozenset(d for d in work if isinstance(d, date)))
    return found


def forget() -> None:
    """Read the table of days off anew at the next question."""
    _years.cache_clear()


def known(year: int) -> bool:
    """Whether the days off of that year are in the table."""
    return year in _years()


def is_working_day(on: date, *, provisional: bool = False) -> bool:
    """Whether offices work on that day; make-up Saturdays count.

    `provisional` answers for an unknown year from weekends and fixed feasts alone.

    Raises:
        MissingYear: the year is not in the table and `provisional` is false.
    """
    if not known(on.year):
        if not provisional:
            raise MissingYear(on.year)
        return on.weekday() < SATURDAY and (on.month, on.day) not in _FIXED
    off, work = _years()[on.year]
    return on in work or (on.weekday() < SATURDAY and on not in off)


def next_working_day(on: date, *, provisional: bool = False) -> date:
    """`on` itself, or the first working day after it. Raises MissingYear as `is_working_day`."""
    while not is_working_day(on, provisional=provisional):
        on += timedelta(1)
    return on


def add_working_days(start: date, count: int, *, provisional: bool = False) -> date:
    """The last day of `count` working days; the day of the cause is not counted.

    Source: 民诉法第85条. Raises MissingYear as `is_working_day`, ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"negative count: {count}")
    on = start
    while count:
        on += timedelta(1)
        count -= is_working_day(on, provisional=provisional)
    return on


def working_days_between(start: date, end: date, *, provisional: bool = False) -> int:
    """Working days from `start` to `end`, both included; 0 where `end` is earlier."""
    span = (end - start).days + 1
    return sum(is_working_day(start + timedelta(n), provisional=provisional) for n in range(max(span, 0)))


def add_months(start: date, count: int) -> date:
    """The corresponding day `count` months later (or earlier), the month's last day where there is none.

    Raises OverflowError beyond the calendar. Source: 民法典第202条.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"year {year}")
    month += 1
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def add_years(start: date, count: int) -> date:
    """The corresponding day `count` years later. Source: 民法典第202条."""
    return add_months(start, 12 * count)


def period(start: date, *, years: int = 0, months: int = 0, days: int = 0, rolls: bool = True) -> Period:
    """When a period that `start` sets off ends; `rolls` false for exclusion periods that do not move.

    Example: period(date(2026, 11, 20), days=30).day is 2026-12-21, because 12-20 is a Sunday.
    Source: 民法典第201条至第203条.
    """
    nominal = add_months(start, 12 * years + months) + timedelta(days)
    last = next_working_day(nominal, provisional=True) if rolls else nominal
    steps = [f"{chinese(start)}当天不算，从第二天起算{_length(years, months, days)}，到{chinese(nominal)}"]
    if last != nominal:
        steps.append(f"{chinese(nominal)}是休息日，顺延到{chinese(last)}")
    provisional = rolls and not (known(nominal.year) and known(last.year))
    if provisional:
        steps.append(f"{nominal.year}年放假安排没有录入，遇到调休可能变动，请以官方公布为准")
    return Period(last, nominal, provisional, tuple(steps))


def _length(years: int, month_count: int, day_count: int) -> str:
    parts = [f"{n}{unit}" for n, unit in ((years, "年"), (month_count, "个月"), (day_count, "日")) if n]
    return "零".join(parts) or "0日"


def chinese(on: date) -> str:
    """2026年12月21日"""
    return f"{on.year}年{on.month}月{on.day}日"
