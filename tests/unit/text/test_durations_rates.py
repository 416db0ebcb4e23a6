"""Stretches of time and rates of interest."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import durations, rates
from bot.text.reading import Context, Reading, Refusal, flat

CONTEXT = Context(date(2026, 11, 22))

LENGTHS = {
    "一年零三个月": ("P1Y3M", 455, 455), "两年半": ("P2Y6M", 910, 910), "仨月": ("P3M", 90, 90),
    "俩月": ("P2M", 60, 60),
    "半年": ("P6M", 180, 180), "3个月": ("P3M", 90, 90), "三个月": ("P3M", 90, 90), "一年": ("P1Y", 365, 365),
    "十天": ("P10D", 10, 10), "90天": ("P90D", 90, 90), "三十日": ("P30D", 30, 30), "一周": ("P7D", 7, 7),
    "两个礼拜": ("P14D", 14, 14), "24个月": ("P2Y", 720, 720), "一个半月": ("P1M15D", 45, 45),
    "一年半": ("P1Y6M", 545, 545),
    "2年3个月": ("P2Y3M", 820, 820), "1.5年": ("P1Y6M", 545, 545), "一年零15天": ("P1Y15D", 380, 380),
    "干了8个月": ("P8M", 240, 240),
}  # fmt: skip
LOOSE = {"半拉月": (15, 15), "两三年": (730, 1095), "十来天": (8, 12), "三年多": (1095, 1460),
"大半年": (180, 270),
         "三个月左右": (90, 90), "几个月": (90, 270), "两个多月": (60, 90), "个把月": (25, 40)}  # fmt: skip


@pytest.mark.parametrize(("text", "length"), LENGTHS.items())
def test_stretch_of_time(text: str, length: tuple[str, int, int]) -> None:
    found = durations.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"iso": length[0], "low_days": length[1], "high_days": length[2]}
    assert (found.exact, found.confirm) == (True, "")


@pytest.mark.parametrize(("text", "days"), LOOSE.items())
def test_loose_stretch_is_asked(text: str, days: tuple[int, int]) -> None:
    found = durations.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert (flat(found.value)["low_days"], flat(found.value)["high_days"]) == days
    assert not found.exact
    assert found.confirm


def test_number_without_unit_is_asked_for_one() -> None:
    assert isinstance(durations.read("5", CONTEXT), Refusal)


@pytest.mark.parametrize("text", ["2023年", "5月", "2023年5月1日", "多久能开庭", "三万"])
def test_calendar_dates_are_no_stretches(text: str) -> None:
    assert durations.read(text, CONTEXT) is None


RATES = {
    "月息2分": ("2", "month"), "2分利": ("2", "month"), "二分的利": ("2", "month"), "年息1分": ("10",
    "year"), "五厘": ("0.5", "month"),
    "日息万五": ("0.05", "day"), "日万分之五": ("0.05", "day"), "千分之三每天": ("0.3", "day"),
    "24%": ("24", "year"),
    "年利率24%": ("24", "year"), "月利率2%": ("2", "month"), "月2%": ("2", "month"), "每月2%": ("2",
    "month"), "一毛利": ("10", "month"),
    "月息二分五": ("2.5", "month"), "1分5厘": ("1.5", "month"), "百分之二十四": ("24", "year"),
    "月利率百分之二": ("2", "month"),
    "年化15.4%": ("15.4", "year"), "月息1.5分": ("1.5", "month"), "按月息2分算": ("2", "month"),
    "没有利息": ("0", "year"),
    "违约金每天千分之五": ("0.5", "day"), "拖一天罚千分之二": ("0.2", "day"),
    "合同上月利率写的1.5%": ("1.5", "month"), "２４％": ("24", "year"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rate"), RATES.items())
def test_rate(text: str, rate: tuple[str, str]) -> None:
    found = rates.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"percent": rate[0], "per": rate[1]}


@pytest.mark.parametrize(
    ("text", "multiple", "asked"),
    [("LPR的4倍", "4", False), ("LPR 加 50%", "1.5", False), ("银行同期利率的四倍", "4", True)],
)
def test_multiple_of_the_prime_rate(text: str, multiple: str, asked: bool) -> None:
    found = rates.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == {"kind": "lpr_multiple", "multiple": multiple}
    assert bool(found.confirm) is asked


@pytest.mark.parametrize("text", ["月息2分", "2分利", "二分的利", "年息1分", "五厘", "24%", "一毛利", "3分"])
def test_month_or_year_is_asked(text: str) -> None:
    found = rates.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert "月" in found.confirm
    assert "年" in found.confirm


def test_rate_is_shown_with_its_year() -> None:
    found = rates.read("月息2分", CONTEXT)
    assert isinstance(found, Reading)
    assert found.shown == "月利率2%（年利率24%）"


@pytest.mark.parametrize(
    "text", ["占30%股份", "责任三七开，伤残10%", "5分钟", "五分钱", "第三分店的5分好评", "打八折"]
)
def test_shares_and_scores_are_no_rates(text: str) -> None:
    assert rates.find(text, CONTEXT) == []


def test_bare_number_is_asked_for_month_or_year() -> None:
    assert isinstance(rates.read("2", CONTEXT), Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "干了两个月一分没给",
        "满一年一分都没有",
        "前三年一分不差",
        "他要还我一分利息不要",
        "违约金一分不提",
        "请求减免利息和费用",
    ],
)
def test_a_cent_that_was_not_given_is_no_rate(text: str) -> None:
    assert rates.find(text, CONTEXT) == []


@pytest.mark.parametrize("text", ["说好一分利没还过", "月息一分没还", "利息一分没给过"])
def test_a_rate_that_was_not_paid_stays_one(text: str) -> None:
    assert [flat(one.value)["percent"] for one in rates.find(text, CONTEXT)] == ["1"]


def test_a_share_of_the_price_is_less_sure_than_a_rate() -> None:
    share, rate = rates.find("按总价5%赔违约金", CONTEXT), rates.find("违约金每年5%", CONTEXT)
    assert share[0].confidence < 0.75 < rate[0].confidence
