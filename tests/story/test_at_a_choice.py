"""At a question with choices: earlier answers are corrected, none of the choices fits, the matter is left."""

from __future__ import annotations

import pytest

from bot.dialogue import none_fits
from bot.dialogue.session import Session
from bot.papers.boxes import choice
from tests.pure_talk import PureTalk

LOAN = ("别人欠我钱", "5万", "2023年5月1日", "银行转账")


def loan(count: int) -> PureTalk:
    talk = PureTalk("private_lending")
    talk.says(*LOAN[:count])
    return talk


def shown(talk: PureTalk, step: str) -> str:
    return talk.form.answers[step].shown


@pytest.mark.parametrize(
    "said",
    [
        "其实是6万",
        "不对，是6万",
        "不是，是6万",
        "我刚才说错了，借了六万",
        "其实借了6万",
        "应该是六万",
        "错了错了，6万",
        "前面那个数不对，是六万",
        "实际是60000元",
    ],
)
@pytest.mark.parametrize("count", [3, 4])
def test_a_sum_at_a_choice_corrects_the_sum_told_and_can_be_undone(said: str, count: int) -> None:
    talk = loan(count)
    step = talk.step
    talk.says(said)
    assert shown(talk, "principal") == "60,000元"
    assert "撤销" in talk.text()
    assert step is not None
    assert talk.asked() == step.id
    assert step.id not in talk.form.answers
    talk.says("撤销")
    assert shown(talk, "principal") == "50,000元"
    assert talk.asked() == step.id


def test_nothing_is_undone_twice() -> None:
    talk = loan(3)
    talk.says("其实是6万", "撤销", "撤销")
    assert shown(talk, "principal") == "50,000元"
    assert "没有可以撤销的" in talk.text()


def test_what_was_said_anew_is_not_undone() -> None:
    talk = loan(3)
    talk.says("其实是6万", "借款金额改成7万", "撤销")
    assert shown(talk, "principal") == "60,000元"


@pytest.mark.parametrize(
    ("said", "value"), [("其实是2022年5月", "2022年5月"), ("不对，是去年五月", "2025年5月")]
)
def test_a_day_at_a_choice_corrects_the_day_told(said: str, value: str) -> None:
    talk = loan(4)
    talk.says(said)
    assert shown(talk, "lent_on") == value
    assert "has_iou" not in talk.form.answers


@pytest.mark.parametrize("said", ["不是6万", "其实是6万吗", "其实挺多的", "他说其实是6万是吗"])
def test_other_words_correct_no_sum(said: str) -> None:
    talk = loan(4)
    talk.says(said)
    assert shown(talk, "principal") == "50,000元"


@pytest.mark.parametrize("said", ["其实是现金", "不对，是现金", "应该是现金给的"])
def test_words_of_an_option_behind_the_turn_answer_the_choice(said: str) -> None:
    talk = loan(3)
    talk.says(said)
    assert shown(talk, "paid_how") == "现金"
    assert shown(talk, "principal") == "50,000元"


NONE = ["都不是", "以上都不是", "没有一个对", "都不对", "哪个都不是", "没有合适的", "这几个都不对"]


@pytest.mark.parametrize("said", NONE)
def test_none_of_the_options_leaves_the_question_open(said: str) -> None:
    talk = loan(4)
    talk.says(said)
    assert not talk.form.answers["has_iou"].known
    assert talk.asked() == "due_on"


@pytest.mark.parametrize("said", NONE)
def test_none_of_the_options_is_the_option_for_all_else(said: str) -> None:
    talk = PureTalk("neighbor")
    assert talk.step is not None
    while talk.step is not None and talk.step.id != "issue":
        talk.says("跳过")
    talk.says(said)
    assert talk.form.answers["issue"].value == "other"


@pytest.mark.parametrize("said", ["没有", "不对", "不是", "都行", "没有借条", "都没写", "有", "不是我"])
def test_other_words_turn_down_nothing(said: str) -> None:
    assert not none_fits.said(said)


@pytest.mark.parametrize("said", ["跳过", "都不是"])
def test_what_was_left_open_is_to_be_filled_in_on_the_complaint(said: str) -> None:
    talk = loan(4)
    talk.says(said)
    row = choice(talk.flow.step("has_iou"), talk.form.answers["has_iou"])
    assert row.endswith("（待补）")
    assert talk.form.answers["has_iou"].shown not in row


LEAVES = [
    "取消这件事",
    "不弄了",
    "换一个事",
    "我要说的是另一件事",
    "不说这个了，换一件事",
    "我想办别的",
    "这事不办了",
]


@pytest.mark.parametrize("said", LEAVES)
@pytest.mark.parametrize("count", [1, 3, 4])
def test_leaving_a_matter_is_asked_and_loses_nothing(said: str, count: int) -> None:
    talk = loan(count)
    before, step = talk.form, talk.step
    talk.says(said)
    assert talk.form == before
    assert {"接着填这件", "先说另一件事", "放弃"} <= set(talk.buttons())
    talk.taps(talk.buttons()["接着填这件"])
    assert talk.form == before
    assert step is not None
    assert talk.asked() == step.id


@pytest.mark.parametrize("said", LEAVES)
def test_another_matter_puts_this_one_by(said: str) -> None:
    talk = loan(4)
    before = talk.form
    talk.says(said, "先说另一件事")
    assert talk.session.form is None
    assert talk.session.parked == (before,)
    talk.says("继续")
    assert talk.form == before
    assert talk.asked() == "has_iou"


def test_another_matter_said_again_is_meant() -> None:
    talk = loan(4)
    talk.says("换一件事", "换一件事")
    assert talk.session.form is None
    assert len(talk.session.parked) == 1


@pytest.mark.parametrize("said", LEAVES)
def test_a_matter_is_given_up_only_on_the_word(said: str) -> None:
    talk = loan(4)
    talk.says(said, "放弃")
    assert talk.session.form is None
    assert talk.session.parked == ()


@pytest.mark.parametrize("said", ["都不是", "以上都不是", "没有一个对", "这几个都不对"])
def test_none_of_the_offered_disputes(said: str) -> None:
    talk = PureTalk("private_lending")
    rows = [["借钱不还", "flow:private_lending"], ["都不是", "triage:none"]]
    asked = {"kind": "triage", "again": "triage", "buttons": rows, "values": {}, "story": "有点事", "line": 1}
    talk.session = Session(noticed=True, asking=asked)
    talk.says(said)
    assert talk.session.asking is None
    assert "换个说法" in talk.text()
