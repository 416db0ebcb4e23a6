"""Rates as they are said in the country, and interest told as a sum for a month or a year."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import interest_sums, rates
from bot.text.reading import Context, Reading, Refusal

CONTEXT = Context(date(2026, 11, 22))

SURE = {
    "月利2个点": ("2", "month"), "年利率24个点": ("24", "year"), "年化15个点": ("15", "year"),
    "一个月2个点": ("2", "month"), "月息1.5个点": ("1.5", "month"), "年利8%": ("8", "year"),
    "年利率百分之十五": ("15", "year"), "千分之五一天": ("0.5", "day"), "万分之五一天": ("0.05", "day"),
    "千分之三每天": ("0.3", "day"), "千分之八一个月": ("0.8", "month"), "日息万五": ("0.05", "day"),
    "日息千三": ("0.3", "day"), "一天千分之一": ("0.1", "day"), "没利息": ("0", "year"),
    "利息没约定": ("0", "year"),
}  # fmt: skip

ASKED = {
    "24个点": ("24", "year"), "15个点": ("15", "year"), "2个点": ("2", "month"), "两个点": ("2", "month"),
    "2.5个点": ("2.5", "month"), "2分利": ("2", "month"), "月息两分半": ("2.5", "month"),
    "3分5": ("3.5", "month"),
    "三分五的利": ("3.5", "month"), "一毛利": ("10", "month"), "一毛五的利": ("15", "month"),
    "1毛5利": ("15", "month"), "八厘五": ("0.85", "month"), "月息八厘五": ("0.85", "month"),
    "八厘半": ("0.85", "month"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rate"), SURE.items())
def test_a_rate_with_its_time_needs_no_question(text: str, rate: tuple[str, str]) -> None:
    found = rates.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert (found.value, found.confirm) == ({"percent": rate[0], "per": rate[1]}, "")


@pytest.mark.parametrize(("text", "rate"), ASKED.items())
def test_a_rate_without_one_is_asked_month_or_year(text: str, rate: tuple[str, str]) -> None:
    found = rates.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"percent": rate[0], "per": rate[1]}
    assert "还是按" in found.confirm


@pytest.mark.parametrize("text", ["利滚利", "驴打滚", "说的复利", "利息滚利息"])
def test_interest_on_interest_is_no_rate_and_asked_about(text: str) -> None:
    found = rates.read(text, CONTEXT)
    assert isinstance(found, Refusal)
    assert "月息2分" in found.sentence


@pytest.mark.parametrize(("text", "percent"), [("月息2分，利滚利", "2"), ("利滚利，一年24%", "24")])
def test_a_rate_beside_interest_on_interest_is_read(text: str, percent: str) -> None:
    found = rates.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert isinstance(found.value, dict)
    assert found.value["percent"] == percent


@pytest.mark.parametrize(
    "text",
    [
        "一天万五的流水",
        "提成一年10个点",
        "晚上8个点钟到的",
        "一毛五一张的单子",
        "占两个点的股份",
        "一天千八百",
    ],
)
def test_other_points_and_coins_are_no_rates(text: str) -> None:
    assert rates.find(text, CONTEXT) == []


@pytest.mark.parametrize("text", ["借了5万，一个月2个点", "欠款利息按2个点", "贷给他十万，一年15个点"])
def test_points_of_a_loan_are_a_rate(text: str) -> None:
    assert len(rates.find(text, CONTEXT)) == 1


@pytest.mark.parametrize(
    ("text", "lent", "percent", "per"),
    [
        ("每月200块利息", 10_000, "2", "month"),
        ("每月给200利息", 10_000, "2", "month"),
        ("一个月利息500", 50_000, "1", "month"),
        ("利息一个月200", 20_000, "1", "month"),
        ("200块利息一个月", 10_000, "2", "month"),
        ("一个月给他两百块钱利息", 20_000, "1", "month"),
        ("一年利息5000块", 50_000, "10", "year"),
        ("年利息3000元", 30_000, "10", "year"),
        ("一天利息10块", 10_000, "0.1", "day"),
        ("每月利息333元", 30_000, "1.11", "month"),
    ],
)
def test_a_sum_of_interest_is_a_rate_on_what_was_lent(text: str, lent: int, percent: str, per: str) -> None:
    found = interest_sums.read(text, CONTEXT, lent * 100)
    assert isinstance(found, Reading)
    assert found.value == {"percent": percent, "per": per}
    assert f"{lent:,}元" in found.confirm
    assert found.confirm.endswith("对吗？")


@pytest.mark.parametrize(
    ("text", "percent", "per"),
    [
        ("一万块一个月200", "2", "month"),
        ("一万一个月200", "2", "month"),
        ("一万块一个月利息二百", "2", "month"),
        ("每万元每月150", "1.5", "month"),
        ("一千块钱一个月20利息", "2", "month"),
        ("5万块钱每年给我5000利息", "10", "year"),
    ],
)
def test_what_it_is_reckoned_on_may_be_told_beside_it(text: str, percent: str, per: str) -> None:
    found = interest_sums.read(text, CONTEXT, 99_900)
    assert isinstance(found, Reading)
    assert found.value == {"percent": percent, "per": per}


@pytest.mark.parametrize("text", ["每月200块利息", "一年利息5000块", "利息一天10块钱"])
def test_without_what_was_lent_the_sum_is_said_back(text: str) -> None:
    found = interest_sums.read(text, CONTEXT, None)
    assert isinstance(found, Refusal)
    assert "利息，是多少本金的？" in found.sentence


@pytest.mark.parametrize(
    "text", ["每月2分利", "月息2%", "没利息", "一个月还2000", "一分利", "每月工资5000", "你好"]
)
def test_what_tells_no_sum_of_interest_is_left_alone(text: str) -> None:
    assert interest_sums.read(text, CONTEXT, 1_000_000) is None
