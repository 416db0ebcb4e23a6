"""A name written wrongly is put right at the person who bears it and at nobody else."""

from __future__ import annotations

import pytest

from flows.engine import Answer
from tests.pure_talk import PureTalk

KNOWN = {
    "applicant_name": Answer("王秀兰", "王秀兰"),
    "respondent_name": Answer("张丽", "张丽"),
    "principal": Answer({"low_fen": 5_000_000, "high_fen": 5_000_000}, "50,000元"),
}


def talk_at(**names: str) -> PureTalk:
    """A loan with both names known, at its second question."""
    told = {f"{who}_name": Answer(name, name) for who, name in names.items()}
    return PureTalk("private_lending", {**KNOWN, **told})


@pytest.mark.parametrize(
    "said",
    [
        "打错了，是张莉不是张丽",
        "名字打错了，是张莉",
        "对方名字写错了，叫张莉",
        "不是张丽，是张莉",
        "不是张丽是张莉",
        "写错字了，是张莉",
        "他的名字应该是张莉",
        "张丽写错了，应该是张莉",
        "是张莉，不是张丽",
        "我说错了，叫张莉",
    ],
)
def test_the_name_that_sounds_like_it_is_put_right(said: str) -> None:
    talk = talk_at()
    talk.says(said)
    assert talk.form.answers["respondent_name"].value == "张莉"
    assert talk.form.answers["applicant_name"].value == "王秀兰"
    assert set(talk.form.answers) == set(KNOWN)


@pytest.mark.parametrize("said", ["不是老刘是老柳", "打错了，是老柳不是老刘", "名字写错了，叫老柳"])
def test_a_name_as_people_call_it(said: str) -> None:
    talk = talk_at(respondent="老刘")
    talk.says(said)
    assert talk.form.answers["respondent_name"].value == "老柳"
    assert talk.form.answers["applicant_name"].value == "王秀兰"


@pytest.mark.parametrize("said", ["名字写错了叫赵建国", "名字打错了，是赵建国"])
def test_a_name_like_none_of_them_is_asked_about(said: str) -> None:
    talk = talk_at()
    talk.says(said)
    assert talk.form.answers["respondent_name"].value == "张丽"
    assert talk.form.answers["applicant_name"].value == "王秀兰"
    assert {"申请人姓名", "对方姓名"} <= set(talk.buttons())
    talk.taps(talk.buttons()["对方姓名"])
    assert talk.form.answers["respondent_name"].value == "赵建国"


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("我的名字写错了，叫赵建国", "applicant_name"),
        ("对方的名字写错了，叫赵建国", "respondent_name"),
        ("对方姓名错了，是赵建国", "respondent_name"),
    ],
)
def test_whose_name_it_is_may_be_said(said: str, step: str) -> None:
    talk = talk_at()
    talk.says(said)
    assert talk.form.answers[step].value == "赵建国"


@pytest.mark.parametrize(
    "said", ["他把借条上的名字写错了", "借条上名字写错了怎么办", "合同写错了，是公司写的"]
)
def test_a_slip_on_paper_corrects_nobody(said: str) -> None:
    talk = talk_at()
    talk.says(said)
    assert talk.form.answers["respondent_name"].value == "张丽"
    assert talk.form.answers["applicant_name"].value == "王秀兰"
