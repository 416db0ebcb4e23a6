"""Names that hold the word of a day, and days that only stand behind a word that is a surname elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text.facts import find_facts
from bot.text.names import read_party
from bot.text.reading import Context

CONTEXT = Context(date(2026, 11, 22))


def told(text: str, kind: str) -> list[str]:
    return [fact.shown for fact in find_facts(text, CONTEXT) if fact.type == kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("周六子借我两万不还", "周六子"),
        ("被告周六子欠钱不还", "周六子"),
        ("周一鸣欠我3万", "周一鸣"),
        ("对方叫周六子", "周六子"),
        ("张国庆欠我3万", "张国庆"),
        ("我借给张国庆两万", "张国庆"),
        ("我邻居叫张国庆，借我5万", "张国庆"),
        ("王元旦欠我工资", "王元旦"),
        ("赵端午借了我两万", "赵端午"),
        ("男的叫蒋立春", "蒋立春"),
        ("我借给王立秋两万", "王立秋"),
    ],
)
def test_a_surname_before_a_day_word_is_a_person(text: str, name: str) -> None:
    assert told(text, "person") == [name]
    assert told(text, "date") == []


def test_a_name_and_a_day_beside_each_other() -> None:
    assert told("李中秋去年借了我两万", "person") == ["李中秋"]
    assert told("李中秋去年借了我两万", "date") == ["2025年"]


@pytest.mark.parametrize(
    "text",
    [
        "我们国庆借的",
        "国庆借的",
        "这钱国庆借的",
        "于国庆节借给他两万",
        "张三国庆借我两万",
        "上周六借我两万",
        "周六借的",
        "周三来借钱",
        "周五妹妹借我两万",
        "周六他打我",
        "同事周六打我",
        "2026年元旦借的",
    ],
)
def test_a_day_stays_a_day(text: str) -> None:
    assert len(told(text, "date")) == 1


@pytest.mark.parametrize("text", ["刀削面馆欠我三个月工资", "黄焖鸡小店没给我工资", "牛肉面馆拖欠工资"])
def test_a_shop_is_no_person(text: str) -> None:
    assert told(text, "person") == []


@pytest.mark.parametrize("said", ["null", "undefined", "none", "None", "test", "N/A", "测试", "xxx"])
def test_what_stands_for_nothing_is_no_name(said: str) -> None:
    assert read_party(said, CONTEXT) is None
