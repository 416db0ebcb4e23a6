"""月息2分合法吗 by the day of the contract: two stretches before 2020-08-20, after it four times the LPR."""

from __future__ import annotations

from datetime import date

import pytest

from bot import library
from bot.dialogue import calculators
from bot.dialogue.numbers_said import Reckoned
from bot.law import interest
from bot.law.citations import resolve
from bot.law.rate_cap import cap_from, old_rule
from bot.law.rules import rules
from bot.text.reading import Context

TODAY = date(2026, 11, 30)
WORDS = library.load().words
NEW = ("第二段从2020年8月20日到还清", "起诉时", "12%")


def found(question: str, today: date = TODAY) -> Reckoned:
    told = calculators.calculate(question, Context(today=today))
    assert told is not None
    assert all(resolve(one) for one in told.citations)
    return told


def answer(question: str, today: date = TODAY) -> str:
    return found(question, today).worded(WORDS)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("2019年借的月息3分合法吗", ("年利率36%", "您说的超过了", "24%到36%", "自愿给了的不能要回")),
        ("我2018年5月借出去的钱，年利率20%受保护吗", ("24%以内的受保护，您说的没有超过", "多出8个百分点")),
        (
            "2017年3月1日打的借条，月利率1%法院支持不",
            ("24%以内的受保护，您说的没有超过", "12%：您说的没有超过"),
        ),
        ("16年借的五分利算不算高利贷", ("年利率60%", "超过36%的部分无效", "可以要回")),
        ("2020年8月19日借的，月息2分高不高", ("24%以内的受保护，您说的没有超过", "多出12个百分点")),
        (
            "借钱是2020年3月的事，2021年3月到期，年息百分之三十合法吗",
            ("年利率30%", "24%到36%", "多出18个百分点"),
        ),
    ],
)
def test_a_contract_from_before_has_two_stretches(question: str, words: tuple[str, ...]) -> None:
    told = found(question)
    said = told.worded(WORDS)
    assert not [one for one in (*words, *NEW, "到2020年8月19日为止") if one not in said], said
    assert "民间借贷规定31" in told.citations
    assert told.note


def test_before_the_old_rule_a_person_looks() -> None:
    assert "2015年9月1日以前还有更早的规定" in answer("2014年借的月息2分合法吗")
    assert "更早的规定" not in answer("2016年借的月息2分合法吗")


@pytest.mark.parametrize(
    ("question", "cap", "word"),
    [
        ("2020年8月20日借的，年利率15%合法吗", "15.4%", "没有超过"),
        ("2022年3月借给他的，月息1.5分受不受保护", "14.8%", "超过了上限"),
        ("2023年10月1日出借，年利率13.8%超标吗", "13.8%", "没有超过"),
        ("2024年12月借的2分利合法不", "12.4%", "多出11.6个百分点"),
        ("2021年3月1日借的，2022年3月1日到期，月息1分5合法吗", "15.4%", "多出2.6个百分点"),
    ],
)
def test_after_it_four_times_the_rate_of_the_contract(question: str, cap: str, word: str) -> None:
    said = answer(question)
    assert cap in said
    assert word in said
    assert "看的是借钱那天的利率" in said
    assert "两段" not in said


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("2021年借的年利率15.3%合法吗", "超没超过要看是哪天借的"),
        ("2022年借的，年利率14%受保护吗", "没有超过上限"),
        ("2024年借出去的月息3分算高利贷吗", "至少多出22.2个百分点"),
    ],
)
def test_a_year_with_several_rates_names_the_range(question: str, word: str) -> None:
    said = answer(question)
    assert word in said
    assert "那段时间在" in said


@pytest.mark.parametrize(
    "question", ["2020年借的月息2分合法吗", "2020年8月借的月息2分高不高", "六年前借的月息2分合法吗"]
)
def test_a_year_in_which_the_rule_changed_gets_both(question: str) -> None:
    said = answer(question)
    assert "要看是2020年8月20日以前还是以后借的" in said
    assert "15.4%，您说的超过了" in said
    assert "24%以内的受保护，您说的没有超过" in said


@pytest.mark.parametrize(
    "question", ["月息2分合法吗", "年利率10%受保护吗", "三分利算高利贷不", "2024年1月1日到期，月息2分合法吗"]
)
def test_without_the_day_of_the_contract_it_is_said_for_when_the_number_holds(question: str) -> None:
    told = found(question)
    said = told.worded(WORDS)
    assert "您没说是哪天借的，这个数只管2025年5月20日到2025年6月19日借的钱" in said
    assert "四倍在12%到15.4%之间" in said
    assert "2020年8月20日以前借的分两段" in said
    assert {"民间借贷规定25", "民间借贷规定31"} <= set(told.citations)


def test_while_the_table_is_up_to_date_it_holds_from_its_last_row_on() -> None:
    said = answer("月息1分合法吗", date(2025, 6, 1))
    assert "只管2025年5月20日以后借的钱" in said
    assert "没有录入" not in said


def test_a_month_behind_the_table_is_said_to_be() -> None:
    said = answer("2026年3月借的年利率10%合法吗")
    assert "2025年6月19日以后的利率这里还没有录入" in said


def test_the_sum_of_interest_over_the_change() -> None:
    said = answer("2019年3月1日借了10万月息2分，到2024年12月31日利息多少")
    assert "87,780.82元" in said  # 538 days at 24 %, 1,594 at 12 %
    assert "2025年5月20日起的" in said


def test_the_table_is_dated_and_every_rate_of_a_stretch_is_found() -> None:
    assert cap_from() == date(2020, 8, 20)
    assert old_rule().since < cap_from()
    rates = [str(one.rate) for one in interest.lprs(date(2021, 12, 1), date(2022, 2, 1))]
    assert rates == ["3.85", "3.80", "3.70"]


@pytest.mark.parametrize(
    ("lent", "rate", "level", "words"),
    [
        (("2019-01-01", "2019-12-31"), "24", "warn", ("24%", "12%", "起诉时")),
        (("2018-05-01", "2018-05-01"), "10", "info", ("24%", "12%")),
        (("2020-01-01", "2020-12-31"), "24", "warn", ("24%", "以后借的，最高15.4%")),
    ],
)
def test_the_form_is_told_both_caps_too(
    lent: tuple[str, str], rate: str, level: str, words: tuple[str, ...]
) -> None:
    given = {
        "flow": "private_lending",
        "principal": {"low_fen": 100, "high_fen": 100},
        "lent_on": {"start": lent[0], "end": lent[1]},
        "rate": {"percent": rate, "per": "year"},
    }
    (finding,) = rules()["interest_cap"](given, TODAY)
    assert finding.level == level
    assert not [one for one in words if one not in finding.for_citizen], finding.for_citizen
    assert "民间借贷规定31" in finding.citations
