"""Several sums in one answer: the total that is named, so many at so much each, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import amounts
from bot.text.reading import Context, Reading, Refusal, flat

CONTEXT = Context(date(2026, 11, 22))


def yuan(text: str) -> int:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading), found
    value = flat(found.value)
    assert value["low_fen"] == value["high_fen"]
    return int(str(value["low_fen"])) // 100


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("包工头欠我3万工钱", ["30,000元"]),
        ("还欠我3万2工资没给", ["32,000元"]),
        ("50万工程款一分没结", ["500,000元"]),
        ("干了20工还没结账", []),
    ],
)
def test_a_sum_before_wages_is_no_count_of_days_worked(text: str, shown: list[str]) -> None:
    assert [one.shown for one in amounts.find(text, CONTEXT)] == shown


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("起码赔我一万五吧 地板8000柜子5000墙2000", 15000),
        ("起码赔我一万五吧 地板8000元柜子5000元墙2000元", 15000),
        ("地板8000元 柜子5000元 一共要一万三", 13000),
        ("医药费三千 误工费两千 总共5000", 5000),
        ("就要两万 本金一万八 利息两千", 20000),
        ("三万五 2023年借的", 35000),
    ],
)
def test_the_total_that_is_named_wins_over_its_parts(text: str, total: int) -> None:
    assert yuan(text) == total


@pytest.mark.parametrize(
    "text",
    [
        "两个平台 借呗一万八 还有个什么贷五千多",
        "借呗一万八 花呗5000",
        "地板8000元 柜子5000元",
        "一共五万 还了两万",
        "总共借了5万 总共还了1万",
    ],
)
def test_sums_without_one_total_are_not_guessed(text: str) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Refusal)
    assert "总数" in found.sentence
    assert found.sentence.endswith("。")


@pytest.mark.parametrize(
    ("text", "total", "confirm"),
    [
        ("四十只 一只八百", 32000, "40×800元＝32,000元，对吗？"),
        ("四十只羊，一只800元", 32000, "40×800元＝32,000元，对吗？"),
        ("10人每人三千", 30000, "10×3000元＝30,000元，对吗？"),
        ("20吨 每吨450块", 9000, "20×450元＝9,000元，对吗？"),
    ],
)
def test_so_many_at_so_much_are_multiplied_and_asked(text: str, total: int, confirm: str) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert yuan(text) == total
    assert found.confirm == confirm
    assert text[found.start : found.end] == text


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("一天260 大工", 260), ("一天80 小工", 80), ("每天300", 300), ("3个月 一个月5000", 5000),
        ("改一下 还了八千", 8000), ("四十只 一头八百", 800), ("一只八百", 800),
    ],
)  # fmt: skip
def test_price_or_pay_for_one_stays_as_it_is(text: str, total: int) -> None:
    found = amounts.read(text, CONTEXT)
    assert yuan(text) == total
    assert isinstance(found, Reading)
    assert not found.confirm
