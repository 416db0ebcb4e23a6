"""After a refused divorce the six months are waited for: a suit may be filed after that day."""

from __future__ import annotations

import pytest

from bot.dialogue.session import Session
from tests.pure_talk import PureTalk, hear, said


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2026年8月3日判决不准离婚，什么时候能再起诉", "2027年2月3日"),
        ("法院2026年8月3日判不离，多久能再起诉离婚", "2027年2月3日"),
        ("2026年9月1日撤诉的离婚案，现在能再起诉吗", "2027年3月1日"),
        ("去年3月5日法院没判离，还能再告吗", "2025年9月5日"),
    ],
)
def test_the_day_is_one_to_wait_for(asked: str, day: str) -> None:
    words = said(hear(asked, Session(noticed=True)))
    assert day in words
    assert "过了这天，随时可以再起诉" in words
    assert "在这天之前" not in words
    assert "民诉法第一百二十七条" in words


@pytest.mark.parametrize("asked", ["时效到哪天", "我再起诉晚不晚"])
def test_beside_the_form_it_says_the_same(asked: str) -> None:
    talk = PureTalk("divorce")
    while talk.step is not None and talk.step.id != "filed_before":
        talk.says(next(iter(talk.step.options.values())).label if talk.step.options else "2015年5月1日")
    talk.says("起诉过，还不到半年", asked)
    assert "等满以后，随时可以再起诉" in talk.text()
    assert "之前办" not in talk.text()


@pytest.mark.parametrize(
    "asked", ["2026年8月3日判的不离，什么时候能再婚", "判不离怎么办", "不离婚能要抚养费吗"]
)
def test_other_questions_are_not_reckoned(asked: str) -> None:
    assert "随时可以再起诉" not in said(hear(asked, Session(noticed=True)))
