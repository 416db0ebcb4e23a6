"""Places are told from people, also where both end alike."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import place_said
from bot.text.reading import Context

CONTEXT = Context(today=date(2026, 11, 22))


@pytest.mark.parametrize(
    "text",
    [
        "呼和浩特市",
        "赛罕区",
        "包头",
        "他在包头",
        "鄂尔多斯的",
        "沙圪堵镇",
        "杨家湾村",
        "康巴什那边",
        "村里的",
        "外地",
        "四川人",
        "陕西榆林的",
        "家在东胜",
        "旗里",
        "工地上",
        "内蒙古",
        "隔壁村",
        "包头市昆区",
        "土右旗",
    ],
)
def test_a_place_is_nobody(text: str) -> None:
    assert place_said.only(text, CONTEXT)


@pytest.mark.parametrize(
    "text",
    [
        "王红旗",
        "李卫国",
        "陈村",
        "张在林",
        "刘小村",
        "包小平",
        "巴特尔",
        "乌兰",
        "白云",
        "海英",
        "高娃",
        "马赛罕",
        "王包头",
        "楼上住户",
        "某小区501的住户",
        "包头市鑫达建筑有限公司",
        "老王",
        "姓赵",
    ],
)
def test_a_name_is_no_place(text: str) -> None:
    assert not place_said.only(text, CONTEXT)
