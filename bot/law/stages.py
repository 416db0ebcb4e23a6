"""保、调、立、审、执: what a stage does to a case, and the clocks of 诉前保全.

Source: 民诉法第104条 (48 hours to rule, 30 days to sue after the measures), tables/regimes.yml T12, T12b.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.law.calendar import chinese
from bot.law.regime import due, timer

#: A clock with less than this left is `near`: of the ruling, and of the suit.
NEAR_RULING = timedelta(hours=12)
NEAR_SUIT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Alarm:
    """A clock of 诉前保全. `level` far | near | over."""

    title: str
    words: str
    level: str
    ends: str  #: ISO day or moment
    citations: tuple[str, ...]


def ruling(applied_at: datetime, now: datetime) -> Alarm:
    """The court rules within 48 hours of taking the application. Source: 民诉法第104条第二款."""
    clock = timer("T12")
    end = applied_at + timedelta(hours=clock.length)
    left = end - now
    hours = int(left.total_seconds() // 3600)
    if left <= timedelta(0):
        words = f"{clock.length}小时已满，请核对是否已经裁定，裁定保全的请登记采取措施的日期"
        return Alarm(clock.title, words, "over", end.isoformat(), clock.citations)
    level = "near" if left <= NEAR_RULING else "far"
    words = f"还有{hours}小时" if hours else "不到1小时"
    return Alarm(clock.title, words, level, end.isoformat(), clock.citations)


def suit(measured_on: date, today: date) -> Alarm:
    """The suit follows within 30 days of the measures, or they are lifted. Source: 民诉法第104条第三款."""
    clock = timer("T12b")
    end = due("T12b", measured_on).day
    left = (end - today).days
    if left < 0:
        words = f"{chinese(end)}已过{-left}天，没有起诉或者申请仲裁的，法院应当解除保全"
        return Alarm(clock.title, words, "over", end.isoformat(), clock.citations)
    level = "near" if left <= NEAR_SUIT_DAYS else "far"
    words = f"{chinese(end)}到期，{f'还有{left}天' if left else '就是今天'}"
    return Alarm(clock.title, words, level, end.isoformat(), clock.citations)
