"""Money of an employment and the way a wage claim goes. Amounts in fen.

Source: 劳动合同法第19条、第40条、第46条、第47条、第82条、第87条、第97条，劳动法第44条，
年假办法第10条至第12条，劳动仲裁法第5条，劳动解释一第15条、第51条.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.law.calendar import add_months, add_years, chinese, working_days_between
from bot.law.money import Refusal, Result, check_positive, fen_of, plain, yuan
from bot.law.rows import day, table, text, yearly
from bot.locality.folder import local

#: 经济补偿 of high earners stops here (劳动合同法47).
CAP_YEARS = 12
CAP_TIMES = 3

#: Beyond these a number was misread: hours or days of overtime, days of leave, years of work.
MOST_OVERTIME, MOST_LEAVE, MOST_WORKING_YEARS = 10_000, 300, 60


class Overtime(StrEnum):
    """Which kind of extra work (劳动法44)."""

    WEEKDAY = "weekday"  #: 平时加班，按小时
    REST_DAY = "rest_day"  #: 休息日加班又没补休，按天
    HOLIDAY = "holiday"  #: 法定休假日加班，按天


#: Kind of overtime -> (percent of the wage, unit in words).
_OVERTIME: Mapping[Overtime, tuple[int, str]] = {
    Overtime.WEEKDAY: (150, "小时"),
    Overtime.REST_DAY: (200, "天"),
    Overtime.HOLIDAY: (300, "天"),
}


def day_wage(monthly_fen: int) -> Decimal:
    """A day's wage in fen, not rounded: month by 21.75. Source: 年假办法第11条."""
    check_positive(monthly_fen, "月工资")
    return Decimal(monthly_fen) / Decimal(text(table("labour"), "paid_days"))


def service_months(start: date, end: date) -> Decimal:
    """N: one month a full year, half a month under six months, one month from six months on.

    Example: 2024-06-01 to 2026-08-15 -> 2.5. Source: 劳动合同法第47条第一款.
    """
    if end < start:
        raise Refusal("离职日期在入职日期之前，请再看一下。")
    years = 0
    while add_years(start, years + 1) <= end:
        years += 1
    whole = add_years(start, years)
    if whole == end:
        return Decimal(years)
    more = Decimal(1) if add_months(whole, 6) <= end else Decimal("0.5")
    return years + more


def average_wage(year: int) -> int | None:
    """The city's average monthly wage (fen) used in `year`; None where it has not been entered."""
    value = yearly(local("figures"), "average_monthly").get(year)
    return value if isinstance(value, int) else None


def severance(
    start: date,
    end: date,
    monthly_fen: int,
    *,
    average_fen: int | None = None,
    last_month_fen: int | None = None,
    unlawful: bool = False,
) -> Result:
    """经济补偿 N, N+1 with `last_month_fen`, or 2N when the dismissal was unlawful.

    `monthly_fen`: average due pay of the last twelve months. `average_fen`: the city's average monthly wage
    of the year before (default: the table; without one the cap is left out, the result is provisional).

    Example: 2021-03-01 to 2026-11-22 at 6,500 -> 39,000; N+1 with 6,800 -> 45,800; 2N -> 78,000.
    Raises Refusal for wrong dates or a negative wage.
    Source: 劳动合同法第40条、第47条、第87条、第97条，劳动合同法条例第20条、第25条.
    """
    check_positive(monthly_fen, "月工资")
    if end.year - start.year > MOST_WORKING_YEARS:
        raise Refusal(f"工作时间超过{MOST_WORKING_YEARS}年了，请再看一下日期是不是写错了。")
    counted_from = _counted_from(start, unlawful=unlawful)
    months = service_months(counted_from, end)
    local = average_fen if average_fen is not None else average_wage(end.year)
    base, steps = Decimal(monthly_fen), []
    if counted_from != start:
        steps.append(f"年限从{chinese(counted_from)}起算，以前的按当时的规定")
    steps.append(f"从{chinese(counted_from)}到{chinese(end)}，折合{plain(months)}个月工资")
    if local is not None and monthly_fen > local * CAP_TIMES:
        base, months = Decimal(local * CAP_TIMES), min(months, Decimal(CAP_YEARS))
        steps.append(f"月工资高于当地平均工资三倍，按{yuan(fen_of(base))}算，最多12个月")
    amount = base * months * (2 if unlawful else 1)
    formula = f"{yuan(fen_of(base))}×{plain(months)}" + ("×2" if unlawful else "")
    cited = ["劳动合同法47", "劳动合同法条例27"]
    if unlawful:
        cited += ["劳动合同法87", "劳动合同法48", "劳动合同法条例25"]
        steps.append("违法解除，按经济补偿的两倍；付了赔偿金不再付经济补偿")
    elif last_month_fen is not None:
        amount += last_month_fen
        formula += f"＋上个月工资{yuan(last_month_fen)}"
        cited += ["劳动合同法40", "劳动合同法条例20"]
        steps.append("没有提前三十天通知，再加一个月工资")
    return Result(
        fen_of(amount),
        formula,
        tuple(steps),
        tuple(cited),
        provisional=local is None or counted_from != start,
    )


