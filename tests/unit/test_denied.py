"""Which words end the careful mode after a sign of danger: only a plain denial, never its opposite."""

from __future__ import annotations

import pytest

from bot.dialogue.danger import denies
from bot.library import alarms


@pytest.mark.parametrize(
    "said",
    [
        "没事",
        "我没事了",
        "没人威胁我 我就是要钱",
        "没有没有 我就是说说 气的",
        "就是气话",
        "我很安全",
        "你们误会了",
        "没有危险",
        "没有危险，就是跳绳",
        "没危险，孩子玩呢",
        "没有危险，就是开玩笑的",
        "没啥危险，孩子们闹着玩",
        "现在没有危险，我就是想问问工资",
        "家里没有危险，是楼上装修吊顶",
        "就是跳绳",
        "就是孩子玩",
        "孩子在玩游戏",
        "是孩子跳绳摔的",
        "开玩笑的",
        "闹着玩的",
        "我说的是吊顶，装修的吊顶",
        "不是那个意思，我说的是跳楼价",
        "打错字了",
        "发错人了",
        "语音识别错了",
        "这是个比方",
        "我没想死，就是随便说说",
        "没有自杀，我在说电视剧",
        "没事，你们想多了",
    ],
)
def test_a_plain_denial(said: str) -> None:
    assert denies(said, alarms)


@pytest.mark.parametrize(
    "said",
    [
        "我不安全",
        "我现在不太安全",
        "我不是开玩笑",
        "这不是气话",
        "他说没事，可他还在砸门",
        "哪里安全",
        "没人帮我",
        "没有人管我",
        "他没打我，可是要杀我",
        "我没事，孩子在流血",
        "不是误会",
        "有危险",
        "没有危险是假的，他在打我",
        "没事，你们别管我了",
        "没事，我去死就好了",
        "没危险，就是不想活了",
        "不是闹着玩的",
        "他玩刀",
        "他在旁边玩手机，我不敢说",
        "是我老公",
        "就是刚才那个人",
        "孩子在玩，他拿着刀",
        "没事，再见了",
        "只发短信",
        "",
    ],
)
def test_what_takes_nothing_back(said: str) -> None:
    assert not denies(said, alarms)
