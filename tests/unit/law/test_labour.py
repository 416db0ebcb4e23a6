from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law import labour
from bot.law.calendar import MissingYear
from bot.law.citations import render
from bot.law.doors import door
from bot.law.labour import Overtime, Way, wage_route
from bot.law.money import Refusal

DAYS = st.dates(min_value=date(2008, 1, 1), max_value=date(2026, 6, 30))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2021, 3, 1), date(2026, 11, 22), "6"),
        (date(2024, 6, 1), date(2026, 8, 15), "2.5"),
        (date(2023, 1, 15), date(2026, 7, 15), "4"),  # three years and exactly six months
        (date(2023, 1, 15), date(2026, 7, 14), "3.5"),
        (date(2026, 5, 10), date(2026, 9, 30), "0.5"),
        (date(2025, 5, 10), date(2026, 5, 10), "1"),
        (date(2025, 5, 10), date(2026, 5, 11), "1.5"),
        (date(2026, 5, 10), date(2026, 5, 10), "0"),
    ],
)
def test_years_of_service(start: date, end: date, months: str) -> None:
    assert labour.service_months(start, end) == Decimal(months)


def test_n_n_plus_one_and_2n() -> None:
    start, end = date(2021, 3, 1), date(2026, 11, 22)
    assert labour.severance(start, end, 650_000).amount_fen == 3_900_000
    assert labour.severance(start, end, 650_000, last_month_fen=680_000).amount_fen == 4_580_000
    assert labour.severance(start, end, 650_000, unlawful=True).amount_fen == 7_800_000


def test_the_second_worked_example() -> None:
    assert labour.severance(date(2024, 6, 1), date(2026, 8, 15), 500_000).amount_fen == 1_250_000


def test_high_earners_are_capped_in_base_and_years() -> None:
    start, end = date(2008, 7, 1), date(2026, 7, 1)
    capped = labour.severance(start, end, 4_000_000, average_fen=870_000)
    assert capped.amount_fen == 31_320_000
    assert (
        labour.severance(start, end, 4_000_000, average_fen=870_000, unlawful=True).amount_fen == 62_640_000
    )


def test_the_twelve_years_are_for_high_earners_only() -> None:
    start, end = date(2008, 7, 1), date(2026, 7, 1)
    assert labour.severance(start, end, 500_000, average_fen=870_000).amount_fen == 18 * 500_000
    assert labour.severance(start, end, 2_610_000, average_fen=870_000).amount_fen == 18 * 2_610_000


def test_without_the_local_average_the_result_is_provisional() -> None:
    assert labour.severance(date(2024, 1, 1), date(2026, 1, 1), 500_000).provisional
    assert not labour.severance(date(2024, 1, 1), date(2026, 1, 1), 500_000, average_fen=870_000).provisional


def test_years_before_2008_are_left_to_the_older_rule() -> None:
    old = labour.severance(date(2000, 1, 1), date(2026, 1, 1), 500_000, average_fen=870_000)
    assert old.amount_fen == 18 * 500_000
    assert old.provisional
    unlawful = labour.severance(
        date(2000, 1, 1), date(2026, 1, 1), 500_000, average_fen=870_000, unlawful=True
    )
    assert unlawful.amount_fen == 2 * 26 * 500_000


def test_leaving_before_coming_is_refused() -> None:
    with pytest.raises(Refusal, match="入职日期之前"):
        labour.severance(date(2026, 1, 2), date(2026, 1, 1), 500_000)


@pytest.mark.parametrize(
    ("start", "end", "wage", "signed", "fen"),
    [
        (date(2025, 3, 1), date(2025, 9, 30), 600_000, None, 3_600_000),
        (date(2024, 1, 10), date(2025, 5, 1), 500_000, None, 5_500_000),
        (date(2025, 5, 1), date(2025, 12, 31), 600_000, date(2025, 7, 16), 903_448),
        (date(2025, 5, 1), date(2025, 5, 31), 600_000, None, 0),
        (date(2025, 5, 1), date(2025, 12, 31), 600_000, date(2025, 5, 20), 0),
    ],
)
def test_double_wage(start: date, end: date, wage: int, signed: date | None, fen: int) -> None:
    assert labour.double_wage(start, end, wage, signed_on=signed).amount_fen == fen


def test_double_wage_of_an_unknown_year_is_refused_only_where_days_count() -> None:
    with pytest.raises(MissingYear):
        labour.double_wage(date(2026, 11, 10), date(2027, 1, 20), 600_000)


@pytest.mark.parametrize(
    ("kind", "count", "fen"),
    [(Overtime.WEEKDAY, 20, 112_500), (Overtime.REST_DAY, 4, 240_000), (Overtime.HOLIDAY, 2, 180_000)],
)
def test_overtime(kind: Overtime, count: int, fen: int) -> None:
    assert labour.overtime(652_500, kind, Decimal(count)).amount_fen == fen


def test_unused_leave_is_paid_two_days_more() -> None:
    assert labour.unused_leave(652_500, 5).amount_fen == 300_000


@pytest.mark.parametrize(("years", "days"), [(0, 0), (1, 5), (9, 5), (10, 10), (19, 10), (20, 15)])
def test_days_of_leave(years: int, days: int) -> None:
    assert labour.leave_days(years) == days


def test_leave_of_a_broken_year_drops_parts_of_a_day() -> None:
    assert labour.leave_due(200, 5, 0) == 2
    assert labour.leave_due(200, 5, 4) == 0
    assert labour.leave_due(365, 10, 3) == 7


@pytest.mark.parametrize(("months", "longest"), [(2, 0), (3, 1), (11, 1), (12, 2), (35, 2), (36, 6)])
def test_probation(months: int, longest: int) -> None:
    assert labour.probation_months(months) == longest


@pytest.mark.parametrize(
    ("facts", "way", "article"),
    [
        ({"iou": True}, Way.COURT, "劳动解释一15"),
        ({"iou": True, "other_claims": True}, Way.ARBITRATION, "劳动仲裁法5"),
        ({"iou": False, "no_employment": False}, Way.ARBITRATION, "劳动仲裁法5"),
        ({"iou": False, "no_employment": True}, Way.COURT, "劳动解释一2"),
        ({"award": True, "iou": True}, Way.SUE_IN_15_DAYS, "劳动仲裁法50"),
        ({"award_final": True}, Way.EXECUTE, "劳动仲裁法51"),
        ({"arbitration_refused": True, "other_claims": True}, Way.COURT, "劳动仲裁法29"),
        ({"arbitration_late": True}, Way.COURT, "劳动仲裁法43"),
        ({"mediated_agreement": True}, Way.PAYMENT_ORDER, "劳动解释一51"),
        ({}, Way.ASK, "劳动解释一15"),
    ],
)
def test_the_way_of_a_wage_claim(facts: dict[str, bool], way: Way, article: str) -> None:
    route = wage_route(facts)
    assert route.way is way
    assert article in route.citations
    assert all(render(citation) for citation in route.citations)
    assert not route.door or door(route.door).say


@given(DAYS, st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 10**7))
def test_longer_service_never_pays_less(start: date, one: int, more: int, wage: int) -> None:
    first = labour.severance(start, start + timedelta(one), wage, average_fen=870_000)
    later = labour.severance(start, start + timedelta(one + more), wage, average_fen=870_000)
    assert later.amount_fen >= first.amount_fen
