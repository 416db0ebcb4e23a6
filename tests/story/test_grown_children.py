"""Where children under eighteen are asked for, grown ones are none."""

from __future__ import annotations

import pytest

from bot.text import grown
from tests.pure_talk import PureTalk, at_step

NONE = [
    "没孩子",
    "没娃",
    "没有，都大了",
    "俩都成家了",
    "孩子都大了，成家了",
    "都三十多了",
    "一个28，一个25，都工作了",
    "闺女嫁了，小子娶了媳妇",
    "都过十八了",
    "没有未成年的孩子",
    "我们没生过孩子",
    "两个儿子都结婚了",
]
SOME = [
    "两个",
    "大的成家了，小的8岁",
    "一个",
    "有孩子",
    "还有一个没大",
    "小的才上小学",
    "没满18",
    "儿子12岁",
    "孩子没成年",
]


@pytest.mark.parametrize("said", NONE)
def test_no_minor_is_said(said: str) -> None:
    assert grown.no_minor(said)


@pytest.mark.parametrize("said", SOME)
def test_minors_are_not_denied(said: str) -> None:
    assert not grown.no_minor(said)


def at_children() -> PureTalk:
    return at_step("divorce", "children")


@pytest.mark.parametrize("said", NONE)
def test_nothing_more_is_asked_about_grown_children(said: str) -> None:
    talk = at_children()
    talk.says(said)
    assert talk.form.answers["children"].value is None
    assert talk.step is not None
    assert talk.step.id not in {"children", "child_with", "child_wish", "support"}


@pytest.mark.parametrize("said", ["大的成家了，小的8岁", "儿子12岁"])
def test_a_minor_beside_grown_ones_is_kept(said: str) -> None:
    talk = at_children()
    talk.says(said)
    assert talk.form.answers["children"].value is not None