def _counted_from(start: date, *, unlawful: bool) -> date:
    since = day(table("labour"), "compensation_since")
    return start if unlawful or since is None else max(start, since)


def double_wage(start: date, end: date, monthly_fen: int, *, signed_on: date | None = None) -> Result:
    """双倍工资差额 for work without a written contract: from the second month on, eleven months at most.

    Full months by the month, the rest by working days over 21.75 (that part is not confirmed: provisional).
    Raises MissingYear when the days off of a year are not known. Source: 劳动合同法第82条，条例第6条、第7条.
    """
    check_positive(monthly_fen, "月工资")
    first = add_months(start, 1)
    last = min(add_years(start, 1), signed_on or end + timedelta(1), end + timedelta(1)) - timedelta(1)
    if last < first:
        return Result(0, "用工没超过一个月，或者已按时签合同", (), ("劳动合同法82", "劳动合同法条例6"))
    months = 0
    while add_months(first, months + 1) - timedelta(1) <= last:
        months += 1
    rest_from = add_months(first, months)
    days = working_days_between(rest_from, last) if rest_from <= last else 0
    rest = day_wage(monthly_fen) * days
    steps = [f"从{chinese(first)}到{chinese(last)}，满{months}个月，每月{yuan(monthly_fen)}"]
    if days:
        steps.append(f"不满一个月的{days}个工作日×{yuan(monthly_fen)}÷21.75={yuan(fen_of(rest))}")
    steps.append("从用工满一个月的第二天算起，最多11个月")
    steps.append("申请仲裁要在一年内提出，从知道权利受损那天起算，请抓紧")
    return Result(
        monthly_fen * months + fen_of(rest),
        f"{yuan(monthly_fen)}×{months}个月" + (f"＋{days}个工作日" if days else ""),
        tuple(steps),
        ("劳动合同法82", "劳动合同法条例6", "劳动合同法条例7", "劳动仲裁法27"),
        provisional=bool(days),
    )


def overtime(monthly_fen: int, kind: Overtime, count: Decimal) -> Result:
    """加班费 for `count` hours (weekday) or days (rest day, holiday). Source: 劳动法第44条.

    Example: 6,525 a month: 20 weekday hours -> 1,125; 4 rest days -> 2,400; 2 holidays -> 1,800.
    """
    percent, unit = _OVERTIME[kind]
    if not 0 <= count <= MOST_OVERTIME:
        raise Refusal(f"加班的时间在0到{MOST_OVERTIME}之间，请再看一下。")
    one = day_wage(monthly_fen)
    if kind is Overtime.WEEKDAY:
        one /= Decimal(text(table("labour"), "paid_hours"))
    amount = fen_of(one * percent / 100 * count)
    return Result(
        amount,
        f"每{unit}{yuan(fen_of(one))}×{percent}%×{plain(count)}{unit}",
        (f"月工资{yuan(monthly_fen)}÷21.75" + ("÷8" if kind is Overtime.WEEKDAY else ""),),
        ("劳动法44", "劳动合同法31"),
    )


def leave_days(working_years: int) -> int:
    """年休假 days a year by total years of work. Source: 年假条例第3条."""
    return 0 if working_years < 1 else 5 if working_years < 10 else 10 if working_years < 20 else 15


