"""What is still owed on a loan with interest after payments: they count for the interest, then the principal.

Source: 民法典第561条; interest as in bot.law.interest (民间借贷规定25).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.law.answers import Answers, amount, rate, when
from bot.law.interest import allocate, lpr, simple
from bot.law.money import Refusal, fen_of
from bot.law.rate_cap import cap_from


@dataclass(frozen=True, slots=True)
class Part:
    """How one payment is counted, in fen."""

    on: date
    interest_fen: int
    principal_fen: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left of the principal, and of the interest until the last payment, in fen."""

    principal_fen: int
    interest_fen: int
    parts: tuple[Part, ...]
    rate: Decimal  #: percent a year that was reckoned with, under the cap


def after(principal_fen: int, yearly: Decimal, lent_on: date, payments: list[tuple[date, int]]) -> Balance:
    """The balance after dated payments, interest under the cap of the day of the loan.

    Example: 50,000 yuan at 12 % from 2023-05-01, 10,000 paid on 2024-05-01 -> 6,016.44 for the interest,
    3,983.56 for the principal.
    Raises Refusal: a loan before 2020-08-20 (two caps), a payment before the loan, an LPR that is unknown.
    """
    if lent_on < cap_from():
        raise Refusal("2020年8月20日以前的借款要分两段算，请工作人员核对。")
    used = min(yearly, lpr(lent_on).rate * 4)
    left, owed, since, parts = principal_fen, 0, lent_on, []
    for on, fen in sorted(payments):
        if on < since:
            raise Refusal("还钱的日期早于借钱的日期，请核对。")
        owed += fen_of(simple(left, used, since, on))
        _, interest, principal = allocate(fen, costs_fen=0, interest_fen=owed, principal_fen=left)
        left, owed, since = left - principal, owed - interest, on
        parts.append(Part(on, interest, principal))
    return Balance(left, owed, tuple(parts), used)


def of_answers(answers: Answers) -> Balance | None:
    """The balance of a private loan as it was told; None where a sum, a day or the rate is vague."""
    principal, lent, yearly = amount(answers, "principal"), when(answers, "lent_on"), rate(answers)
    paid = _payments(answers.get("repaid"))
    if not principal or principal[0] != principal[1] or not lent or not lent.exact or not yearly or not paid:
        return None
    try:
        return after(principal[0], yearly, lent.start, paid)
    except Refusal:
        return None


def with_interest(answers: Answers) -> bool:
    """Whether payments on a loan were told and interest was agreed, so that they do not simply come off."""
    return "principal" in answers and bool(answers.get("repaid")) and bool(answers.get("rate"))


def _payments(value: object) -> list[tuple[date, int]]:
    """Day and sum of each payment; none where one of them lacks its day or its sum."""
    rows = value.get("rows") if isinstance(value, Mapping) else None
    found = []
    for row in rows if isinstance(rows, list) else []:
        cells = dict(zip(("on", "amount"), row, strict=False)) if isinstance(row, list) else {}
        on, sum_ = when(cells, "on"), amount(cells, "amount")
        if on is None or not on.exact or sum_ is None or sum_[0] != sum_[1]:
            return []
        found.append((on.start, sum_[0]))
    return found
