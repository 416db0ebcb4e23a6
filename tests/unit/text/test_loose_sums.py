"""Sums told loosely: beside a name that ends in a number, stuck to a day, heaped units, below zero, 年底."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import amounts, dates
from bot.text.facts import find_facts
from bot.text.reading import Context, Reading, Refusal, flat

TODAY = Context(date(2026, 11, 22))
#: a sum in words and in yuan
SUMS = {
    "五万": 50_000,
    "两万三": 23_000,
    "5万": 50_000,
    "八千": 8_000,
    "一万二": 12_000,
    "三百元": 300,
    "5000元": 5_000,
}
NAMES = ("张三", "李四", "王五", "赵六", "孙八", "马六", "陈二", "刘一", "王小五", "杨老三")


def yuan(text: str) -> list[tuple[int, int]]:
    """The sums found in running text, as (low, high) in yuan."""
    values = [flat(found.value) for found in amounts.find(text, TODAY)]
    return [(int(str(v["low_fen"])) // 100, int(str(v["high_fen"])) // 100) for v in values]


def read(text: str) -> Reading | Refusal | None:
    return amounts.read(text, TODAY)


@given(
    st.sampled_from(NAMES),
    st.sampled_from(sorted(SUMS)),
    st.sampled_from(
        [
            "借给{n}{s}",
            "{n}{s}",
            "我欠{n}{s}",
            "，给{n}{s}",
            "向{n}借了{s}",
            "告{n}{s}没还",
            "给了{n}{s}",
            "朋友{n}{s}",
        ]
    ),
)
def test_a_name_that_ends_in_a_number_adds_nothing_to_the_sum(name: str, said: str, words: str) -> None:
    assert yuan(words.format(n=name, s=said)) == [(SUMS[said], SUMS[said])]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_alone_is_no_sum(name: str) -> None:
    assert read(name) is None
    assert read(f"我叫{name}") is None


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("借了三五万", 30_000, 50_000),
        ("押金五六千", 5_000, 6_000),
        ("欠我工钱七八千", 7_000, 8_000),
        ("一张三五百", 300, 500),
        ("老王五万", 50_000, 50_000),
        ("小李三五千", 3_000, 5_000),
        ("借张三千块", 3_000, 3_000),  # 张 + 三千: nobody is meant by 张三 here
        ("借给王五六七万", 60_000, 70_000),
        ("卖了牛五六千", 5_000, 6_000),
        ("还了五六千", 5_000, 6_000),
        ("周五给了五万", 50_000, 50_000),
        ("两万三", 23_000, 23_000),
        ("三万五", 35_000, 35_000),
        ("五万5千", 55_000, 55_000),
    ],
)
def test_other_words_before_a_number_leave_it_whole(said: str, low: int, high: int) -> None:
    assert yuan(said) == [(low, high)]


def test_a_sum_that_may_begin_inside_the_name_is_asked_back() -> None:
    found = amounts.find("借给李四十万", TODAY)  # 李四 十万, or 李 四十万
    assert yuan("借给李四十万") == [(100_000, 100_000)]
    assert found[0].confirm


def test_the_story_of_a_person_with_a_number_in_the_name() -> None:
    told = {fact.role: fact.shown for fact in find_facts("我叫王芳，我借给张三五万", TODAY)}
    assert told["principal"] == "50,000元"
    assert told["respondent"] == "张三"


@pytest.mark.parametrize(
    "said",
    ["一亿亿亿", "一亿亿", "五万亿亿", "三万万", "5万w", "三千千元", "一百万亿", "十万亿", "99999亿元"],
)
def test_a_heap_of_units_is_refused_and_never_guessed(said: str) -> None:
    assert isinstance(read(said), Refusal)
    assert yuan(f"他借了我{said}") == []


@pytest.mark.parametrize(
    ("said", "told"),
    [("一万亿", 10**12), ("三千万", 30_000_000), ("1.2亿", 120_000_000), ("五千亿", 5 * 10**11)],
)
def test_large_sums_that_can_be_read_stay(said: str, told: int) -> None:
    assert yuan(f"欠我{said}元") == [(told, told)]


@pytest.mark.parametrize(
    "said", ["负五万", "负 五万", "负5万", "负五万三千", "-5万", "我负三千元", "是负20000元"]
)
def test_less_than_nothing_is_asked_back(said: str) -> None:
    assert isinstance(read(said), Refusal)
    assert [f for f in find_facts(f"他欠款{said}", TODAY) if f.type == "amount"] == []


@pytest.mark.parametrize(
    ("said", "told"), [("负债五万", 50_000), ("自负五千", 5_000), ("医药费自负3000元", 3_000)]
)
def test_words_with_a_minus_in_them_are_none(said: str, told: int) -> None:
    assert yuan(said) == [(told, told)]
    assert isinstance(read(said), Reading)


@pytest.mark.parametrize(
    ("said", "told", "day"),
    [
        ("货款8万2024年3月1日", 80_000, "2024-03-01"),
        ("8万2024年3月1日", 80_000, "2024-03-01"),
        ("欠款八万2024年3月1日", 80_000, "2024-03-01"),
        ("欠款八万二〇二四年三月一日", 80_000, "2024-03-01"),
        ("借了5万23年3月1日", 50_000, "2023-03-01"),
        ("借了80002024年3月1日", 8_000, "2024-03-01"),
        ("欠8万2024.3.1", 80_000, "2024-03-01"),
        ("欠8万12月1日", 80_000, "2025-12-01"),
        ("借五万十月一日", 50_000, "2026-10-01"),
    ],
)
def test_a_sum_stuck_to_a_day_is_both(said: str, told: int, day: str) -> None:
    facts = find_facts(said, TODAY)
    sums = [flat(f.value)["low_fen"] for f in facts if f.type == "amount"]
    days = [flat(f.value)["start"] for f in facts if f.type == "date"]
    assert (sums, days) == ([told * 100], [day])
    reading = read(said)
    assert isinstance(reading, Reading)
    assert flat(reading.value)["low_fen"] == told * 100


@given(st.integers(1, 99), st.integers(2015, 2026), st.integers(1, 12), st.integers(1, 28))
def test_any_sum_and_any_day_written_without_a_comma(many: int, year: int, month: int, number: int) -> None:
    said = f"货款{many}万{year}年{month}月{number}日"
    assert yuan(said) == [(many * 10_000, many * 10_000)]
    found = [flat(one.value)["start"] for one in dates.find(said, TODAY)]
    assert found == [date(year, month, number).isoformat()]


@pytest.mark.parametrize(
    ("said", "told"),
    [("1万2000", 12_000), ("五万2023元", 52_023), ("3万12", 30_012), ("2万2024元整", 22_024)],
)
def test_digits_that_are_no_year_belong_to_the_sum(said: str, told: int) -> None:
    assert yuan(f"欠我{said}") == [(told, told)]


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("年底还", 2026),
        ("说好年底还清", 2026),
        ("年底前一定付清", 2026),
        ("年底就给我", 2026),
        ("到年底结清", 2026),
        ("年底还钱", 2026),
        ("今年年底还", 2026),
        ("去年年底还", 2025),
        ("2023年年底还", 2023),
        ("年底还没给", 2025),
        ("年底没还", 2025),
        ("年底还了一部分", 2025),
        ("年底给的", 2025),
        ("年底借的", 2025),
        ("说好年底还，到现在也没还", 2025),
        ("答应年底给钱，一直拖着", 2025),
    ],
)
def test_the_end_of_the_year_comes_where_it_is_promised(said: str, year: int) -> None:
    found = dates.find(said, TODAY)
    assert [flat(one.value)["end"] for one in found[:1]] == [f"{year}-12-31"]
