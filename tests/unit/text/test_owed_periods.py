"""A price for a year or month and an unpaid stretch: the product, and when nothing is multiplied."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import dates, owed_periods
from bot.text.facts import find_facts
from bot.text.reading import Context, flat

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
        "欠我们10个人三个月工资，每人每月6000",
        "干了仨月，每月6000，工资没给",
        "一天260，欠我三个月工资",
        "欠三个月工资一个月六千多",
        "工资每月6000欠了快三个月",
        "欠三个月工资6000",
        "三个月工资一个月六千，都给了",
        "三个月加班工资，一个月6000没给",
        "八个月抚养费一个月800",
        "每月利息500欠了五个月",
        "借了三万，每月还1000，欠了五个月",
        "押金1200，房租一月900，一年1万，欠两年",
    ],
)
def test_nothing_is_multiplied(words: str) -> None:
    assert owed_periods.find(words, NOW) is None


PAY = [
    ("欠三个月工资一个月六千", "6000×3", 6000, 18000, 90),
    ("欠我仨月工资，每月6000", "6000×3", 6000, 18000, 90),
    ("老板欠我三个月工资，一个月六千", "6000×3", 6000, 18000, 90),
    ("工资5000一月欠了三个月", "5000×3", 5000, 15000, 90),
    ("月工资6000，拖欠半年", "6000×6", 6000, 36000, 180),
    ("工资一个月6000，干了五个月，欠三个月", "6000×3", 6000, 18000, 90),
    ("欠俩月工资一个月4500", "4500×2", 4500, 9000, 60),
    ("三个月工资没发，月薪6000", "6000×3", 6000, 18000, 90),
    ("两个月没开工资了，一个月五千五", "5500×2", 5500, 11000, 60),
]


@pytest.mark.parametrize(("words", "formula", "each", "yuan", "days"), PAY)
def test_months_of_pay_tell_how_many_how_much_and_the_product(
    words: str, formula: str, each: int, yuan: int, days: int
) -> None:
    found = owed_periods.find(words, NOW)
    assert found is not None
    assert (found.formula, found.fen, found.role) == (formula, yuan * 100, "wage_owed")
    facts = {(one.type, one.role): one for one in find_facts(words, NOW)}
    monthly, owed = facts["amount", "wage_monthly"], facts["amount", "wage_owed"]
    assert flat(monthly.value)["low_fen"] == each * 100
    assert (flat(owed.value)["low_fen"], owed.confidence) == (yuan * 100, 0.5)
    assert flat(facts["duration", "owed"].value)["low_days"] == days


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("欠三个月房租每月1500", 4500),
        ("三个月房租，每月1500没给", 4500),
        ("八个月抚养费没给，一个月800", 6400),
        ("他八个月没给抚养费了一个月800", 6400),
        ("欠半年赡养费一个月500", 3000),
    ],
)
def test_months_of_rent_and_support_are_multiplied(words: str, yuan: int) -> None:
    found = owed_periods.find(words, NOW)
    assert found is not None
    assert (found.fen, found.role) == (yuan * 100, "fee_owed")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("三个月房租每月1500", "1500×3＝4,500元，对吗？"),
        ("八个月抚养费一个月800", "800×8＝6,400元，对吗？"),
        ("三个月工资一个月六千", "6000×3＝18,000元，对吗？"),
    ],
)
def test_asked_how_much_is_owed_the_months_are_the_unpaid_ones(words: str, shown: str) -> None:
    found = owed_periods.read(words, NOW)
    assert found is not None
    assert found.confirm == shown


@pytest.mark.parametrize("words", ["欠三个月工资一个月六千，给过2000", "欠三个月工资一个月六千，一共17000"])
def test_pay_with_another_sum_beside_it_is_not_multiplied(words: str) -> None:
    owed = [one.shown for one in find_facts(words, NOW) if one.role == "wage_owed"]
    assert "18,000元" not in owed
    assert owed_periods.read(words, NOW) is None


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
