"""菜单, 帮助 and 看看我填的 inside an intake: what can be done, the way back, all that was told."""

from __future__ import annotations

import pytest

from tests.pure_talk import PureTalk
from tests.story.test_words_of_others import at


@pytest.mark.parametrize("said", ["菜单", "主菜单", "首页", "返回首页", "你能做什么", "都能办什么"])
def test_the_menu_shows_what_can_be_done_and_keeps_the_form(said: str) -> None:
    talk = at("has_iou")
    before = talk.form
    talk.says(said)
    assert talk.form == before
    assert "借钱不还" in talk.text()
    assert "已经填了4项" in talk.text()
    assert {"看看填了什么", "修改", "暂停", "换一件事", "转人工"} <= set(talk.buttons())
    assert talk.asked() == "has_iou"
    talk.says("没有")
    assert talk.form.answers["has_iou"].value == "no"


@pytest.mark.parametrize("said", ["帮助", "怎么用", "使用说明"])
def test_help_names_the_ways_on_and_the_way_back(said: str) -> None:
    talk = at("has_iou")
    before = talk.form
    talk.says(said)
    assert talk.form == before
    assert "看看填了什么" in talk.text()
    assert "菜单" in talk.text()
    assert talk.asked() == "has_iou"


@pytest.mark.parametrize("said", ["你好", "在吗", "开始"])
def test_a_greeting_asks_the_question_again(said: str) -> None:
    talk = at("has_iou")
    talk.says(said)
    assert "已经填了" not in talk.text()
    assert talk.asked() == "has_iou"


@pytest.mark.parametrize("said", ["看看我填的", "看看填了什么", "我填了什么"])
def test_what_was_told_is_shown_with_the_rows_of_lists(said: str) -> None:
    talk = at("repaid")
    talk.says("2024年3月还2000，5月又还1500", "没有了")
    talk.says(said)
    assert "2笔，合计3,500元" in talk.text()
    assert "2024年3月，2,000元" in talk.text()
    assert "2024年5月，1,500元" in talk.text()


def test_the_workers_are_shown_with_their_total() -> None:
    talk = PureTalk("wage_claim")
    talk.says("我们3个人，张三8000，李四9000，王五7000，都没给", "没有了", "看看我填的")
    for words in ("张三", "8,000元", "王五", "24,000元"):
        assert words in talk.text()


def test_before_the_first_answer_nothing_is_shown_yet() -> None:
    talk = PureTalk("private_lending")
    talk.says("看看我填的")
    assert "还没有" in talk.text()
    assert talk.asked() == "side"
