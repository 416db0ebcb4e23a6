"""People of a story: who is named, whose side they are on, and what is no name."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text.facts import find_facts
from bot.text.reading import Context

CONTEXT = Context(date(2026, 11, 22))


def people(text: str) -> list[tuple[object, str]]:
    return [(fact.value, fact.role) for fact in find_facts(text, CONTEXT) if fact.type == "person"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "去年开春我们村的靳富贵要买打草机，跟我拿了三万二，说卖了羊就给，羊卖了两茬了，人家新车都开上了，我的钱还没个影。",
            ("靳富贵", "respondent"),
        ),
        (
            "我在薛家湾开五金店，有个叫郗小东的装修的时候赊了我一批水管和开关，一共八千六，写了欠条，过了半年打电话不接，微信也把我删了。",
            ("郗小东", "respondent"),
        ),
        (
            "我叫撖玉梅，今年五十八，在镇上给人做饭，饭馆的老板去年腊月就不给开工资了，前前后后欠了我五个月，一个月两千八，问他要就说生意不好。",
            ("撖玉梅", "applicant"),
        ),
    ],
)
def test_rare_surnames_are_heard_in_stories(text: str, found: tuple[str, str]) -> None:
    assert found in people(text)


@pytest.mark.parametrize("rows", [3, 12])
@pytest.mark.parametrize(
    "shape", ["{n}. {who} 138001380{n:02} {sum}元", "{who}，{sum}", "{n}、{who}：{sum}元"]
)
def test_the_names_of_a_pasted_table_are_nobodys_other_side(rows: int, shape: str) -> None:
    names = [
        "王建军",
        "李海霞",
        "张占元",
        "刘二虎",
        "陈玉梅",
        "杨小龙",
        "赵美丽",
        "黄志刚",
        "周凤英",
        "吴大勇",
        "徐根旺",
        "孙秀兰",
    ]
    text = "\n".join(shape.format(n=n, who=who, sum=6000 + 35 * n) for n, who in enumerate(names[:rows], 1))
    text = f"这是我们班组的名单，都是在大路工地干活的，工资到现在没有给，麻烦给登记一下\n{text}"
    assert people(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "大白天的谈好价钱又变卦，车棚一个月收三十块，电瓶车还是让人偷了，管车棚的说不归他管，我就想问问这个钱该谁赔给我，总不能两边都说没他的事吧。",
        "我们查阅了合同，上面写得明明白白，折腾了这么久，钱算什么，关键是这口气咽不下去，到现在没有一个人出来给个说法。",
    ],
)
def test_words_that_begin_like_surnames_are_no_names(text: str) -> None:
    assert people(text) == []
