"""A correction that names the old value beside the new one, in either order; and one that names neither."""

from __future__ import annotations

import pytest

from flows.engine import Answer
from tests.pure_talk import PureTalk

STORY = "借给张三五万，2024年3月5号借的"


def told(said: str) -> tuple[PureTalk, dict[str, str]]:
    talk = PureTalk("private_lending")
    talk.says(STORY, said)
    answers = talk.form.answers
    return talk, {key: answers[key].shown for key in ("principal", "lent_on", "respondent_name")}


@pytest.mark.parametrize(
    "said",
    [
        "不是五万，是四万八",
        "五万写错了四万八",
        "借的是四万八不是五万",
        "五万说错了，应该是48000",
        "刚才五万打错了 四万八",
        "哎呀五万错了，是四万八",
    ],
)
def test_a_sum_is_changed_and_read_back(said: str) -> None:
    talk, shown = told(said)
    assert shown == {"principal": "48,000元", "lent_on": "2024年3月5日", "respondent_name": "张三"}
    assert "原来是50,000元" in talk.text()


@pytest.mark.parametrize(
    "said",
    [
        "3月5号写错了，是5月5号",
        "2024年3月5日说错了2024年5月5日",
        "是5月5号不是3月5号",
        "3月5号记错了，5月5号",
    ],
)
def test_a_day_is_changed_within_its_year(said: str) -> None:
    _, shown = told(said)
    assert shown == {"principal": "50,000元", "lent_on": "2024年5月5日", "respondent_name": "张三"}


@pytest.mark.parametrize(
    "said", ["张三写错了，张珊", "张三打错了是张珊", "不是张三，是张珊", "叫张珊不是张三"]
)
def test_a_name_is_changed(said: str) -> None:
    _, shown = told(said)
    assert shown == {"principal": "50,000元", "lent_on": "2024年3月5日", "respondent_name": "张珊"}


@pytest.mark.parametrize(
    "said", ["他把五万写错了四万八", "借条上五万写错了", "六万写错了四万八", "五万写错了吗", "不是现金是转账"]
)
def test_what_is_no_correction_of_a_kept_value_changes_nothing(said: str) -> None:
    _, shown = told(said)
    assert shown == {"principal": "50,000元", "lent_on": "2024年3月5日", "respondent_name": "张三"}


@pytest.fixture
def reviewed() -> PureTalk:
    answers: dict[str, Answer] = {}
    talk = PureTalk("private_lending")
    while talk.step is not None:
        options = talk.step.options
        key = next(iter(options), None)
        answers[talk.step.id] = Answer(key, options[key].label if key else "")
        talk = PureTalk("private_lending", answers)
    return talk


@pytest.mark.parametrize(
    "said",
    ["看着不对", "不太对", "有的不对", "好像有问题", "有个地方写错了", "我看了，有几处不对", "里面有错"],
)
def test_something_wrong_at_the_review_asks_what(reviewed: PureTalk, said: str) -> None:
    reviewed.says(said)
    assert "要改哪一项" in reviewed.text()
    assert any("以前处理过" in title for title in reviewed.buttons())
