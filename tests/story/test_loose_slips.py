"""刚才说错了 with a value and without the name of the field: it goes where it was meant, or is asked for."""

from __future__ import annotations

import pytest

from bot.dialogue import taken_back
from tests.pure_talk import PureTalk

LOAN = ("别人欠我钱", "五万", "2024年3月1日", "现金", "有", "没约定", "没约定")


def loan(count: int) -> PureTalk:
    talk = PureTalk("private_lending")
    talk.says(*LOAN[:count])
    return talk


def shown(talk: PureTalk, step: str) -> str:
    return talk.form.answers[step].shown


@pytest.mark.parametrize(
    "said",
    [
        "五万五 我刚才说错了",
        "我刚才说错了，五万五",
        "刚才写错了，是55000",
        "不对 打错了 应该是五万五",
        "五万五，刚刚填错了",
        "口误，五万五",
        "哎呀说错了五万五",
    ],
)
@pytest.mark.parametrize("count", [2, 5, 7])
def test_a_sum_said_wrongly_is_the_sum_that_was_told(said: str, count: int) -> None:
    talk = loan(count)
    step = talk.step
    talk.says(said)
    assert shown(talk, "principal") == "55,000元"
    assert step is not None
    assert step.id not in talk.form.answers
    assert talk.step == step


@pytest.mark.parametrize(
    ("said", "step", "value"),
    [
        ("刚才写错了，2024年5月6日", "lent_on", "2024年5月6日"),
        ("说错了 不是 我写错了 借的是五万五", "principal", "55,000元"),
        ("五万八，刚才借的钱说错了", "principal", "58,000元"),
        ("写错了，借款金额六万", "principal", "60,000元"),
    ],
)
def test_a_value_goes_to_what_it_can_be(said: str, step: str, value: str) -> None:
    talk = loan(7)
    talk.says(said)
    assert shown(talk, step) == value
    assert "repaid" not in talk.form.answers


def test_while_another_value_is_read_back_an_earlier_one_is_corrected() -> None:
    talk = loan(6)
    talk.says("2分利")
    assert talk.session.asking
    talk.says("不是 我写错了 借的是五万五")
    assert shown(talk, "principal") == "55,000元"
    assert talk.step is not None
    assert talk.step.id == "rate"


def test_of_several_sums_the_one_just_told_is_meant() -> None:
    talk = loan(7)
    talk.says("还了一万", "没有了", "一万二 刚才说错了")
    assert shown(talk, "principal") == "50,000元"
    assert "12,000元" in shown(talk, "repaid")


def test_of_several_sums_told_earlier_which_is_asked() -> None:
    talk = loan(7)
    talk.says("还了一万", "没有了", "没催过", "说错了，三万")
    assert "哪一项" in talk.text()
    assert shown(talk, "principal") == "50,000元"
    assert {"借款金额", "已经还的钱"} <= set(talk.buttons())
    talk.taps(talk.buttons()["借款金额"])
    assert shown(talk, "principal") == "30,000元"


def test_which_can_be_left_unanswered() -> None:
    talk = loan(7)
    talk.says("还了一万", "没有了", "没催过", "说错了，三万", "没有")
    assert shown(talk, "principal") == "50,000元"
    assert "10,000元" in shown(talk, "repaid")


@pytest.mark.parametrize(
    "said",
    [
        "他把借条写错了，写成三万了",
        "借条上名字写错了",
        "你说错了吧？",
        "我没说错，就是五万",
    ],
)
def test_other_slips_correct_nothing(said: str) -> None:
    talk = loan(2)
    talk.says(said)
    assert shown(talk, "principal") == "50,000元"
    assert "lent_on" not in talk.form.answers


@pytest.mark.parametrize("said", ["刚才我说错了", "刚刚写错了", "今天才发现填错了"])
def test_a_moment_ago_is_no_day(said: str) -> None:
    talk = loan(2)
    talk.says(said)
    assert "lent_on" not in talk.form.answers


@pytest.mark.parametrize("said", ["刚才", "今天", "就是刚才借的"])
def test_a_moment_ago_is_today_where_it_is_the_answer(said: str) -> None:
    talk = loan(2)
    talk.says(said)
    if talk.session.asking:
        talk.says("对")
    assert shown(talk, "lent_on") == "2026年11月22日"


@pytest.mark.parametrize(
    ("said", "value"), [("五万五 我刚才说错了", "五万五"), ("写错了 应该是3月5号", "3月5号"), ("口误", "")]
)
def test_the_value_beside_a_slip(said: str, value: str) -> None:
    assert taken_back.value_said(said) == value
