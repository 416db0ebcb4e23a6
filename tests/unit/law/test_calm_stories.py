"""Ordinary answers and long stories of a dispute alarm nobody; danger told among them still does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.law.screening import danger, screen

STORIES = Path(__file__).parents[1] / "text" / "stories"
#: Files of stories some of whose words are among the fitted lines.
KNOWN = ("third", "fourth", "open", "more", "fifth", "sixth", "seventh", "eighth", "ninth", "eleventh")
#: No word of these is among them: they tell how much the others help.
HELD_OUT = (
    "tenth",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
)

ANSWERS = """
他在树林召镇住着了
老人跟老二家住着了
货还在场子里压着了
车在修理厂放着了
摩托在棚里搁着了
他家院里还有人住着了
前几天她还来我家拿东西
前天他还上我家坐了坐
我妈今天住院了
我丈母娘昨天住院了
我老伴今天在医院检查
我媳妇也着急
家里人都替我着急
家里没钱了，急用
孩子学费还没着落
老人看病的钱还没着落
冬天没暖气，供热公司不管
物业说煤气费我自己交
电动车着火理赔
房子失火，去年的事
煤气中毒，前年冬天
她着了急就把钱转了
我那车老是打不着火
""".strip().splitlines()

NOW = """
房子着了火苗都出来了
我家柴垛着了
楼上着了，人下不来
隔壁饭店烧着了
棚被人点着了，羊还在里面
我妈刚晕倒叫不醒
我妈今天喝农药了
今晚没地方住零下二十度
房子失火，今天早上
他在我家门口拿着刀站着了
老人在地上躺着了，叫不醒
前几天他还来我家打我
他又来我家砸门了
""".strip().splitlines()

LOOK_ALIKES = """
工程款五月又打了8万，还差12万
今年二月又打了六千，后来就不给了
彩礼八万打的她妈卡
我的电话打不通就打我儿的
业务员一天几个电话，打得我心软
讲好一车抽我十五，一共拉了九百车
人工两万一说死的，他又压价
蜂这样搬要死一半
工棚的电暖气让人掐了
我在群里问他要钱，他把我踢了
他威胁要把门锁换了
村里救火的人都能作证
这房子本来生意很好
楼下烧烤臭得没法活
""".strip().splitlines()

TRUE_ONES = """
他又打了我两下
他打了我六拳
他抽我十几鞭子
今天他说死给我看
我老公跟她动手了
门锁着里面有孩子哭
我让他掐了脖子
我要他的命
饭店着了，快来救火
来生再见了
弟媳妇把我关在屋里不让走
""".strip().splitlines()

#: An injury of some time ago that was seen to; beside it the same one going on, or at home.
SEEN_TO = """
邻居把我打了，缝了六针，派出所做了笔录
保安把我推倒打的，打了两块钢板，住院花了三万
他一拳把我眼眶打青，看眼睛花了五千六
""".strip().splitlines()

GOES_ON = """
邻居昨天把我打了，缝了六针
保安又打我，上回住院花了三万
邻居现在还打我，派出所做了笔录也不管
我老公把我打了，缝了六针
工友把我打伤，还说要弄死我，住院花了三千
""".strip().splitlines()


@cache
def stories(half: str) -> tuple[str, ...]:
    loaded = yaml.safe_load((STORIES / f"{half}.yml").read_text("utf-8"))
    return tuple(row["text"] for row in (loaded["stories"] if isinstance(loaded, dict) else loaded))


def of(halves: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for half in halves for text in stories(half))


def share(texts: tuple[str, ...]) -> float:
    return sum(map(danger, texts)) / len(texts)


@pytest.mark.parametrize("words", [*ANSWERS, *LOOK_ALIKES, *SEEN_TO])
def test_an_ordinary_answer_alarms_nobody(words: str) -> None:
    assert [flag.id for flag in screen(words) if flag.urgent] == []


@pytest.mark.parametrize("words", [*NOW, *TRUE_ONES, *GOES_ON])
def test_its_true_counterpart_does(words: str) -> None:
    assert danger(words)


def test_few_stories_of_disputes_alarm() -> None:
    """Before they had weights of their own .54 and .60; some tell of real danger, so none is no aim."""
    assert share(of(KNOWN)) < 0.08
    assert share(of(HELD_OUT)) < 0.18


@pytest.mark.parametrize(
    "cry",
    [
        "他刚才又拿菜刀追我",
        "我不想活了，药都买好了",
        "老板把我们锁在宿舍不让出去",
        "我妈晕倒了叫不醒",
        "后妈拿烟头烫孩子",
        "家里煤气味特别大，头晕",
        "债主天天堵在家门口，说要弄死我儿子",
        "我实在撑不下去了，想从楼上跳下去",
    ],
)
@pytest.mark.parametrize("at", range(0, 100, 20))
def test_danger_told_in_such_a_story_is_heard(cry: str, at: int) -> None:
    calm = stories(HELD_OUT[0])[at]
    middle = calm.find("。", len(calm) // 3) + 1
    assert danger(f"{calm[:middle]}{cry}。{calm[middle:]}")
