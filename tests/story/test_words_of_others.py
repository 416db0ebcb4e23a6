"""What somebody else says or denies at a question is read back, never stored as the person's own word."""

from __future__ import annotations

import pytest

from bot.text import hearsay
from tests.pure_talk import PureTalk

LOAN = ("别人欠我钱", "5万", "2023年5月1日", "银行转账", "没有", "没约定", "没约定", "没还过")
AT = {"principal": 1, "lent_on": 2, "paid_how": 3, "has_iou": 4, "due_on": 5, "rate": 6, "repaid": 7}


def at(step: str) -> PureTalk:
    talk = PureTalk("private_lending")
    talk.says(*LOAN[: AT[step]])
    assert talk.step is not None
    assert talk.step.id == step
    return talk


SAID = [
    ("has_iou", "他说没有借条", "没有"),
    ("has_iou", "他非说没打过条子", "没有"),
    ("has_iou", "老张一直讲没写", "没有"),
    ("has_iou", "人家说借条丢了", "丢了或在别人手里"),
    ("has_iou", "听说有借条", "有"),
    ("has_iou", "对方死活不承认有借条", "有"),
    ("rate", "她说没约定利息", "没约定"),
    ("rate", "他说一分利都没有", "没约定"),
    ("rate", "他说是月息2分", "月利率2%（年利率24%）"),
    ("rate", "月息2分他不认", "月利率2%（年利率24%）"),
    ("principal", "他说就借了3万", "30,000元"),
    ("principal", "对方只认两万", "20,000元"),
    ("lent_on", "他老婆说是去年借的", "2025年"),
    ("paid_how", "他硬说给的是现金", "现金"),
    ("due_on", "他说没约定", "没约定"),
    ("repaid", "他声称还了2万", "1笔，合计20,000元"),
    ("repaid", "他妈说还过一万", "1笔，合计10,000元"),
]


@pytest.mark.parametrize(("step", "said", "shown"), SAID)
def test_the_words_of_another_are_read_back(step: str, said: str, shown: str) -> None:
    talk = at(step)
    talk.says(said)
    assert step not in talk.form.answers
    assert f"“{shown}”" in talk.text()
    talk.says("不是这样")
    assert step not in talk.form.answers
    assert talk.asked() == step


@pytest.mark.parametrize(("step", "said", "shown"), SAID)
def test_who_says_the_same_is_heard(step: str, said: str, shown: str) -> None:
    talk = at(step)
    talk.says(said, "我也这么说")
    assert talk.form.answers[step].shown == shown


@pytest.mark.parametrize(
    ("step", "said", "own", "shown"),
    [
        ("has_iou", "他说没有借条", "有", "有"),
        ("has_iou", "他说有借条", "没有", "没有"),
        ("principal", "他说借了三万", "借了五万", "50,000元"),
        ("repaid", "他说还了三万", "就还了五千", "1笔，合计5,000元"),
        ("rate", "他说是月息3分", "没约定", "没约定"),
    ],
)
def test_words_of_ones_own_answer_in_place_of_yes_and_no(step: str, said: str, own: str, shown: str) -> None:
    talk = at(step)
    talk.says(said, own)
    assert talk.form.answers[step].shown == shown


@pytest.mark.parametrize(
    ("step", "said", "shown"),
    [
        ("repaid", "他说还了三万，其实就还了五千", "1笔，合计5,000元"),
        ("principal", "他说借了3万，我给了他5万", "50,000元"),
        ("principal", "借了五万，他说三万", "50,000元"),
        ("has_iou", "有借条，他不认账", "有"),
        ("has_iou", "他说没写，其实写了", "有"),
    ],
)
def test_what_the_writer_adds_is_the_answer(step: str, said: str, shown: str) -> None:
    talk = at(step)
    talk.says(said)
    assert talk.form.answers[step].shown == shown


@pytest.mark.parametrize(("step", "said"), [("repaid", "他非说还过了"), ("repaid", "她硬说早还清了")])
def test_words_of_another_without_a_value_are_acknowledged(step: str, said: str) -> None:
    talk = at(step)
    talk.says(said)
    assert step not in talk.form.answers
    assert "别人是怎么说的" in talk.text()
    assert talk.asked() == step


def test_nothing_is_kept_where_the_question_is_left_open() -> None:
    talk = at("has_iou")
    talk.says("他说没有借条", "转人工")
    assert "has_iou" not in talk.form.answers
    talk = at("has_iou")
    talk.says("他说没有借条", "不知道")
    assert not talk.form.answers["has_iou"].known


def test_a_promise_of_the_other_is_a_fact() -> None:
    talk = at("due_on")
    talk.says("他说2024年6月30日还")
    assert talk.form.answers["due_on"].shown == "2024年6月30日"


@pytest.mark.parametrize(
    "said", ["2023年5月借给老王五万，月息一分，他说没打过条子", "老王2023年5月借了我五万，他硬说没打借条"]
)
def test_in_a_story_they_are_asked_about(said: str) -> None:
    talk = PureTalk("private_lending")
    talk.says(said)
    assert "has_iou" not in talk.form.answers
    assert talk.form.answers["principal"].shown == "50,000元"
    assert "借条：没有" in talk.text()
    assert "都对吗" in talk.text()


@pytest.mark.parametrize(
    "said",
    [
        "我跟他说好年底还",
        "说好月息2分",
        "他说话不算数",
        "他就是不说",
        "我不认识他",
        "他认错了",
        "我说的是5万",
        "他还过一万",
        "我说他欠我5万",
    ],
)
def test_other_words_are_the_writers_own(said: str) -> None:
    assert not hearsay.reported(said)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("一分利都没有", "没约定"),
        ("半分利息也没要", "没约定"),
        ("没提利息的事", "没约定"),
        ("当时没讲利息", "没约定"),
        ("没说过利钱", "没约定"),
    ],
)
def test_no_interest_is_heard_in_plain_words(said: str, shown: str) -> None:
    talk = at("rate")
    talk.says(said)
    assert talk.form.answers["rate"].shown == shown


@pytest.mark.parametrize("said", ["-5%", "负百分之五", "月息-1%", "年利率负3%"])
def test_a_rate_below_nothing_is_refused(said: str) -> None:
    talk = at("rate")
    talk.says(said)
    assert "rate" not in talk.form.answers
    assert talk.session.asking is None
    assert "利率不能比0小" in talk.text()


@pytest.mark.parametrize("said", ["没有月息2分那么高", "不是月息2分"])
def test_a_denied_rate_is_asked_again(said: str) -> None:
    talk = at("rate")
    talk.says(said)
    assert "rate" not in talk.form.answers
    assert talk.session.asking is None
    assert talk.asked() == "rate"


@pytest.mark.parametrize("said", ["没约定利息", "没讲利息", "利息没说"])
def test_nothing_of_another_question_is_no_answer_here(said: str) -> None:
    talk = at("has_iou")
    talk.says(said)
    assert "has_iou" not in talk.form.answers
    assert talk.form.answers["rate"].shown == "没约定"
    assert talk.asked() == "has_iou"
