"""Where somebody lives is no yes, no no and no outcome, whatever characters stand in the name."""

from __future__ import annotations

import pytest

from bot.text import place_alone
from bot.text.reading import Context
from tests.flow_answers import TODAY
from tests.pure_talk import at_step

PLACES = [
    "德胜有梁村",
    "我是有梁村的",
    "暖水乡",
    "准格尔旗暖水乡德胜有梁村",
    "无定河镇",
    "我家是对九营子村的",
    "不拉峁村三社",
    "要台子村",
    "没井渠村",
    "有才营子嘎查",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("step_id", ["prior_case", "has_iou", "guarantor", "arbitration_clause"])
def test_a_place_chooses_nothing(place: str, step_id: str) -> None:
    talk = at_step("private_lending", step_id)
    talk.says(place)
    assert step_id not in talk.form.answers


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("有", "judged"),
        ("判过", "judged"),
        ("没有", "no"),
        ("找过社区", "police"),
        ("有判决书，旗法院的", "judged"),
    ],
)
def test_outcomes_are_still_heard(said: str, key: str) -> None:
    talk = at_step("private_lending", "prior_case")
    talk.says(said)
    assert talk.form.answers["prior_case"].value == key


@pytest.mark.parametrize(
    "said", ["没有", "有个村里的证人", "判过，在旗里", "村里调过", "不是我们村的", "有借条，在暖水乡家里"]
)
def test_what_says_more_is_no_place(said: str) -> None:
    assert not place_alone.alone(said, Context(today=TODAY))
