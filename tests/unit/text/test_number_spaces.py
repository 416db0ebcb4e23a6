"""Spaces inside a number change nothing; values beside each other stay apart; spans stay the writer's."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import amounts
from bot.text.facts import find_facts
from bot.text.normalise import normalise
from bot.text.reading import Context, Reading, Refusal, flat
from tests.unit.text.test_round_trips import words

CONTEXT = Context(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("5 万", 50_000),
        ("五 万", 50_000),
        ("大约 5 w", 50_000),
        ("5 千", 5_000),
        ("3 k", 3_000),
        ("十 万", 100_000),
        ("5.5 万", 55_000),
        ("1 0 0 0 0元", 10_000),
        ("2 5 0 0 块", 2_500),
        ("1 0 0 0 0", 10_000),
        ("10 000元", 10_000),
        ("1 500 000元", 1_500_000),
        ("5 万元", 50_000),
        ("5  万块", 50_000),
        ("5\u3000万", 50_000),
        ("2万3 千", 23_000),
        ("2 万 3 千 5 百 元", 23_500),
        ("两 万 五", 25_000),
        ("三 十 五 万", 350_000),
        ("八百 七十七", 877),
        ("一百 二十万", 1_200_000),
        ("1 个 亿", 100_000_000),
    ],
)
def test_spaces_inside_a_number_change_nothing(said: str, yuan: int) -> None:
    read = amounts.read(said, CONTEXT)
    assert isinstance(read, Reading)
    assert flat(read.value)["low_fen"] == yuan * 100


@pytest.mark.parametrize(
    "said",
    [
        "3 5",
        "1 2 3",
        "张三 5000 3个月",
        "张三 5万 3千",
        "张三 五万 三千元",
        "张三 500 800元",
        "1 万军 5000",
        "借给张三 十万",
        "王五 万元",
        "李四 千万别借",
        "3 千克",
        "5 kg",
        "5万 2023年",
    ],
)
def test_values_beside_each_other_are_not_glued(said: str) -> None:
    assert normalise(said).text == said


@pytest.mark.parametrize("said", ["3 5", "张三 5万 3千", "五万 三千元"])
def test_what_may_be_two_sums_is_asked(said: str) -> None:
    assert isinstance(amounts.read(said, CONTEXT), Refusal)


@pytest.mark.parametrize(
    ("story", "said", "fen"),
    [
        ("李四欠我5 万", "5 万", 5_000_000),
        ("去年王强借了我 三 万 五 千 元 一直不还", "三 万 五 千 元", 3_500_000),
        ("老板拖欠工资1 2 0 0 0元没给", "1 2 0 0 0元", 1_200_000),
    ],
)
def test_a_story_keeps_the_sum_and_its_place(story: str, said: str, fen: int) -> None:
    facts = [fact for fact in find_facts(story, CONTEXT) if fact.type == "amount"]
    assert [flat(fact.value)["low_fen"] for fact in facts] == [fen]
    assert [story[fact.start : fact.end] for fact in facts] == [said]


@given(st.integers(1000, 99_999_999), st.sampled_from(["", "元", "块"]), st.data())
def test_a_number_torn_apart_reads_back(value: int, unit: str, data: st.DataObject) -> None:
    """Any spaces: the same sum or a question, never another sum. Every space: the same sum."""
    spelled = words(value) + unit
    gaps = data.draw(st.lists(st.booleans(), min_size=len(spelled), max_size=len(spelled)))
    torn = "".join(char + " " * gap for char, gap in zip(spelled, gaps, strict=True)).strip()
    read = amounts.read(torn, CONTEXT)
    assert isinstance(read, Refusal) or (read is not None and flat(read.value)["low_fen"] == value * 100)
    whole = amounts.read(" ".join(spelled), CONTEXT)
    assert isinstance(whole, Reading)
    assert flat(whole.value)["low_fen"] == value * 100


@given(st.integers(1, 9999), st.sampled_from(["万", "千", "w", "k"]), st.integers(1, 3))
def test_figures_apart_from_their_unit_read_back(value: int, unit: str, gap: int) -> None:
    read = amounts.read(f"{value}{' ' * gap}{unit}", CONTEXT)
    assert isinstance(read, Reading)
    assert flat(read.value)["low_fen"] == value * (10_000 if unit in "万w" else 1000) * 100
