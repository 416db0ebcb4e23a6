"""Everyday talk beside a question (微信没电了, 今天下雪了) is no answer: the question is put again."""

from __future__ import annotations

import pytest

from tests.pure_talk import PureTalk
from tests.story.test_words_of_others import at

REMARKS = [
    ("lent_on", "今天下雪了"),
    ("lent_on", "昨天没睡好"),
    ("lent_on", "我今年都60了"),
    ("lent_on", "今天星期几来着"),
    ("lent_on", "今天真怪啊"),
    ("due_on", "今天不想说了"),
    ("due_on", "这两天太忙"),
    ("paid_how", "微信没电了"),
    ("paid_how", "支付宝打不开"),
    ("paid_how", "微信登不上去了"),
    ("paid_how", "我用微信跟您聊呢"),
    ("paid_how", "银行关门了"),
    ("has_iou", "有点冷"),
    ("has_iou", "没睡好"),
    ("has_iou", "有人敲门"),
    ("has_iou", "要下雨了"),
    ("principal", "我孩子三岁"),
    ("principal", "我六十岁了"),
]


@pytest.mark.parametrize(("step", "said"), REMARKS)
def test_a_remark_is_stored_nowhere(step: str, said: str) -> None:
    talk = at(step)
    before = talk.form
    talk.says(said)
    assert talk.form == before
    assert talk.asked() == step


@pytest.mark.parametrize(
    ("step", "said", "shown"),
    [
        ("lent_on", "今天借的", "2026年11月22日"),
        ("lent_on", "昨天给他转的", "2026年11月21日"),
        ("lent_on", "去年9月，我闺女出嫁那天", "2025年9月"),
        ("paid_how", "微信转的，手机快没电了", "微信或支付宝"),
        ("paid_how", "给的现金，当时银行关门了", "现金"),
        ("has_iou", "有，天太冷我明天拿", "有"),
        ("has_iou", "没写", "没有"),
        ("principal", "五万，孩子哭了等下", "50,000元"),
    ],
)
def test_an_answer_beside_a_remark_is_kept(step: str, said: str, shown: str) -> None:
    talk = at(step)
    talk.says(said)
    if talk.session.asking:
        talk.says("对")
    assert shown in talk.form.answers[step].shown


@pytest.mark.parametrize("said", ["我家老李出去了", "孩子睡着了", "老王来串门了", "邻居王婶叫我吃饭"])
def test_a_visitor_is_no_name(said: str) -> None:
    talk = PureTalk("private_lending")
    while talk.step is not None and talk.step.id != "guarantor_name":
        step = talk.step
        answers = {
            "side": "别人欠我钱",
            "principal": "5万",
            "lent_on": "2023年5月1日",
            "guarantor": "有担保人",
        }
        talk.says(answers.get(step.id, "不知道"))
    before = talk.form
    talk.says(said)
    assert talk.form == before
