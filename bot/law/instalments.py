"""A plan to pay in parts (分期): equal shares on a fixed day, the last one takes the rest. Amounts in fen.

Interest, if any was agreed, is reckoned on what is still owed from one due day to the next and never above
four times the one-year LPR of the day the debt was made.
Source: 民法典第189条、第561条、第677条，民间借贷规定第25条.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.law.calendar import add_months, chinese
from bot.law.interest import check_rate, lpr, simple
from bot.law.money import Refusal, Result, check_positive, fen_of, plain, yuan

#: No plan has more parts, or a longer step, than this.
MOST_PARTS, MOST_STEP_MONTHS = 360, 12
#: Due days outside these years were misread.
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part: `principal_fen` of the debt and `interest_fen` on what was still owed until then."""

    number: int
    due: date
    principal_fen: int
    interest_fen: int = 0

    @property
    def total_fen(self) -> int:
        """What is to be paid on the day."""
        return self.principal_fen + self.interest_fen


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows of a plan and how it was made; `result.amount_fen` is the sum of all payments."""

    rows: tuple[Instalment, ...]
    result: Result


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest agreed for a plan: percent a year from `since` on.

    The cap is that of `formed_on`, by default `since`.
    """

    rate: Decimal
    since: date
    formed_on: date | None = None


def instalments(
    amount_fen: int, count: int, first_due: date, *, step_months: int = 1, interest: Interest | None = None
) -> Plan:
    """The plan for `amount_fen` in `count` parts, due on `first_due` and every `step_months` after it.

    A due day the month does not have is the last of that month (31 January, 28 February, 31 March).
    Example: 10,000 yuan in 3 parts from 2027-01-31 -> 3,333.33, 3,333.33, 3,333.34.
    Raises Refusal: nothing owed, no or too many parts, parts under one fen, an odd step, interest from a day
    after the first due day, an LPR that is not in the table.
    Source: 民法典第189条、第677条，民间借贷规定第25条.
    """
    _check(amount_fen, count, step_months, first_due)
    share = amount_fen // count
    rate, capped, provisional = _rate(interest) if interest else (Decimal(0), "", False)
    since = interest.since if interest else first_due
    if since > first_due:
        raise Refusal("利息从第一期还款日以后才开始算，请再看一下日期。")
    rows: list[Instalment] = []
    left = amount_fen
    for number in range(1, count + 1):
        due = add_months(first_due, step_months * (number - 1))
        part = share if number < count else left
        rows.append(Instalment(number, due, part, fen_of(simple(left, rate, since, due))))
        left, since = left - part, due
    return Plan(tuple(rows), _told(amount_fen, rows, capped, provisional=provisional))


def _check(amount_fen: int, count: int, step_months: int, first_due: date) -> None:
    check_positive(amount_fen)
    if amount_fen == 0:
        raise Refusal("没有要还的钱，不用分期。")
    if not 1 <= count <= MOST_PARTS:
        raise Refusal(f"期数在1到{MOST_PARTS}之间，请再看一下。")
    if amount_fen < count:
        raise Refusal("分得太细了，每期不到一分钱，请少分几期。")
    if not 1 <= step_months <= MOST_STEP_MONTHS:
        raise Refusal(f"每期隔1到{MOST_STEP_MONTHS}个月，请再看一下。")
    if not FIRST_YEAR <= first_due.year <= LAST_YEAR:
        raise Refusal(f"{first_due.year}年太远了，请再看一下日期是不是写错了。")


def _rate(interest: Interest) -> tuple[Decimal, str, bool]:
    """(rate used, how it was found, whether a number behind it is not confirmed)."""
    check_rate(interest.rate)
    base = lpr(interest.formed_on or interest.since)
    cap = base.rate * 4
    used = min(interest.rate, cap)
    over = f"，约定的{plain(interest.rate)}%超过上限，按上限算" if interest.rate > cap else ""
    return used, f"年利率{plain(used)}%，保护上限{plain(cap)}%{over}", not base.confirmed


def _told(amount_fen: int, rows: list[Instalment], capped: str, *, provisional: bool) -> Result:
    total = sum(row.total_fen for row in rows)
    first, last = rows[0], rows[-1]
    steps = [f"第1期{chinese(first.due)}还{yuan(first.total_fen)}"]
    if len(rows) > 1:
        steps.append(
            f"最后一期（第{last.number}期）{chinese(last.due)}还{yuan(last.total_fen)}，零头放在这一期"
        )
    if capped:
        steps.append(f"{capped}，利息按剩下没还的钱算，一共{yuan(total - amount_fen)}")
    steps.append("没有那一天的月份，按月底算")
    cited = ("民法典189", "民法典561", *(("民间借贷规定25",) if capped else ()))
    return Result(total, f"{yuan(amount_fen)}÷{len(rows)}期", tuple(steps), cited, provisional=provisional)
