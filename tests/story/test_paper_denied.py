"""A paper that was never made is answered with none, wherever the words stand; it is not shown as there."""

from __future__ import annotations

import pytest

from bot.dialogue import checklist
from flows.checklist import State
from tests.pure_talk import PureTalk


@pytest.mark.parametrize(
    "said",
    [
        "我是放羊的，2024年5月1日借给巴图3万，没有借条",
        "借给巴图3万没打借条，有微信转账记录",
        "借给巴图3万，当时没要借条",
        "借给巴图3万，没立字据",
        "借给他3万，没打欠条，口头说的",
        "借条没有，就是口头说的，借给巴图3万",
    ],
)
def test_no_paper_is_kept_as_none(said: str) -> None:
    talk = PureTalk("private_lending")
    talk.says(said)
    assert talk.form.answers["has_iou"].value == "no"
    told = talk.form.answers.get("evidence")
    assert told is None or "借条" not in told.shown
    rows = checklist.standing(talk.flow, talk.form.answers, {})
    iou = [row for row in rows if "借条" in row.item.name]
    assert all(row.state is not State.SAID for row in iou)


@pytest.mark.parametrize(
    "said", ["借给巴图3万，有借条", "借给巴图3万，他打了借条", "借给巴图3万，写了借条没写利息"]
)
def test_a_paper_that_is_there_is_not_denied(said: str) -> None:
    talk = PureTalk("private_lending")
    talk.says(said)
    answer = talk.form.answers.get("has_iou")
    assert answer is None or answer.value == "yes"
