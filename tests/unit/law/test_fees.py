from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law.citations import render
from bot.law.fees import (
    FLAT_KINDS,
    court_fee,
    enforcement_fee,
    flat_fee,
    mediation_fee,
    payment_order_fee,
    preservation_fee,
)
from bot.law.money import NOTE, Refusal, fen_of, yuan

#: Amounts in fen up to ten billion yuan.
AMOUNTS = st.integers(min_value=0, max_value=10**12)


@pytest.mark.parametrize(
    ("yuan_at_stake", "full"),
    [
        (0, 50), (8_000, 50), (9_999, 50), (10_000, 50), (36_000, 700), (100_000, 2_300), (200_000, 4_300),
        (350_000, 6_550), (500_000, 8_800), (860_000, 12_400), (1_000_000, 13_800), (2_000_000, 22_800),
        (5_000_000, 46_800), (10_000_000, 81_800), (20_000_000, 141_800), (30_000_000, 191_800),
    ],
)  # fmt: skip
def test_court_fee_at_every_boundary(yuan_at_stake: int, full: int) -> None:
    assert court_fee(yuan_at_stake * 100).amount_fen == full * 100


@pytest.mark.parametrize(("yuan_at_stake", "half"), [(8_000, 25), (36_000, 350), (350_000, 3_275)])
def test_half_of_the_court_fee(yuan_at_stake: int, half: int) -> None:
    assert court_fee(yuan_at_stake * 100, halved=True).amount_fen == half * 100


def test_one_fen_over_a_bracket_costs_a_fraction_of_a_fen() -> None:
    assert court_fee(1_000_001).amount_fen == 5_000
    assert court_fee(1_000_040).amount_fen == 5_001


@pytest.mark.parametrize(
    ("yuan_at_stake", "fee"),
    [(5_000, 50), (10_000, 50), (36_000, 440), (350_000, 5_150), (860_000, 11_000), (6_000_000, 57_400),
     (10_000_000, 77_400), (20_000_000, 87_400)],
)  # fmt: skip
def test_enforcement_fee(yuan_at_stake: int, fee: int) -> None:
    assert enforcement_fee(yuan_at_stake * 100).amount_fen == fee * 100


@pytest.mark.parametrize(
    ("yuan_at_stake", "fee"),
    [(800, 30), (1_000, 30), (36_000, 380), (100_000, 1_020), (350_000, 2_270), (896_000, 5_000),
     (9_000_000, 5_000)],
)  # fmt: skip
def test_preservation_fee_and_its_cap(yuan_at_stake: int, fee: int) -> None:
    assert preservation_fee(yuan_at_stake * 100).amount_fen == fee * 100


@pytest.mark.parametrize(("yuan_at_stake", "fen"), [(36_000, 23_333), (8_000, 1_667), (350_000, 218_333)])
def test_payment_order_is_a_third_rounded_half_up(yuan_at_stake: int, fen: int) -> None:
    assert payment_order_fee(yuan_at_stake * 100).amount_fen == fen


@pytest.mark.parametrize(
    ("kind", "yuan_at_stake", "low", "high"),
    [
        ("divorce", 0, 50, 300), ("divorce", 150_000, 50, 300), ("divorce", 200_000, 50, 300),
        ("divorce", 800_000, 3_050, 3_300), ("divorce", 1_500_000, 6_550, 6_800),
        ("personality", 40_000, 100, 500), ("personality", 80_000, 400, 800),
        ("personality", 300_000, 1_600, 2_000),
        ("other", 0, 50, 100), ("labour", 50_000, 10, 10), ("jurisdiction_objection", 0, 50, 100),
        ("administrative", 0, 50, 50), ("enforcement_without_amount", 0, 50, 500),
    ],
)  # fmt: skip
def test_cases_not_about_money(kind: str, yuan_at_stake: int, low: int, high: int) -> None:
    result = flat_fee(kind, yuan_at_stake * 100)
    assert (result.amount_fen, result.high_fen) == (low * 100, high * 100)
    assert result.provisional == (low != high)


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        flat_fee("court", 100)


def test_a_negative_amount_is_refused_kindly() -> None:
    with pytest.raises(Refusal, match="不能是负数"):
        court_fee(-1)


def test_mediation_costs_nothing() -> None:
    assert mediation_fee().amount_fen == 0
    assert "人民调解法4" in mediation_fee().citations


@given(AMOUNTS, AMOUNTS)
def test_more_money_never_costs_less(one: int, other: int) -> None:
    low, high = sorted((one, other))
    for fee in (court_fee, enforcement_fee, preservation_fee, payment_order_fee):
        assert fee(low).amount_fen <= fee(high).amount_fen


@given(AMOUNTS)
def test_half_is_half_and_a_third_is_a_third(amount: int) -> None:
    full = court_fee(amount).amount_fen
    assert abs(2 * court_fee(amount, halved=True).amount_fen - full) <= 1
    assert abs(3 * payment_order_fee(amount).amount_fen - full) <= 2


@given(AMOUNTS)
def test_every_fee_says_how_and_why(amount: int) -> None:
    for result in (court_fee(amount), court_fee(amount, halved=True), preservation_fee(amount)):
        assert result.formula
        assert result.steps
        assert result.note == NOTE
        assert all(render(citation) for citation in result.citations)


def test_every_flat_kind_has_a_row() -> None:
    for kind in FLAT_KINDS:
        assert flat_fee(kind).citations


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_rounding_is_half_up(value: object) -> None:
    exact = Decimal(str(value))
    assert abs(Decimal(fen_of(exact)) - exact) <= Decimal("0.5")
    assert fen_of(Decimal(int(exact)) + Decimal("0.5")) == int(exact) + 1


def test_amounts_read_like_a_receipt() -> None:
    assert yuan(70_000) == "700元"
    assert yuan(23_333) == "233.33元"
    assert yuan(123_456_700) == "1,234,567元"
