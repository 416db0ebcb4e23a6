"""Damages for injury and death, traffic insurance, work injury. Amounts in fen.

Source: 人损解释第6条至第22条 (2022-05-01 起施行)，民法典第1179条、第1213条，道交法第76条，
工伤条例第35条至第37条.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.law.money import Refusal, Result, check_positive, fen_of, yuan
from bot.law.rows import Row, day, number, rows, section, table, yearly
from bot.locality.folder import local, region

FULL_YEARS = 20

#: Beyond these a number was misread: years of age, people who owe support, days off work.
MOST_AGE, MOST_SUPPORTERS, MOST_DAYS = 120, 20, 10_000


@dataclass(frozen=True, slots=True)
class Loss:
    """What was lost, in the three groups the compulsory insurance pays by."""

    medical_fen: int = 0  #: 医药、住院、伙食、营养、后续治疗
    injury_fen: int = 0  #: 丧葬、死亡或残疾赔偿金、抚养费、护理、交通、误工、精神抚慰金
    property_fen: int = 0  #: 车损、物损

    @property
    def total_fen(self) -> int:
        """All three groups together."""
        return self.medical_fen + self.injury_fen + self.property_fen


@dataclass(frozen=True, slots=True)
class Payment:
    """Who pays what after a traffic accident, in the order of 民法典1213."""

    compulsory_fen: int  #: 交强险
    beyond_fen: int  #: 商业险，不足的由侵权人
    result: Result


def counted_years(age: int) -> int:
    """Years of 残疾赔偿金 and 死亡赔偿金: 20, one less for each year over 60, 5 from 75 on.

    Source: 人损解释第12条、第15条.
    """
    if not 0 <= age <= MOST_AGE:
        raise Refusal(f"年龄在0到{MOST_AGE}岁之间，请再看一下。")
    return FULL_YEARS if age < 60 else FULL_YEARS - (age - 60) if age < 75 else 5


def statistic(name: str, year: int) -> int:
    """A yearly number (`disposable`, `consumption`, `average_wage`) in fen.

    Raises:
        Refusal: the year has not been entered.
    """
    row = yearly(local("figures"), "damages").get(year)
    value = row.get(name) if isinstance(row, dict) else None
    if not isinstance(value, int):
        raise Refusal(f"{year}年的统计数据还没有录入，先不算，请以官方公布为准。")
    return value


def grade_percent(grade: int) -> int:
    """伤残系数 in percent, grade 1 … 10; Refusal for another grade. Mark U: practice."""
    value = yearly(table("injury"), "grades").get(grade)
    if not isinstance(value, int):
        raise Refusal("伤残等级是一级到十级，请再看一下。")
    return value


def disability(age: int, grade: int, *, year: int) -> Result:
    """残疾赔偿金 by the disposable income of statistical year `year`.

    Example: 45 years old, grade 10, 2023 -> 97,352. Source: 人损解释第12条、第22条.
    """
    income, years, percent = statistic("disposable", year), counted_years(age), grade_percent(grade)
    amount = fen_of(Decimal(income) * years * percent / 100)
    return Result(
        amount,
        f"{yuan(income)}×{years}年×{percent}%",
        (
            f"{year}年{region()}城镇居民人均可支配收入{yuan(income)}",
            f"{age}岁按{years}年算",
            f"{grade}级按{percent}%算",
        ),
        ("人损解释12", "人损解释22", "民法典1179"),
        provisional=True,
    )


def death(age: int, *, year: int) -> Result:
    """死亡赔偿金. Example: 30 years old, 2023 -> 973,520. Source: 人损解释第15条、第22条."""
    income, years = statistic("disposable", year), counted_years(age)
    return Result(
        income * years,
        f"{yuan(income)}×{years}年",
        (f"{year}年{region()}城镇居民人均可支配收入{yuan(income)}", f"{age}岁按{years}年算"),
        ("人损解释15", "人损解释22", "民法典1179"),
        provisional=True,
    )


def funeral(*, year: int) -> Result:
    """丧葬费: six months of the average wage. Source: 人损解释第14条."""
    wage = statistic("average_wage", year)
    return Result(
        fen_of(Decimal(wage) / 2),
        f"{yuan(wage)}÷12×6",
        (f"{year}年{region()}职工年平均工资{yuan(wage)}",),
        ("人损解释14", "人损解释22"),
        provisional=True,
    )


def dependant(age: int, grade: int, *, year: int, supporters: int = 1, unable: bool = False) -> Result:
    """被扶养人生活费 for one person, part of 残疾赔偿金 or 死亡赔偿金 (grade 1 for death).

    A child up to 18; `unable` an adult without work and income, by age as in `counted_years`. `supporters`:
    how many people owe support. Example: child of 10, grade 10, two parents, 2023 -> 12,899.60.
    Source: 人损解释第16条、第17条.
    """
    if not 1 <= supporters <= MOST_SUPPORTERS:
        raise Refusal(f"扶养的人在1到{MOST_SUPPORTERS}个之间，请再看一下。")
    if not 0 <= age <= MOST_AGE:
        raise Refusal(f"年龄在0到{MOST_AGE}岁之间，请再看一下。")
    years = max(0, 18 - age) if age < 18 else counted_years(age) if unable else 0
    spending, percent = statistic("consumption", year), grade_percent(grade)
    amount = fen_of(Decimal(spending) * years * percent / 100 / supporters)
    return Result(
        amount,
        f"{yuan(spending)}×{years}年×{percent}%÷{supporters}人",
        (f"{year}年{region()}城镇居民人均消费支出{yuan(spending)}", f"{age}岁按{years}年算"),
        ("人损解释16", "人损解释17"),
        provisional=True,
    )


def lost_income(monthly_fen: int, days: int) -> Result:
    """误工费 from a fixed monthly income over days of 30 a month. Source: 人损解释第7条."""
    check_positive(monthly_fen, "月收入")
    if not 0 <= days <= MOST_DAYS:
        raise Refusal(f"天数在0到{MOST_DAYS}之间，请再看一下。")
    amount = fen_of(Decimal(monthly_fen) / 30 * days)
    return Result(
        amount,
        f"{yuan(monthly_fen)}÷30×{days}天",
        ("按实际减少的收入算，要有误工证明",),
        ("人损解释7",),
        provisional=True,
    )


def hospital_meals(days: int) -> Result:
    """住院伙食补助费: the allowance of officials on a journey, day by day. Source: 人损解释第10条."""
    if not 0 <= days <= MOST_DAYS:
        raise Refusal(f"天数在0到{MOST_DAYS}之间，请再看一下。")
    daily = statistic("meals", newest_year("meals"))
    return Result(
        daily * days,
        f"{yuan(daily)}×{days}天",
        (f"参照{region()}国家机关工作人员出差伙食补助，每天{yuan(daily)}",),
        ("人损解释10",),
        provisional=True,
    )


def _limits(on: date, *, liable: bool) -> tuple[Row, bool]:
    fitting = [row for row in rows(table("injury"), "compulsory") if (day(row, "from") or on) <= on]
    if not fitting:
        raise Refusal("2020年9月19日以前的交强险限额没有录入，请工作人员核对。")
    return section(fitting[-1], "liable" if liable else "not_liable"), fitting[-1].get("mark") == "U"


def newest_year(name: str) -> int:
    """The last statistical year for which a number has been entered; Refusal without any."""
    years = [
        year
        for year, row in yearly(local("figures"), "damages").items()
        if isinstance(row, dict) and name in row
    ]
    if not years:
        raise Refusal("统计数据还没有录入，先不算，请以官方公布为准。")
    return max(years)


def traffic(loss: Loss, accident_on: date, *, liable_percent: int, at_fault: bool | None = None) -> Payment:
    """Who pays after an accident: compulsory insurance by group, then `liable_percent` of the rest.

    `liable_percent` is the other side's share; `at_fault` false for a vehicle without fault (default: share
    0), which pays a walker or cyclist ten percent at most.
    Example: medical 25,000, injury 150,000, property 3,000, 70 % -> 170,000 + 5,600.
    Raises Refusal for a share outside 0 … 100. Source: 民法典第1213条，道交法第76条，道交解释第12条、第13条.
    """
    for owed in (loss.medical_fen, loss.injury_fen, loss.property_fen):
        check_positive(owed)
    if not 0 <= liable_percent <= 100:
        raise Refusal("责任比例在0到100之间，请再看一下。")
    fault = liable_percent > 0 if at_fault is None else at_fault
    if not fault:
        liable_percent = min(liable_percent, number(table("injury"), "no_fault_percent"))
    limits, uncertain = _limits(accident_on, liable=fault)
    groups = (
        ("医疗", loss.medical_fen, "medical"),
        ("伤残", loss.injury_fen, "injury"),
        ("财产", loss.property_fen, "property"),
    )
    paid = {key: min(owed, number(limits, key)) for _, owed, key in groups}
    compulsory = sum(paid.values())
    beyond = fen_of(Decimal(loss.total_fen - compulsory) * liable_percent / 100)
    steps = tuple(f"{name}{yuan(owed)}，交强险赔{yuan(paid[key])}" for name, owed, key in groups if owed)
    over = yuan(loss.total_fen - compulsory)
    rest = f"超出部分{over}×{liable_percent}%={yuan(beyond)}，由商业险和侵权人依次承担"
    result = Result(
        compulsory + beyond,
        "先交强险，再商业险，最后侵权人",
        (*steps, rest),
        ("民法典1213", "道交法76", "道交解释13"),
        provisional=uncertain,
    )
    return Payment(compulsory, beyond, result)


def work_grant(monthly_fen: int, grade: int) -> Result:
    """一次性伤残补助金 of a recognised work injury, months of the worker's own wage.

    Source: 工伤条例第35条、第36条、第37条、第64条.
    """
    check_positive(monthly_fen, "本人工资")
    months = yearly(table("injury"), "work_grades").get(grade)
    if not isinstance(months, int):
        raise Refusal("伤残等级是一级到十级，请再看一下。")
    article = "工伤条例35" if grade <= 4 else "工伤条例36" if grade <= 6 else "工伤条例37"
    return Result(
        monthly_fen * months,
        f"本人工资{yuan(monthly_fen)}×{months}个月",
        ("先认定工伤、再做劳动能力鉴定；没参保的由单位按同样标准支付",),
        (article, "工伤条例64", "工伤条例62"),
    )


def add_up(parts: Sequence[Result]) -> Result:
    """Several results as one, with the formulas of all."""
    return Result(
        sum(part.amount_fen for part in parts),
        "＋".join(yuan(part.amount_fen) for part in parts),
        tuple(part.formula for part in parts),
        tuple(dict.fromkeys(cited for part in parts for cited in part.citations)),
        provisional=any(part.provisional for part in parts),
    )
