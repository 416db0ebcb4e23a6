from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law import calendar
from bot.law.calendar import MissingYear, add_months, add_working_days, is_working_day, period

DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2026, 12, 31))


def test_the_table_agrees_with_an_independent_one_day_by_day() -> None:
    day = date(2018, 1, 1)
    while day <= date(2026, 12, 31):
        assert is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(1)


def test_a_year_nobody_announced_is_refused() -> None:
    with pytest.raises(MissingYear, match="2027年的放假安排"):
        is_working_day(date(2027, 1, 4))


def test_or_answered_provisionally_from_weekends_and_fixed_feasts() -> None:
    assert not is_working_day(date(2027, 1, 1), provisional=True)
    assert not is_working_day(date(2027, 1, 2), provisional=True)
    assert is_working_day(date(2027, 1, 4), provisional=True)


def test_a_made_up_saturday_works() -> None:
    assert is_working_day(date(2026, 2, 14))
    assert not is_working_day(date(2026, 2, 16))


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 11, 22), 30, date(2026, 12, 22)),
        (date(2026, 11, 20), 30, date(2026, 12, 21)),  # a Sunday moves to Monday
        (date(2026, 12, 2), 30, date(2027, 1, 4)),  # New Year, provisional
        (date(2026, 9, 1), 30, date(2026, 10, 8)),  # National Day week
        (date(2026, 9, 5), 15, date(2026, 9, 20)),  # a Sunday that is a working day stays
    ],
)
def test_thirty_days_as_in_the_guide(start: date, days: int, last: date) -> None:
    assert period(start, days=days).day == last


def test_only_an_unknown_year_makes_a_period_provisional() -> None:
    assert not period(date(2026, 11, 20), days=30).provisional
    assert period(date(2026, 12, 2), days=30).provisional


@pytest.mark.parametrize(
    ("start", "months", "nominal"),
    [
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_the_corresponding_day_or_the_end_of_the_month(start: date, months: int, nominal: date) -> None:
    assert add_months(start, months) == nominal


def test_periods_that_do_not_roll_stay_on_sunday() -> None:
    assert period(date(2026, 6, 20), months=6, rolls=False).day == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2026, 11, 20), 3, date(2026, 11, 25)),
        (date(2026, 9, 30), 2, date(2026, 10, 9)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
    ],
)
def test_working_days(start: date, count: int, last: date) -> None:
    assert add_working_days(start, count) == last


def test_working_days_between_are_inclusive() -> None:
    assert calendar.working_days_between(date(2025, 7, 1), date(2025, 7, 15)) == 11
    assert calendar.working_days_between(date(2025, 7, 16), date(2025, 7, 15)) == 0


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 1, 5), -1)


@given(DAYS, st.integers(0, 40), st.integers(0, 5))
def test_a_period_never_ends_before_it_starts(start: date, days: int, years: int) -> None:
    end = period(start, days=days, years=years)
    assert start <= end.nominal <= end.day
    assert is_working_day(end.day, provisional=True)


@given(DAYS, st.integers(0, 30))
def test_so_many_working_days_lie_between(start: date, count: int) -> None:
    last = add_working_days(start, count, provisional=True)
    assert calendar.working_days_between(start + timedelta(1), last, provisional=True) == count
