"""What holds for every calculator whatever the numbers: more never gives less, whole fen, no nonsense."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law import fees, injury, interest, labour, support
from bot.law.instalments import Interest, instalments
from bot.law.labour import Overtime
from bot.law.money import MOST_FEN, Refusal, Result, fen_of

SUMS = st.integers(0, 10**11)
DAY, LATER = date(2023, 10, 9), date(2024, 11, 18)

#: One number in, a sum out; each must not fall when the number grows.
BY_SUM: dict[str, Callable[[int], Result]] = {
    "court": fees.court_fee,
    "halved": lambda a: fees.court_fee(a, halved=True),
    "enforcement": fees.enforcement_fee,
    "preservation": fees.preservation_fee,
    "payment order": fees.payment_order_fee,
    "divorce": lambda a: fees.flat_fee("divorce", a),
    "personality": lambda a: fees.flat_fee("personality", a),
    "capped": lambda a: interest.capped(a, Decimal(24), DAY, LATER),
    "overdue": lambda a: interest.overdue(a, DAY, LATER),
    "goods": lambda a: interest.late_payment(a, DAY, LATER),
    "construction": lambda a: interest.construction(a, DAY, LATER),
    "daily": lambda a: interest.daily_penalty(a, Decimal(5), DAY, LATER),
    "judgment": lambda a: interest.late_performance(a, DAY, LATER),
    "severance": lambda a: labour.severance(DAY, LATER, a),
    "double wage": lambda a: labour.double_wage(DAY, LATER, a),
    "overtime": lambda a: labour.overtime(a, Overtime.WEEKDAY, Decimal(7)),
    "leave": lambda a: labour.unused_leave(a, 5),
    "lost income": lambda a: injury.lost_income(a, 31),
    "work grant": lambda a: injury.work_grant(a, 7),
    "support": support.child_support,
    "traffic": lambda a: injury.traffic(injury.Loss(injury_fen=a), LATER, liable_percent=70).result,
}


@pytest.mark.parametrize("name", BY_SUM)
@given(one=SUMS, more=st.integers(0, 10**9))
def test_more_money_never_gives_less(name: str, one: int, more: int) -> None:
    calculator = BY_SUM[name]
    low, high = calculator(one), calculator(one + more)
    assert 0 <= low.amount_fen <= high.amount_fen
    assert isinstance(low.amount_fen, int)
    assert low.high_fen is None or low.amount_fen <= low.high_fen


@pytest.mark.parametrize("name", BY_SUM)
@pytest.mark.parametrize("amount", [-1, MOST_FEN + 1])
def test_absurd_sums_are_refused_kindly(name: str, amount: int) -> None:
    with pytest.raises(Refusal, match="请再看一下"):
        BY_SUM[name](amount)


@given(amount=SUMS, days=st.integers(0, 2000))
def test_interest_is_rounded_half_up_to_the_fen(amount: int, days: int) -> None:
    exact = Decimal(amount) * Decimal("0.000175") * days
    result = interest.late_performance(amount, DAY, DAY + timedelta(days))
    assert result.amount_fen == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def test_half_a_fen_goes_up() -> None:
    assert (fen_of(Decimal("0.5")), fen_of(Decimal("1.5")), fen_of(Decimal("2.4999"))) == (1, 2, 2)


@given(
    amount=st.integers(1, 10**10),
    count=st.integers(1, 120),
    first=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    step=st.integers(1, 12),
)
def test_a_plan_pays_exactly_what_is_owed_in_order(amount: int, count: int, first: date, step: int) -> None:
    if amount < count:
        with pytest.raises(Refusal):
            instalments(amount, count, first, step_months=step)
        return
    plan = instalments(amount, count, first, step_months=step)
    parts = [row.principal_fen for row in plan.rows]
    assert sum(parts) == amount == plan.result.amount_fen
    assert len(set(parts[:-1])) <= 1
    assert parts[0] <= parts[-1] < parts[0] + count
    dues = [row.due for row in plan.rows]
    assert dues == sorted(set(dues))
    for due in dues:
        assert due.day == first.day or (due + timedelta(1)).day == 1


@given(amount=st.integers(100_000, 10**10), count=st.integers(1, 36), percent=st.decimals(0, 30, places=2))
def test_interest_of_a_plan_falls_and_never_passes_the_cap(amount: int, count: int, percent: Decimal) -> None:
    agreed = Interest(percent, date(2024, 8, 1))
    rows = instalments(amount, count, date(2024, 9, 1), interest=agreed).rows
    most = Decimal("3.35") * 4
    left = amount
    since = agreed.since
    for row in rows:
        assert row.interest_fen <= fen_of(interest.simple(left, most, since, row.due))
        left, since = left - row.principal_fen, row.due
    assert left == 0


def test_month_end_of_a_plan() -> None:
    dues = [row.due for row in instalments(1_000_000, 3, date(2027, 1, 31)).rows]
    assert dues == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    rows = instalments(1_000_000, 3, date(2027, 1, 31)).rows
    assert [row.principal_fen for row in rows] == [333_333, 333_333, 333_334]


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("没有要还", lambda: instalments(0, 3, DAY)),
        ("不能是负数", lambda: instalments(-1, 3, DAY)),
        ("太大", lambda: instalments(MOST_FEN + 1, 3, DAY)),
        ("期数", lambda: instalments(100, 0, DAY)),
        ("期数", lambda: instalments(100, 1000, DAY)),
        ("每期隔", lambda: instalments(100, 2, DAY, step_months=0)),
        ("太细", lambda: instalments(2, 3, DAY)),
        ("3024年", lambda: instalments(100, 2, date(3024, 1, 1))),
        ("太高", lambda: instalments(100, 2, DAY, interest=Interest(Decimal(900), DAY))),
        ("以后才开始", lambda: instalments(100, 2, DAY, interest=Interest(Decimal(5), LATER))),
        (
            "还没有录入",
            lambda: instalments(100, 2, date(2026, 9, 1), interest=Interest(Decimal(5), date(2026, 8, 1))),
        ),
        ("太高", lambda: interest.capped(100, Decimal(900), DAY, LATER)),
        ("60年", lambda: interest.late_performance(100, DAY, date(3024, 1, 1))),
        ("60年", lambda: labour.severance(date(1926, 1, 1), LATER, 100)),
        ("孩子", lambda: support.child_support(100, 1000)),
        ("0到10000", lambda: labour.overtime(100, Overtime.WEEKDAY, Decimal(99_999))),
        ("年假", lambda: labour.unused_leave(100, 1000)),
        ("岁之间", lambda: injury.death(300, year=2023)),
        ("扶养", lambda: injury.dependant(10, 10, year=2023, supporters=1000)),
        ("还没有录入", lambda: injury.death(30, year=2025)),
        ("一级到十级", lambda: injury.disability(30, 11, year=2023)),
        ("0到100", lambda: injury.traffic(injury.Loss(1), LATER, liable_percent=900)),
    ],
)
def test_what_cannot_be_is_refused_in_words(words: str, refused: Callable[[], object]) -> None:
    with pytest.raises(Refusal, match=words):
        refused()
