from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law import interest
from bot.law.money import Refusal, fen_of
from bot.law.rows import day, rows, table, text

KNOWN = st.dates(min_value=date(2020, 8, 20), max_value=date(2025, 6, 19))
FEN = st.integers(0, 10**11)
RATES = st.decimals(min_value=0, max_value=100, places=2)


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2019, 8, 20), "4.25"),
        (date(2019, 9, 19), "4.25"),
        (date(2019, 9, 20), "4.20"),
        (date(2020, 4, 20), "3.85"),
        (date(2021, 12, 19), "3.85"),
        (date(2021, 12, 20), "3.80"),
        (date(2023, 10, 1), "3.45"),
        (date(2024, 7, 21), "3.45"),
        (date(2024, 7, 22), "3.35"),
        (date(2025, 5, 19), "3.10"),
        (date(2025, 5, 20), "3.00"),
    ],
)
def test_the_rate_of_a_day(on: date, rate: str) -> None:
    assert interest.lpr(on).rate == Decimal(rate)


def test_the_unconfirmed_month_says_so() -> None:
    assert interest.lpr(date(2025, 5, 19)).confirmed
    assert not interest.lpr(date(2025, 5, 20)).confirmed


@pytest.mark.parametrize("on", [date(2019, 8, 19), date(2025, 6, 20), date(2026, 11, 22)])
def test_a_month_that_is_not_in_the_table_is_refused_in_chinese(on: date) -> None:
    with pytest.raises(Refusal, match="贷款市场报价利率"):
        interest.lpr(on)


def test_the_table_is_in_order_and_marked() -> None:
    listed = rows(table("lpr"), "rows")
    since = [day(row, "from") for row in listed]
    assert since == sorted(since, key=lambda on: on or date.min)
    assert {text(row, "mark") for row in listed} <= {"V2", "U"}


def test_worked_example_a_above_the_cap() -> None:
    result = interest.capped(10_000_000, Decimal(24), date(2023, 10, 1), date(2024, 10, 1))
    assert result.amount_fen == 1_383_781
    assert any("10,227.94元不受保护" in step for step in result.steps)
    assert not result.provisional


def test_worked_example_b_nothing_agreed_overdue() -> None:
    assert interest.overdue(5_000_000, date(2025, 1, 1), date(2025, 7, 1)).amount_fen == 76_863


def test_worked_example_c_over_the_change_of_the_rule() -> None:
    result = interest.capped(
        20_000_000, Decimal(24), date(2019, 3, 1), date(2024, 12, 31), sued_on=date(2025, 1, 10)
    )
    assert result.amount_fen == 17_905_534
    assert any("70,750.68元" in step for step in result.steps)
    assert any("108,304.66元" in step for step in result.steps)
    assert result.provisional


def test_an_old_loan_that_ended_before_the_change_knows_only_the_old_rule() -> None:
    result = interest.capped(10_000_000, Decimal(36), date(2019, 1, 1), date(2020, 1, 1))
    assert result.amount_fen == 2_400_000


def test_no_rate_agreed_means_no_interest() -> None:
    result = interest.capped(10_000_000, None, date(2024, 1, 1), date(2025, 1, 1))
    assert result.amount_fen == 0
    assert "民间借贷规定24" in result.citations


def test_below_the_cap_the_agreed_rate_counts() -> None:
    result = interest.capped(10_000_000, Decimal(12), date(2024, 1, 1), date(2024, 12, 31))
    assert result.amount_fen == 1_200_000


@pytest.mark.parametrize(
    ("kwargs", "fen"),
    [
        ({"loan_rate": Decimal(10)}, 1_000_000),
        ({"overdue_rate": Decimal(12), "loan_rate": Decimal(10)}, 1_200_000),
        ({"overdue_rate": Decimal(24)}, 1_380_000),
    ],
)
def test_overdue_follows_its_own_rate_then_the_loans(kwargs: dict[str, Decimal], fen: int) -> None:
    assert interest.overdue(10_000_000, date(2023, 10, 1), date(2024, 9, 30), **kwargs).amount_fen == fen  # type: ignore[arg-type]  # values are Decimals by construction