def leave_due(worked_days: int, yearly_days: int, taken_days: int) -> int:
    """Days of leave still due when somebody leaves in mid-year; parts of a day are dropped.

    Source: 年假办法第12条.
    """
    return max(0, worked_days * yearly_days // 365 - taken_days)


def unused_leave(monthly_fen: int, days: int) -> Result:
    """未休年假工资: 200 % on top of the pay already given (300 % in all).

    Source: 年假条例第5条，年假办法第10条、第11条.
    """
    if not 0 <= days <= MOST_LEAVE:
        raise Refusal(f"没休的年假在0到{MOST_LEAVE}天之间，请再看一下。")
    one = day_wage(monthly_fen)
    return Result(
        fen_of(one * 2 * days),
        f"每天{yuan(fen_of(one))}×200%×{days}天",
        ("应得三倍（300%），其中一倍已经随工资发了，另付两倍",),
        ("年假条例5", "年假办法10", "年假办法11"),
    )


def probation_months(contract_months: int) -> int:
    """Longest 试用期 in months for a contract of so many months (0 = none allowed; open-ended: pass 36).

    Source: 劳动合同法第19条.
    """
    return 0 if contract_months < 3 else 1 if contract_months < 12 else 2 if contract_months < 36 else 6


class Way(StrEnum):
    """Where a wage claim goes first."""

    COURT = "court"  #: 直接到法院（调解或起诉）
    ARBITRATION = "arbitration"  #: 先劳动仲裁
    SUE_IN_15_DAYS = "sue_in_15_days"  #: 已有裁决，十五日内起诉
    EXECUTE = "execute"  #: 裁决已生效，申请执行
    PAYMENT_ORDER = "payment_order"  #: 持调解协议申请支付令或起诉
    ASK = "ask"  #: 还要问清楚


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a wage claim with its reason; mediation is possible on every way."""

    way: Way
    say: str
    citations: tuple[str, ...]
    door: str = ""


#: Facts (as in `wage_route`) -> the route they open; the first that applies wins.
_ROUTES: tuple[tuple[str, Route], ...] = (
    (
        "award_final",
        Route(
            Way.EXECUTE,
            "仲裁裁决已经生效，单位不给的，可以向法院申请执行。",
            ("劳动仲裁法51", "民诉法250"),
            "enforcement",
        ),
    ),
    (
        "award",
        Route(
            Way.SUE_IN_15_DAYS,
            "收到仲裁裁决书，不服的从收到那天起十五日内可以起诉，请抓紧。",
            ("劳动仲裁法48", "劳动仲裁法50"),
            "labour_award",
        ),
    ),
    (
        "arbitration_refused",
        Route(Way.COURT, "仲裁委不受理或者超过五日没决定的，可以到法院起诉。", ("劳动仲裁法29",)),
    ),
    (
        "arbitration_late",
        Route(
            Way.COURT,
            "仲裁超过四十五日（延期再加十五日）没有裁决的，可以到法院起诉。",
            ("劳动仲裁法43", "劳动解释一12"),
        ),
    ),
    (
        "mediated_agreement",
        Route(
            Way.PAYMENT_ORDER,
            "已经达成工资调解协议，单位不履行的，可以拿协议申请支付令，也可以直接起诉，不用先仲裁。",
            ("劳动仲裁法16", "劳动解释一51"),
        ),
    ),
    (
        "other_claims",
        Route(
            Way.ARBITRATION,
            "除了工资还要经济补偿、双倍工资、社保、确认劳动关系等的，要先申请劳动仲裁，不收费。",
            ("劳动仲裁法5", "劳动仲裁法27", "劳动仲裁法53"),
            "labour_arbitration",
        ),
    ),
    (
        "iou",
        Route(
            Way.COURT, "手里有工资欠条，只要工资、不提别的，可以直接到法院，不用先仲裁。", ("劳动解释一15",)
        ),
    ),
    (
        "no_employment",
        Route(
            Way.COURT,
            "跟着个人干活、没有劳动关系的，按劳务合同办，可以直接到法院。",
            ("民法典579", "劳动解释一2"),
        ),
    ),
)


def wage_route(facts: Mapping[str, bool]) -> Route:
    """Which way a wage claim goes.

    `facts` may hold: award_final, award, arbitration_refused, arbitration_late, mediated_agreement,
    other_claims (anything but wages is claimed), iou (工资欠条 by the employer), no_employment.

    Source: 劳动仲裁法第5条、第16条、第29条、第43条、第48条，劳动解释一第15条、第51条.
    """
    for fact, route in _ROUTES:
        if facts.get(fact):
            return route
    if facts.get("iou") is False and facts.get("no_employment") is False:
        return Route(
            Way.ARBITRATION,
            "没有工资欠条的，一般先申请劳动仲裁，也可以先在这里调解；请单位补写一张工资欠条，就能直接到法院。",
            ("劳动仲裁法5", "劳动解释一15"),
            "labour_arbitration",
        )
    return Route(
        Way.ASK, "有没有单位写的工资欠条，是不是只要工资，这两点决定要不要先仲裁。", ("劳动解释一15",)
    )
