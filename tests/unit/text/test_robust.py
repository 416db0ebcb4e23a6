"""Any text at all: no exception, spans inside the text, and quickly."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import amounts, cards, dates, durations, identity, people, phones, places, plates, rates
from bot.text.facts import find_facts
from bot.text.mask import mask_text
from bot.text.readers import readers
from bot.text.reading import Context, Json, Reading, Refusal

TODAY = date(2026, 11, 22)
CONTEXTS = [
    Context(TODAY, options={"yes": ["约定了", "有"], "no": "没约定"}),
    Context(date(2024, 2, 29), "future", anchor=date(2023, 12, 31), options={"a": "现金", "b": "转账"}),
]
FINDERS: list[Callable[[str, Context], list[Reading]]] = [
    amounts.find, dates.find, durations.find, rates.find, people.find, phones.find, cards.find, plates.find,
    identity.find, identity.find_uscc, places.find,
]  # fmt: skip
PIECES = (
    "一二两三四五六七八九十百千万亿零〇半几多来把点0123456789 ,.，。、-~/:：（）()"
    "年月日号天个周星期礼拜底初前后内到至现在今明去昨上下午正腊冬元块毛角分钱整"
    "利息%‰厘LPR倍借欠还我他张李王巴特尔公司有限老板被告蒙KABX农历阴除夕国庆春节每壹贰叁拾佰仟圆萬\u200b\ud800𠮷﹪①½㎡\t\n"
)
texts = st.one_of(st.text(max_size=80), st.text(PIECES, max_size=60))


def is_json(value: Json) -> bool:
    if isinstance(value, list):
        return all(map(is_json, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_json(one) for key, one in value.items())
    return value is None or isinstance(value, bool | int | float | str)


@settings(max_examples=400, deadline=None)
@given(texts, st.sampled_from(CONTEXTS))
def test_finders_bear_any_text(text: str, context: Context) -> None:
    for find in FINDERS:
        last = 0
        for found in find(text, context):
            assert last <= found.start < found.end <= len(text)
            assert is_json(found.value)
            last = found.end


@settings(max_examples=400, deadline=None)
@given(texts, st.sampled_from(CONTEXTS))
def test_readers_bear_any_text(text: str, context: Context) -> None:
    for read in readers().values():
        found = read(text, context)
        if isinstance(found, Refusal):
            assert found.sentence
        elif found is not None:
            assert 0 <= found.start <= found.end <= len(text)
            assert is_json(found.value)
            assert found.shown
            assert found.exact or found.confirm


@settings(max_examples=300, deadline=None)
@given(texts, st.sampled_from(CONTEXTS))
def test_facts_bear_any_text(text: str, context: Context) -> None:
    for fact in find_facts(text, context):
        assert text[fact.start : fact.end] == fact.text
        assert is_json(fact.value)
    mask_text(text)


def best_ms(work: Callable[[], object], rounds: int = 7) -> float:
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent) * 1000


def floor_ms() -> float:
    """A fixed piece of work of the same process, some three milliseconds where nothing else runs."""
    return best_ms(lambda: sum(number * number for number in range(50_000)))


STORY = (
    "我2022年3月跟着包工头李建国在大路镇的工地干活，一共干了8个月，月工资6000元，到现在还欠我工资12000元，我们一共12个人，"
    "老板电话13812340018，没签合同。去年腊月二十三他说过完年给，一直拖到现在，三天两头换号码，2025年10月1日最后一次找他要，"
    "他说等工程款下来再说。我还借给他三万五，月息2分，写了借条，担保人是赵六。"
)


def test_a_story_of_200_characters_costs_little() -> None:
    context = CONTEXTS[0]
    story = (STORY + STORY)[:200]
    find_facts(story, context)
    assert best_ms(lambda: find_facts(story, context), 20) < 8 * floor_ms()


def slowest_ms(text: str) -> float:
    context = CONTEXTS[0]
    times = []
    for find in FINDERS:
        find(text, context)
        times.append(best_ms(partial(find, text, context), 5))
    return max(times)


def test_no_reader_is_slow_on_500_characters_of_a_story() -> None:
    assert slowest_ms((STORY * 4)[:500]) < 3 * floor_ms()


@pytest.mark.parametrize(
    "piece", ["一", "9", "十年", "1.1", "张三", "2023年", "百", "每月", "半", "亿", "初", "到", "%", "，"]
)
def test_the_same_characters_over_and_over_stay_quick(piece: str) -> None:
    assert slowest_ms((piece * 500)[:500]) < 9 * floor_ms()


@pytest.mark.parametrize(
    ("kind", "text"),
    [("amount", "三万五"), ("date", "2023年5月1日"), ("date", "上周五"), ("date", "八月十五"), ("rate",
    "月息2分"), ("duration", "三个月"),
     ("phone", "13812340018"), ("id_number", "150622199003070018"), ("name", "张三"), ("yes_no",
     "对着了"), ("choice", "没约定")],
)  # fmt: skip
def test_a_short_answer_costs_next_to_nothing(kind: str, text: str) -> None:
    read, context = readers()[kind], CONTEXTS[0]
    read(text, context)
    assert best_ms(lambda: [read(text, context) for _ in range(20)]) / 20 < 0.06 * floor_ms()
