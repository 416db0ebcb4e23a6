"""A sum, an outcry, a place or a wish for help said alone: what happened is asked, or a person offered."""

from __future__ import annotations

import pytest

from bot.dialogue.session import Session
from bot.law import cheated
from flows.engine import Answer, Form
from tests.flow_answers import FLOWS
from tests.pure_talk import buttons, hear, said

NOBODY = Session(noticed=True)


@pytest.mark.parametrize("words", ["5万", "三万块", "5000元", "一万二", "两千块钱吧", "大概八千"])
def test_a_sum_alone_is_asked_what_money_it_is(words: str) -> None:
    outcome = hear(words, NOBODY)
    assert "是什么钱" in said(outcome)
    assert outcome.session.form is None


@pytest.mark.parametrize(
    "words",
    ["坑死了", "太坑了", "气死我了", "欺负人", "没天理", "冤枉啊", "真是倒霉", "太欺负人了", "憋屈", "黑心"],
)
def test_an_outcry_alone_is_asked_what_happened(words: str) -> None:
    assert "是什么事，跟谁" in said(hear(words, NOBODY))


@pytest.mark.parametrize(
    "words",
    [
        "薛家湾",
        "准格尔旗",
        "沙圪堵镇",
        "东胜",
        "达旗",
        "黑岱沟村",
        "伊金霍洛旗",
        "羊圈",
        "挖掘机",
        "联合收割机",
    ],
)
def test_a_place_or_a_thing_alone_is_asked_what_it_is_about(words: str) -> None:
    outcome = hear(words, NOBODY)
    assert f"您说的是“{words}”" in said(outcome)
    assert "帮不上忙" not in said(outcome)
    assert {"菜单", "转人工"} <= set(buttons(outcome))


@pytest.mark.parametrize("words", ["今天天气真好", "给我讲个笑话", "你喜欢吃什么", "帮我订张火车票"])
def test_chatter_is_no_name(words: str) -> None:
    assert "您说的是" not in said(hear(words, NOBODY))


@pytest.mark.parametrize("step", ["side", "principal"])
@pytest.mark.parametrize(
    "words", ["找人", "法官", "不会用", "不会弄", "我不会用手机", "太难了不会填", "叫个人来", "老人不会打字"]
)
def test_who_does_not_know_how_is_offered_a_person_in_mid_form(words: str, step: str) -> None:
    given = {"side": Answer("lent", "别人欠我钱")} if step == "principal" else {}
    form = Form("private_lending", FLOWS["private_lending"].rev, given)
    outcome = hear(words, Session(noticed=True, form=form))
    assert "要转人工吗" in said(outcome)
    assert outcome.session.form == form
    assert [
        "转人工",
        "yes",
        "handoff",
    ]
    declined = hear("不用，接着填", outcome.session, payload="no")
    assert any(say.card and say.card.kind == "question" for say in declined.says)


@pytest.mark.parametrize("words", ["找人", "不会用"])
def test_outside_a_form_a_no_is_answered_too(words: str) -> None:
    offered = hear(words, NOBODY)
    assert "不转人工" in said(hear("不用", offered.session, payload="no"))


@pytest.mark.parametrize(
    "words",
    [
        "我被骗了",
        "我被骗了我被骗了我被骗了",
        "我被人骗了",
        "被骗了！被骗了！",
        "真的被骗了怎么办",
        "网上被骗了5万",
        "我们被他骗了钱",
    ],
)
def test_who_was_cheated_is_in_no_danger_however_often_it_is_said(words: str) -> None:
    session = NOBODY
    for _ in range(4):
        outcome = hear(words, session)
        assert outcome.verdict != "danger"
        assert outcome.session.mode == "bot"
        session = outcome.session
    assert cheated.only(words)


@pytest.mark.parametrize(
    "words",
    [
        "我被骗了不想活了",
        "我被骗了他要打死我",
        "被骗了救命",
        "被骗到外地关起来了",
        "我被骗了他拿刀追我",
        "救命",
    ],
)
def test_danger_beside_it_is_heard(words: str) -> None:
    assert not cheated.only(words)