@pytest.mark.parametrize(
    ("price", "due", "end", "plus", "fen"),
    [
        (8_000_000, date(2024, 3, 1), date(2024, 9, 1), "1.3", 180_875),
        (8_000_000, date(2024, 3, 1), date(2024, 9, 1), "1.5", 208_701),
        (2_000_000, date(2022, 3, 10), date(2023, 3, 10), "1.4", 103_600),
    ],
)
def test_late_payment_for_goods(price: int, due: date, end: date, plus: str, fen: int) -> None:
    assert interest.late_payment(price, due, end, plus=Decimal(plus)).amount_fen == fen


@pytest.mark.parametrize("plus", ["1.29", "1.51"])
def test_late_payment_knows_only_thirty_to_fifty_percent(plus: str) -> None:
    with pytest.raises(Refusal):
        interest.late_payment(1, date(2024, 1, 1), date(2024, 2, 1), plus=Decimal(plus))


def test_construction_and_daily_penalty() -> None:
    assert interest.construction(50_000_000, date(2024, 11, 1), date(2025, 11, 1)).amount_fen == 1_550_000
    assert (
        interest.daily_penalty(300_000, Decimal(5), date(2025, 1, 1), date(2025, 12, 31)).amount_fen == 54_600
    )


@pytest.mark.parametrize(
    ("unpaid", "due", "end", "fen"),
    [
        (10_000_000, date(2025, 3, 10), date(2025, 9, 10), 322_000),
        (3_600_000, date(2026, 1, 1), date(2026, 11, 22), 204_750),
        (35_000_000, date(2024, 6, 15), date(2026, 6, 15), 4_471_250),
    ],
)
def test_doubled_interest_on_a_judgment(unpaid: int, due: date, end: date, fen: int) -> None:
    assert interest.late_performance(unpaid, due, end).amount_fen == fen


def test_interest_upon_interest_has_a_lid() -> None:
    most = (
        10_000_000 + interest.capped(10_000_000, Decimal(99), date(2023, 10, 1), date(2024, 10, 1)).amount_fen
    )
    result = interest.rolled_over(
        10_000_000, Decimal(20), date(2023, 10, 1), date(2024, 10, 1), claimed_fen=15_000_000
    )
    assert result.amount_fen == most
    small = interest.rolled_over(
        10_000_000, Decimal(5), date(2023, 10, 1), date(2024, 10, 1), claimed_fen=10_500_000
    )
    assert small.amount_fen == 10_500_000


@pytest.mark.parametrize(
    ("paid", "split"),
    [(0, (0, 0, 0)), (500, (500, 0, 0)), (1_500, (1_000, 500, 0)), (9_999, (1_000, 2_000, 5_000))],
)
def test_a_payment_goes_to_costs_then_interest_then_principal(paid: int, split: tuple[int, int, int]) -> None:
    assert interest.allocate(paid, costs_fen=1_000, interest_fen=2_000, principal_fen=5_000) == split


def test_dates_in_the_wrong_order_are_refused_kindly() -> None:
    with pytest.raises(Refusal, match="在开始之前"):
        interest.simple(100, Decimal(1), date(2025, 1, 2), date(2025, 1, 1))
    with pytest.raises(Refusal, match="在开始之前"):
        interest.late_performance(100, date(2025, 1, 2), date(2025, 1, 1))
    with pytest.raises(Refusal, match="不能是负数"):
        interest.simple(100, Decimal(-1), date(2025, 1, 1), date(2025, 1, 2))


@given(FEN, RATES, KNOWN, st.integers(0, 2000))
def test_nothing_above_the_cap_is_ever_granted(fen: int, rate: Decimal, start: date, days: int) -> None:
    end = start + timedelta(days)
    granted = interest.capped(fen, rate, start, end).amount_fen
    cap = interest.lpr(start).rate * 4
    assert granted <= fen_of(interest.simple(fen, cap, start, end))
    assert granted <= fen_of(interest.simple(fen, rate, start, end))


@given(FEN, KNOWN, st.integers(0, 1000), st.integers(0, 1000))
def test_waiting_longer_never_costs_less(fen: int, start: date, one: int, more: int) -> None:
    first = interest.late_performance(fen, start, start + timedelta(one)).amount_fen
    later = interest.late_performance(fen, start, start + timedelta(one + more)).amount_fen
    assert later >= first
