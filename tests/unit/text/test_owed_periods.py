"""A price for a year or month and an unpaid stretch: the product, and when nothing is multiplied."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import dates, owed_periods
from bot.text.facts import find_facts
from bot.text.reading import Context

NOW = Context(today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("words", "formula", "yuan"),
    [
        ("物业费2800一年欠三年", "2800×3", 8400),
        ("物业费一年2800，欠了三年", "2800×3", 8400),
        ("物业费每年2800元，三年没交", "2800×3", 8400),
        ("房租1200一月欠了五个月", "1200×5", 6000),
        ("房租一个月1200块，五个月没给了", "1200×5", 6000),
        ("租客每月1500欠了半年房租", "1500×6", 9000),
        ("月租1200，他欠5个月", "1200×5", 6000),
        ("房租一年1万2欠了两年", "12000×2", 24000),
        ("年租金两万，欠了一年半", "20000×1.5", 30000),
        ("一个月两千五的房租拖了半年", "2500×6", 15000),
        ("抚养费每月1000，两年没给", "1000×24", 24000),
        ("每季度900，欠了一年", "900×4", 3600),
    ],
)
def test_price_and_time_are_multiplied_and_doubtful(words: str, formula: str, yuan: int) -> None:
    found = owed_periods.find(words, NOW)
    assert found is not None
    assert (found.formula, found.fen) == (formula, yuan * 100)
    owed = [one for one in find_facts(words, NOW) if one.type == "amount" and one.role == "fee_owed"]
    assert [(one.value, one.confidence) for one in owed] == [
        ({"low_fen": yuan * 100, "high_fen": yuan * 100}, 0.5)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "物业费2800一年",
        "物业费一共欠了2800，三年了",
        "房租1200一月，租了五个月",
        "一个月物业费200多，欠三年",
        "房租大概1200一月欠了五个月",
        "房租1200一月欠了五个多月",
        "一年12000，欠半年",
        "工资5000一月欠了三个月",
        "每月利息500欠了五个月",
        "借了三万，每月还1000，欠了五个月",
        "押金1200，房租一月900，一年1万，欠两年",
    ],
)
def test_nothing_is_multiplied(words: str) -> None:
    assert owed_periods.find(words, NOW) is None


def test_a_total_told_beside_them_stays_the_sum() -> None:
    found = [one for one in find_facts("物业费一年2800，欠了三年，一共8400", NOW) if one.role == "fee_owed"]
    assert [(one.value, one.confidence >= 0.6) for one in found] == [
        ({"low_fen": 840000, "high_fen": 840000}, True)
    ]
    assert owed_periods.read("一年2800，欠了三年，一共8400", NOW) is None


@pytest.mark.parametrize("words", ["房租1200一月", "房租1200元一月没给", "租金两千一月欠五个月"])
def test_a_month_behind_a_price_is_not_january(words: str) -> None:
    assert dates.find(words, NOW) == []


@pytest.mark.parametrize("words", ["1200元，一月份没给", "借了2000，一月还", "一月5日借我2000"])
def test_january_stays_a_date(words: str) -> None:
    assert len(dates.find(words, NOW)) == 1
