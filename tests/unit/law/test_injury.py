from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law import injury
from bot.law.injury import Loss, counted_years, traffic
from bot.law.money import Refusal
from bot.law.support import child_support

DAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("age", "years"), [(0, 20), (59, 20), (60, 20), (61, 19), (68, 12), (74, 6), (75, 5), (90, 5)]
)
def test_years_by_age(age: int, years: int) -> None:
    assert counted_years(age) == years


def test_unit_values_of_2023() -> None:
    assert injury.disability(45, 10, year=2023).amount_fen == 9_735_200
    assert injury.disability(68, 9, year=2023).amount_fen == 11_682_240
    assert injury.dependant(10, 10, year=2023, supporters=2).amount_fen == 1_289_960
    assert injury.death(30, year=2023).amount_fen == 97_352_000
    assert injury.funeral(year=2022).amount_fen == 5_190_200


def test_a_grown_up_dependant_counts_only_when_unable() -> None:
    assert injury.dependant(40, 10, year=2023).amount_fen == 0
    assert injury.dependant(40, 10, year=2023, unable=True).amount_fen == 3_224_900 * 2


def test_traffic_with_shared_fault() -> None:
    paid = traffic(Loss(2_500_000, 15_000_000, 300_000), DAY, liable_percent=70)
    assert paid.compulsory_fen == 17_000_000
    assert paid.beyond_fen == 560_000
    assert paid.result.amount_fen == 17_560_000


def test_traffic_without_fault() -> None:
    paid = traffic(Loss(500_000, 2_000_000, 30_000), DAY, liable_percent=0)
    assert (paid.compulsory_fen, paid.beyond_fen) == (1_990_000, 0)


def test_a_vehicle_without_fault_pays_a_walker_a_tenth_at_most() -> None:
    paid = traffic(Loss(1_180_000, 1_800_000, 0), DAY, liable_percent=30, at_fault=False)
    assert paid.compulsory_fen == 180_000 + 1_800_000
    assert paid.beyond_fen == 100_000


def test_an_old_walker_killed_by_a_vehicle_fully_at_fault() -> None:
    whole = injury.add_up([injury.death(77, year=2023), injury.funeral(year=2022)])
    assert whole.amount_fen == 29_528_200
    paid = traffic(Loss(injury_fen=whole.amount_fen), DAY, liable_percent=100)
    assert (paid.compulsory_fen, paid.beyond_fen) == (18_000_000, 11_528_200)


def test_unconfirmed_numbers_are_marked() -> None:
    assert traffic(Loss(1), DAY, liable_percent=100).result.provisional
    assert injury.death(30, year=2023).provisional


def test_a_missing_year_is_refused_not_guessed() -> None:
    with pytest.raises(Refusal, match="2025年的统计数据"):
        injury.death(30, year=2025)
    with pytest.raises(Refusal, match="2023年"):
        injury.funeral(year=2023)
    with pytest.raises(Refusal, match="交强险"):
        traffic(Loss(1), date(2020, 9, 18), liable_percent=1)


@pytest.mark.parametrize("grade", [0, 11])
def test_grades_go_from_one_to_ten(grade: int) -> None:
    with pytest.raises(Refusal, match="一级到十级"):
        injury.disability(40, grade, year=2023)
    with pytest.raises(Refusal, match="一级到十级"):
        injury.work_grant(500_000, grade)


@pytest.mark.parametrize(
    ("grade", "months", "article"),
    [
        (1, 27, "工伤条例35"),
        (4, 21, "工伤条例35"),
        (5, 18, "工伤条例36"),
        (6, 16, "工伤条例36"),
        (7, 13, "工伤条例37"),
        (10, 7, "工伤条例37"),
    ],
)
def test_the_grant_for_a_work_injury(grade: int, months: int, article: str) -> None:
    result = injury.work_grant(500_000, grade)
    assert result.amount_fen == months * 500_000
    assert article in result.citations


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(Refusal):
        counted_years(-1)
    with pytest.raises(Refusal):
        traffic(Loss(1), DAY, liable_percent=101)
    with pytest.raises(Refusal):
        injury.dependant(10, 10, year=2023, supporters=0)
    with pytest.raises(Refusal):
        injury.lost_income(100, -1)


def test_lost_income_by_days() -> None:
    assert injury.lost_income(600_000, 45).amount_fen == 900_000


LOSS = st.builds(Loss, st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))


@given(LOSS, st.integers(0, 100))
def test_nobody_is_paid_more_than_the_loss(loss: Loss, percent: int) -> None:
    paid = traffic(loss, DAY, liable_percent=percent)
    assert 0 <= paid.compulsory_fen + paid.beyond_fen <= loss.total_fen


@given(st.integers(0, 110))
def test_years_never_grow_with_age(age: int) -> None:
    assert counted_years(age) >= counted_years(age + 1)


@pytest.mark.parametrize(
    ("income", "children", "yearly", "low", "high"),
    [
        (600_000, 1, False, 120_000, 180_000),
        (800_000, 2, False, 160_000, 400_000),
        (6_000_000, 1, True, 100_000, 150_000),
        (0, 1, False, 0, 0),
    ],
)
def test_child_support(income: int, children: int, yearly: bool, low: int, high: int) -> None:
    result = child_support(income, children, yearly=yearly)
    assert (result.amount_fen, result.high_fen) == (low, high)


def test_child_support_needs_a_child_and_shows_a_range() -> None:
    with pytest.raises(Refusal):
        child_support(600_000, 0)
    assert child_support(600_000).shown == "1,200元至1,800元"
