"""Stretches of time as they are said in the country, and those that say only about how long."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import durations
from bot.text.reading import Context, Reading, flat

CONTEXT = Context(date(2026, 11, 22))


def answer(text: str) -> tuple[Reading, tuple[int, int]]:
    """The reading of an answer, and its least and most days."""
    found = durations.read(text, CONTEXT)
    assert isinstance(found, Reading), text
    value = flat(found.value)
    return found, (int(str(value["low_days"])), int(str(value["high_days"])))


EXACT = {
    "仨月": 90, "俩月": 60, "俩礼拜": 14, "仨星期": 21, "俩年": 730, "仨年": 1095, "仨个月": 90,
    "一个半月": 45, "三个半月": 105, "一年三个半月": 470, "两年零四个半月": 865, "一年零半个月": 380,
    "一年零三个月": 455, "一年又三个月": 455, "半个月": 15, "三整年": 1095, "三个整月": 90, "整整仨月": 90,
    "干了仨月": 90, "还差我俩月": 60, "过了俩年了": 730, "拖了半年": 180,
}  # fmt: skip


@pytest.mark.parametrize(("text", "days"), EXACT.items())
def test_a_length_is_read_to_the_day(text: str, days: int) -> None:
    found, ends = answer(text)
    assert (ends, found.exact, found.confirm) == ((days, days), True, "")


OPEN = {
    "十天半个月": (10, 15), "十天半月": (10, 15), "十天八天": (8, 10), "三天五天": (3, 5), "三两天": (2, 3),
    "小半年": (120, 180), "大半年": (180, 270), "半年多": (180, 270), "大半年了": (180, 270),
    "小半个月": (10, 15), "大半个月": (15, 25), "半拉月": (15, 15), "半拉子月": (15, 15),
    "一年多": (365, 730), "两年多点": (730, 1095), "两年来地": (730, 730), "三个来月": (90, 90),
    "一个来月": (30, 30), "百八十天": (80, 100), "百儿八十天": (80, 100), "百十来天": (100, 120),
    "十来天": (8, 12), "五六年": (1825, 2190), "三五个月": (90, 150), "两仨月": (60, 90), "俩仨月": (60, 90),
    "三两个月": (60, 90), "一年半载": (180, 365), "三年五载": (1095, 1825), "十年八年": (2920, 3650),
    "个把月": (25, 40), "年把": (300, 450), "个把年": (300, 450), "大几个月": (150, 270),
    "小几年": (730, 1825),
}  # fmt: skip


@pytest.mark.parametrize(("text", "ends"), OPEN.items())
def test_an_open_length_keeps_both_ends_and_is_asked_back(text: str, ends: tuple[int, int]) -> None:
    found, told = answer(text)
    assert told == ends
    assert (found.exact, found.shown[0]) == (False, "约")
    assert found.confirm.endswith("例如：3个月。")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("大概三个月", 90), ("快一年了", 365), ("将近两年", 730), ("不到三个月", 90), ("三个月不到", 90),
        ("一年出头", 365), ("两年有余", 730), ("半年左右", 180), ("小仨月", 90), ("小一年", 365),
        ("五年以上", 1825),
        ("至少半年", 180), ("顶多俩月", 60), ("最多也就三个月", 90), ("近三年", 1095), ("干了快三年", 1095),
    ],
)  # fmt: skip
def test_a_bounded_length_is_about_and_said_back_in_full(text: str, days: int) -> None:
    found, told = answer(text)
    assert told == (days, days)
    assert (found.exact, found.shown[0]) == (False, "约")
    bound = text.removeprefix("干了").removesuffix("了")
    assert f"“{bound}”" in found.confirm


@pytest.mark.parametrize(
    "text",
    ["尽快三个月内还清", "最近三个月", "老小三个月", "附近三年", "上半年", "2023年把钱借给他", "我们俩年轻"],
)
def test_words_that_only_look_like_bounds_change_nothing(text: str) -> None:
    assert all(found.exact for found in durations.find(text, CONTEXT))


@given(
    st.sampled_from(
        [("半个月", 15), ("一个月", 30), ("三个月", 90), ("半年", 180), ("一年", 365), ("两年", 730)]
    ),
    st.sampled_from(
        ["大概{0}", "快{0}了", "差不多{0}", "不到{0}", "{0}左右", "{0}上下", "起码{0}", "{0}以上"]
    ),
)
def test_every_bound_of_every_length_holds_it(length: tuple[str, int], form: str) -> None:
    found, (low, high) = answer(form.format(length[0]))
    assert low <= length[1] <= high
    assert not found.exact
