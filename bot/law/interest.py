"""Interest on loans, late payment and unpaid judgments. Amounts in fen, rates as Decimal percent a year.

`days` is the plain difference of two dates (the first day is not counted, 民法典201); a year has 365 days by
convention. Source: 民间借贷规定第24条至第31条，买卖解释第18条，建工解释第26条，迟延履行解释第1条至第4条.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.law.calendar import chinese
from bot.law.money import Refusal, Result, check_positive, fen_of, plain, yuan
from bot.law.rate_cap import cap_from, old_rule
from bot.law.rows import day, rows, table, text

#: Doubled interest on an unpaid judgment, a day (迟延履行解释1).
LATE_A_DAY = Decimal("0.000175")

YEAR_DAYS = 365

#: Nobody agrees on more percent a year, or lets a debt run longer; beyond them a number was misread.
MOST_RATE, MOST_YEARS = Decimal(400), 60


@dataclass(frozen=True, slots=True)
class Lpr:
    """One-year LPR that applies on a day: percent a year, and whether it is confirmed."""

    rate: Decimal
    since: date
    confirmed: bool


def lpr(on: date) -> Lpr:
    """The one-year loan prime rate that applies on that day.

    Raises:
        Refusal: before 2019-08-20, or after the last month in the table.
    """
    book = table("lpr")
    known_until, confirmed_until = day(book, "known_until"), day(book, "confirmed_until")
    found = None
    for row in rows(book, "rows"):
        since = day(row, "from")
        if since is not None and since <= on:
            found = (Decimal(text(row, "rate")), since, text(row, "mark") != "U")
    if found is None:
        raise Refusal(
            f"{chinese(on)}还没有一年期贷款市场报价利率（从2019年8月20日开始公布），请工作人员核对。"
        )
    if known_until is None or on > known_until:
        raise Refusal(
            f"{on.year}年{on.month}月的一年期贷款市场报价利率还没有录入，先不算，请以官方公布为准。"
        )
    return Lpr(found[0], found[1], found[2] and confirmed_until is not None and on <= confirmed_until)


def lprs(start: date, end: date) -> tuple[Lpr, ...]:
    """Every rate that applies on some day from `start` to `end`; raises Refusal as `lpr`."""
    changes = [day(row, "from") for row in rows(table("lpr"), "rows")]
    return tuple(lpr(on) for on in (start, *(one for one in changes if one and start < one <= end)))


def of_day(base: Lpr) -> str:
    """The rate in words, with its day: 2024年10月21日起的一年期贷款市场报价利率（LPR）3.1%."""
    return f"{chinese(base.since)}起的一年期贷款市场报价利率（LPR）{plain(base.rate)}%"


def known_until() -> date:
    """The last day the rate table vouches for."""
    return day(table("lpr"), "known_until") or date.min


#: The rate is published on the 20th of every month; so many days after its newest row one is overdue.
STALE_DAYS = 45


def stale(today: date) -> str:
    """Say that the rate table should be looked after; empty while it is fresh, or vouched for up to today."""
    known = [day(row, "from") for row in rows(table("lpr"), "rows")]
    newest, until = max((one for one in known if one), default=date.min), known_until()
    if until >= today or (today - newest).days <= STALE_DAYS:
        return ""
    return (
        f"贷款市场报价利率（LPR）的最后一行是{chinese(newest)}的，只核对到{chinese(until)}，"
        f"已经过了{(today - until).days}天。LPR每月20日公布。"
        "没补上以前，那天以后的利息不算，要请工作人员核对。"
    )


def simple(
    principal_fen: int, rate: Decimal, start: date, end: date, *, year_days: int = YEAR_DAYS
) -> Decimal:
    """Interest in fen, not rounded. `rate` percent a year. Raises Refusal for a wrong order or negatives."""
    check_positive(principal_fen, "本金")
    check_rate(rate)
    check_days(start, end)
    return Decimal(principal_fen) * rate / 100 * (end - start).days / year_days


def check_rate(rate: Decimal) -> None:
    """Raises Refusal for a negative rate, and for one nobody agrees on."""
    if rate < 0:
        raise Refusal("利率不能是负数，请再看一下。")
    if rate > MOST_RATE:
        raise Refusal(f"利率折合一年{plain(rate)}%，太高了，请再看一下是不是写错了。")


def check_days(start: date, end: date) -> None:
    """Raises Refusal for days in the wrong order, and for a stretch no debt runs."""
    if end < start:
        raise Refusal("结束的日子在开始之前，请再看一下。")
    if end.year - start.year > MOST_YEARS:
        raise Refusal(f"时间超过{MOST_YEARS}年了，请再看一下日期是不是写错了。")


def _line(principal_fen: int, rate: Decimal, start: date, end: date) -> str:
    amount = simple(principal_fen, rate, start, end)
    return (
        f"{chinese(start)}到{chinese(end)}共{(end - start).days}天："
        f"{yuan(principal_fen)}×{plain(rate)}%×{(end - start).days}÷365={yuan(fen_of(amount))}"
    )


def capped(
    principal_fen: int,
    rate: Decimal | None,
    start: date,
    end: date,
    *,
    formed_on: date | None = None,
    sued_on: date | None = None,
) -> Result:
    """民间借贷 interest under the cap, for a suit filed on or after 2020-08-20.

    `rate` is the agreed percent a year, None when nothing was agreed (then there is no interest);
    `formed_on` the day the loan was made (default `start`); `sued_on` the day of the suit, needed for
    loans made before 2020-08-20 (default `end`).

    Example: 100,000 yuan at 24 %, made 2023-10-01, one year -> 13,837.81.
    Raises Refusal: an LPR that is not in the table, a date order, a negative number.
    Source: 民间借贷规定第24条、第25条、第31条.
    """
    formed = formed_on or start
    if rate is None:
        check_positive(principal_fen, "本金")
        return Result(0, "没有约定利息，视为没有利息", (), ("民法典680", "民间借贷规定24"))
    if formed < cap_from() and start < cap_from():
        return _over_the_change(principal_fen, rate, start, end, sued_on or end)
    base = lpr(formed if formed >= cap_from() else sued_on or end)
    return _under(principal_fen, rate, start, end, base)


def _under(principal_fen: int, rate: Decimal, start: date, end: date, base: Lpr) -> Result:
    cap = base.rate * 4
    used = min(rate, cap)
    amount = fen_of(simple(principal_fen, used, start, end))
    claimed = fen_of(simple(principal_fen, rate, start, end))
    steps = [f"保护上限：{of_day(base)}×4={plain(cap)}%"]
    steps.append(_line(principal_fen, used, start, end))
    if rate > cap:
        steps.append(f"约定的{plain(rate)}%超过上限，超出的{yuan(claimed - amount)}不受保护")
    return Result(
        amount,
        f"本金×{plain(used)}%×天数÷365",
        tuple(steps),
        ("民间借贷规定25", "民法典680", "民法典201"),
        provisional=not base.confirmed,
    )


def _over_the_change(principal_fen: int, rate: Decimal, start: date, end: date, sued_on: date) -> Result:
    """Two stretches: the older rule up to 2020-08-19, four times the LPR of the suit from 2020-08-20."""
    turn = min(max(cap_from(), start), end)
    most = old_rule().protected
    before = min(rate, most)
    steps = [
        f"{chinese(cap_from())}以前按当时的规定，最高{plain(most)}%",
        _line(principal_fen, before, start, turn),
    ]
    total = simple(principal_fen, before, start, turn)
    if end > turn:
        base = lpr(sued_on)
        after = min(rate, base.rate * 4)
        steps.append(
            f"{chinese(cap_from())}以后按起诉时一年期贷款市场报价利率{plain(base.rate)}%×4"
            f"={plain(base.rate * 4)}%（用的是{chinese(base.since)}起的）"
        )
        steps.append(_line(principal_fen, after, turn, end))
        total = Decimal(fen_of(total)) + fen_of(simple(principal_fen, after, turn, end))
    return Result(
        fen_of(total),
        f"分两段：{chinese(cap_from())}前后各按各的上限，再相加",
        tuple(steps),
        ("民间借贷规定31", "民间借贷规定25"),
        provisional=True,
    )


def overdue(
    principal_fen: int,
    due: date,
    end: date,
    *,
    overdue_rate: Decimal | None = None,
    loan_rate: Decimal | None = None,
    formed_on: date | None = None,
) -> Result:
    """民间借贷 interest after the due day.

    Agreed overdue rate (under the cap of `formed_on`, default `due`), else the loan's own rate, else the LPR
    of the due day. Example: 50,000 yuan, nothing agreed, 2025-01-01 to 2025-07-01 -> 768.63.
    Source: 民间借贷规定第28条.
    """
    agreed = overdue_rate if overdue_rate is not None else loan_rate
    if agreed is None:
        base = lpr(due)
        amount = fen_of(simple(principal_fen, base.rate, due, end))
        return Result(
            amount,
            f"本金×逾期时一年期贷款市场报价利率{plain(base.rate)}%×天数÷365",
            (
                f"没有约定利率，从逾期之日起，按逾期时的利率算，就是{of_day(base)}",
                _line(principal_fen, base.rate, due, end),
            ),
            ("民间借贷规定28",),
            provisional=not base.confirmed,
        )
    result = capped(principal_fen, agreed, due, end, formed_on=formed_on or due, sued_on=end)
    kind = "按约定的逾期利率" if overdue_rate is not None else "没约定逾期利率，按借期内的利率"
    return Result(
        result.amount_fen,
        result.formula,
        (kind, *result.steps),
        ("民间借贷规定28", "民间借贷规定29", *result.citations),
        provisional=result.provisional,
    )


def rolled_over(first_fen: int, rate: Decimal, start: date, end: date, *, claimed_fen: int) -> Result:
    """利滚利: what may be claimed at most when interest was turned into principal again and again.

    At most the first principal plus four times the LPR of the loan day on it for the whole time.
    Source: 民间借贷规定第27条.
    """
    base = lpr(start)
    most = first_fen + fen_of(simple(first_fen, base.rate * 4, start, end))
    amount = min(claimed_fen, most)
    words = f"{yuan(first_fen)}加上按{plain(base.rate * 4)}%算的利息，合计最多{yuan(most)}"
    excess = (
        (f"要求的{yuan(claimed_fen)}超出{yuan(claimed_fen - most)}，不受保护",) if claimed_fen > most else ()
    )
    return Result(
        amount,
        "最初本金＋最初本金×四倍一年期贷款市场报价利率×整个借款期间",
        (f"约定年利率{plain(rate)}%", words, *excess),
        ("民间借贷规定27",),
        provisional=not base.confirmed,
    )


def late_payment(price_fen: int, due: date, end: date, *, plus: Decimal = Decimal("1.3")) -> Result:
    """逾期付款损失 of a sale without an agreed penalty: LPR of the breach day times 1.3 to 1.5.

    Raises Refusal for a breach before 2019-08-20 or a factor outside 1.3 … 1.5.
    Example: 80,000 yuan, 2024-03-01 to 2024-09-01 -> 1,808.75 at 1.3. Source: 买卖解释第18条第四款.
    """
    if not Decimal("1.3") <= plus <= Decimal("1.5"):
        raise Refusal("加计的比例在30%到50%之间。")
    base = lpr(due)
    rate = base.rate * plus
    amount = fen_of(simple(price_fen, rate, due, end))
    steps = (
        f"没有约定利率，按违约时的利率加计，就是{of_day(base)}×{plain(plus)}={plain(rate)}%",
        _line(price_fen, rate, due, end),
    )
    return Result(
        amount,
        f"欠款×{plain(rate)}%×天数÷365",
        steps,
        ("买卖解释18", "民法典585"),
        provisional=not base.confirmed,
    )


def construction(price_fen: int, due: date, end: date) -> Result:
    """Interest on unpaid 工程款 without an agreed rate: the LPR of the due day.

    Source: 建工解释第26条、第27条.
    """
    base = lpr(due)
    amount = fen_of(simple(price_fen, base.rate, due, end))
    return Result(
        amount,
        f"欠付工程款×{plain(base.rate)}%×天数÷365",
        (f"没有约定利率，从应付工程款那天起，按{of_day(base)}算", _line(price_fen, base.rate, due, end)),
        ("建工解释26", "建工解释27"),
        provisional=not base.confirmed,
    )


def daily_penalty(owed_fen: int, per_ten_thousand: Decimal, start: date, end: date) -> Result:
    """约定违约金 as so much of ten thousand a day (日万分之五). Source: 民法典第585条."""
    check_positive(owed_fen)
    check_rate(per_ten_thousand * YEAR_DAYS / 100)
    check_days(start, end)
    days = (end - start).days
    amount = fen_of(Decimal(owed_fen) * per_ten_thousand / 10000 * days)
    return Result(
        amount,
        f"欠款×日万分之{plain(per_ten_thousand)}×天数",
        (
            f"{yuan(owed_fen)}×{plain(per_ten_thousand)}÷10000×{days}={yuan(amount)}",
            "约定过高的，可以请求适当减少",
        ),
        ("民法典585",),
    )


def late_performance(unpaid_fen: int, due: date, end: date) -> Result:
    """迟延履行期间加倍部分债务利息: 0.0175 % a day, only after a judgment or decree is due.

    `unpaid_fen` leaves out the ordinary interest the judgment orders.
    Source: 迟延履行解释第1条至第3条，民诉法第264条.
    """
    check_positive(unpaid_fen)
    check_days(due, end)
    days = (end - due).days
    amount = fen_of(Decimal(unpaid_fen) * LATE_A_DAY * days)
    return Result(
        amount,
        "没还的钱×日万分之一点七五×天数",
        (f"{yuan(unpaid_fen)}×0.000175×{days}={yuan(amount)}", "判决写明的一般利息另算"),
        ("民诉法264", "迟延履行解释1", "迟延履行解释2", "迟延履行解释3"),
    )


def day_after(on: date) -> date:
    """The day a debt due on `on` begins to be late."""
    return on + timedelta(1)


def allocate(paid_fen: int, *, costs_fen: int, interest_fen: int, principal_fen: int) -> tuple[int, int, int]:
    """How one payment is counted: costs first, then interest, then principal. Source: 民法典第561条."""
    left = paid_fen
    parts = []
    for owed in (costs_fen, interest_fen, principal_fen):
        part = min(left, owed)
        parts.append(part)
        left -= part
    return parts[0], parts[1], parts[2]
