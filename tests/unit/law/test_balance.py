"""Payments on a loan with interest: the interest first, and one number on every paper and for the fee."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.law import balance
from bot.law.fee_rules import claimed as claimed_for_fee
from bot.law.money import Refusal
from bot.library import load
from bot.papers.narrative import claims
from bot.papers.values import MISSING, claimed
from tests.pure_talk import PureTalk

FLOW = load().flows["private_lending"]
LENT = date(2023, 5, 1)


def test_a_payment_counts_for_the_interest_first() -> None:
    found = balance.after(5_000_000, Decimal(12), LENT, [(date(2024, 5, 1), 1_000_000)])
    assert (found.parts[0].interest_fen, found.parts[0].principal_fen) == (601_644, 398_356)
    assert (found.principal_fen, found.interest_fen) == (4_601_644, 0)


def test_less_than_the_interest_leaves_the_principal_whole() -> None:
    found = balance.after(5_000_000, Decimal(12), LENT, [(date(2024, 5, 1), 500_000)])
    assert (found.principal_fen, found.interest_fen) == (5_000_000, 101_644)


def test_payments_are_counted_by_their_days_and_under_the_cap() -> None:
    days = [(date(2025, 5, 1), 2_000_000), (date(2024, 5, 1), 1_000_000)]
    found = balance.after(5_000_000, Decimal(36), LENT, days)
    assert [part.on for part in found.parts] == [date(2024, 5, 1), date(2025, 5, 1)]
    assert found.rate == Decimal("14.60")
    assert found.principal_fen + sum(part.principal_fen for part in found.parts) == 5_000_000
    paid = sum(part.principal_fen + part.interest_fen for part in found.parts)
    assert paid == 3_000_000


@pytest.mark.parametrize(
    ("lent", "paid"),
    [(date(2019, 5, 1), date(2024, 5, 1)), (LENT, date(2022, 5, 1)), (LENT, date(2023, 4, 30))],
)
def test_two_caps_and_days_out_of_order_are_for_a_person(lent: date, paid: date) -> None:
    with pytest.raises(Refusal):
        balance.after(5_000_000, Decimal(12), lent, [(paid, 1_000_000)])


def told(lent: str, rate: str, repaid: str) -> PureTalk:
    talk = PureTalk("private_lending")
    talk.says("别人欠我钱", "5万", lent, "现金", "有", "没约定", rate, repaid)
    return talk


@pytest.mark.parametrize(
    "said", ["2024年5月1日还了1万", "2024年5月1日还过10000元", "去年的前一年不说了，2024年5月1日还1万"]
)
def test_the_petition_and_the_fee_have_one_number(said: str) -> None:
    answers = told("2023年5月1日", "年利率12%", said).form.answers
    assert claimed(FLOW, answers).startswith("46,016.44元")
    assert "先抵利息、再抵本金" in claimed(FLOW, answers)
    values = {key: answer.value for key, answer in answers.items() if answer.known}
    assert claimed_for_fee(values) == (4_601_644, 4_601_644)
    asked = claims(FLOW, answers, sues=True)
    assert asked[0].startswith("判令被告归还借款本金46,016.44元")
    assert "还没有付的利息" in asked[1]


@pytest.mark.parametrize(
    ("lent", "repaid"),
    [("2023年5月1日", "还了1万"), ("2023年5月", "2024年5月1日还了1万"), ("2023年5月1日", "去年还了1万")],
)
def test_without_days_no_sum_is_made_up(lent: str, repaid: str) -> None:
    answers = told(lent, "年利率12%", repaid).form.answers
    assert claimed(FLOW, answers) == MISSING
    asked = claims(FLOW, answers, sues=True)
    assert asked[0] == (
        "判令被告归还借款本金50,000元（伍万元整），已经归还的10,000元（壹万元整）依法先抵利息、再抵本金。"
    )
    values = {key: answer.value for key, answer in answers.items() if answer.known}
    assert claimed_for_fee(values) == (4_000_000, 5_000_000)


def test_without_interest_payments_simply_come_off() -> None:
    answers = told("2023年5月1日", "没约定", "2024年5月1日还了1万").form.answers
    assert claimed(FLOW, answers).startswith("40,000元")
