"""Sentences are no names: refusals get the reason of the question, questions are not kept as values."""

from __future__ import annotations

import pytest

from bot.text.names import read, read_party
from bot.text.reading import Context, Reading
from flows.engine import Answer
from tests.flow_answers import TODAY
from tests.unit.test_payments_told import at

AGREED = Answer("yes", "同意")
REFUSALS = [
    "我就是我", "我叫啥关你啥事", "关你屁事", "你猜", "猜猜看", "问这干啥", "问这个干什么用", "老问这些干嘛",
    "不告诉你", "就不告诉你", "凭啥告诉你", "要你管", "你管我呢那么多", "保密", "不方便说", "查户口呢",
]  # fmt: skip


@pytest.mark.parametrize("words", REFUSALS)
@pytest.mark.parametrize("step", ["applicant_name", "respondent_name", "has_iou"])
def test_a_refusal_gets_the_reason_of_the_question(words: str, step: str) -> None:
    talk = at(step, personal_data=AGREED)
    talk.says(words)
    assert talk.flow.step(step).why in talk.text()
    assert talk.asked() == step
    assert step not in talk.form.answers


@pytest.mark.parametrize(
    "words",
    [*REFUSALS, "办完得多长时间", "多久能办完", "没有约定", "不想说", "随便", "我自己", "本人", "对方",
     "邻居", "就写我", "他自己知道", "别问了", "烦不烦", "你问他去"],
)  # fmt: skip
def test_a_sentence_is_no_name(words: str) -> None:
    for reader in (read, read_party):
        assert not isinstance(reader(words, Context(today=TODAY)), Reading)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("王秀兰", "王秀兰"), ("我叫王秀兰", "王秀兰"), ("于不凡", "于不凡"), ("巴特尔", "巴特尔"),
        ("别力克·巴依", "别力克·巴依"), ("老王", "老王"), ("大家都叫他二愣子", "二愣子"), ("管仲", "管仲"),
        ("方知行", "方知行"), ("那木拉", "那木拉"), ("么新民", "么新民"),
    ],
)  # fmt: skip
def test_names_stay_names(words: str, name: str) -> None:
    found = read(words, Context(today=TODAY))
    assert isinstance(found, Reading)
    assert found.value == name


@pytest.mark.parametrize("words", ["办完得多长时间", "多久能办完", "得交多少钱不"])
@pytest.mark.parametrize("step", ["applicant_name", "has_iou"])
def test_a_question_is_no_answer(words: str, step: str) -> None:
    talk = at(step, personal_data=AGREED)
    talk.says(words)
    assert step not in talk.form.answers
    assert talk.asked() == step


@pytest.mark.parametrize(
    ("words", "said"), [("{{7*7}}", "请只用文字"), ("12345", "请只写姓名"), ("<b>刘</b>", "请只用文字")]
)
def test_what_is_no_name_is_refused_kindly(words: str, said: str) -> None:
    talk = at("repaid", respondent_name=Answer("刘强", "刘强"), personal_data=AGREED)
    talk.says(f"对方姓名错了，应该是{words}")
    assert said in talk.text()
    assert talk.form.answers["respondent_name"].value == "刘强"
    assert talk.asked() == "respondent_name"
