"""Words about the family only where it strikes; explosives are a threat; taking others along is both."""

from __future__ import annotations

import pytest

from bot.law import attackers
from bot.law.screening import Flag, safety_text, said_beside, screen
from bot.library import alarms

FAMILY_WORDS = ("家暴", "家庭暴力", "保护令", "家人", "12338")


def urgent(words: str) -> list[Flag]:
    return [flag for flag in screen(words) if flag.urgent]


OUTSIDERS = """
邻居打我了
对门拿铁锹把我头打破了
隔壁家的儿子拿刀追我
陌生人在路上把我打了一顿
债主打我，还说要弄死我
催收的正在打我爸
老板把我打得住院了
工头拿钢管打我
邻居打了我老公，满脸是血
我老公的债主打我
我媳妇被同事打得流血
刚被房东的儿子打了一顿
我和老公去要工钱，工头拿钢管打我们
他天天打我
有人拿刀追我
the boss hit me in the face
""".strip().splitlines()

FAMILY = """
老公又打我了，我躲在邻居家
我家男人打我，邻居来劝也被打了
婆婆和他一起打我
我爸经常打我妈
儿子打我，我七十多了
前男友拿刀在门口
我被家暴了
又被媳妇打了
后爸拿皮带抽我
他喝多了就打我，我想离婚
my husband is beating me now
my dad beats my mom every night
""".strip().splitlines()


@pytest.mark.parametrize("words", OUTSIDERS)
def test_no_word_about_the_family_where_nobody_of_it_strikes(words: str) -> None:
    flags = urgent(words)
    assert flags
    assert "family_violence" not in {flag.id for flag in screen(words)}
    said = safety_text(flags)
    assert "110" in said
    assert not [word for word in FAMILY_WORDS if word in said]


@pytest.mark.parametrize("words", FAMILY)
def test_who_is_struck_at_home_keeps_the_words_for_it(words: str) -> None:
    flags = {flag.id: flag for flag in urgent(words)}
    assert "family_violence" in flags
    assert "violence" not in flags
    assert "12338" in flags["family_violence"].hotlines


@pytest.mark.parametrize(
    "words",
    ["邻居去年打过我", "债主把我爸打伤了，医药费谁出", "以前的老板打过我一次", "同村的人前年打了我，能告吗"],
)
def test_the_past_leads_to_no_word_about_the_family_either(words: str) -> None:
    said = "".join(flag.say for flag in screen(words))
    assert urgent(words) == []
    assert not [word for word in FAMILY_WORDS if word in said]


@pytest.mark.parametrize(
    ("words", "home"),
    [
        ("邻居家的老公打我。", False),
        ("老板的媳妇扇我。", False),
        ("邻居把我老公打了。", False),
        ("我老公把邻居打了。", True),
        ("我爸让债主打了。", False),
        ("孩子他爸打我。", True),
        ("他打我。", False),
    ],
)
def test_the_doer_is_told_from_who_it_is_done_to(words: str, home: bool) -> None:
    assert attackers.at_home(words) is home


THREATS = """
我手里有炸药
我家里藏着雷管
身上绑着炸药的可不止我一个，我也带着炸药
老子车里有汽油弹
我要炸了法院
我把你们公司给炸平
我去把你们楼炸了
我要让法院上天
我要拉他们陪葬
得拉几个垫背的
我要让他全家给我陪葬
谁都别想活
""".strip().splitlines()

BOTH = """
我不想活了也要拉他垫背
我死也要拉上老板
活够了，临死也得带走几个
死之前要拉上那个法官
拉上他一家一块儿死，我早就不想活了
我想死，也不让他们好过，捅死一个够本
大家一起死
""".strip().splitlines()

NO_THREAT = """
我在炸药厂上班，工资没发
矿上放炮用炸药，把我家房子震裂了
我姥爷以前在矿上管炸药
电影里那个人说我手里有炸药
老板让我给他垫背背锅
公司倒闭拉我们陪葬，工资没了
陪葬品归谁
我卖了一车汽油，买家没给钱
邻居私藏炸药怎么举报
去年村里有人说要炸了大队，后来判了
""".strip().splitlines()


@pytest.mark.parametrize("words", THREATS)
def test_explosives_and_taking_others_along_are_threats(words: str) -> None:
    flags = urgent(words)
    assert flags[0].id == "harm_others"
    assert "self_harm" not in {flag.id for flag in flags}


@pytest.mark.parametrize("words", BOTH)
def test_who_means_to_die_and_to_take_others_along_hears_both(words: str) -> None:
    found = {flag.id: flag for flag in urgent(words)}
    first = next(alarm for alarm in alarms(words) if alarm.urgent)
    assert first.kind in {"self_harm", "harm_others"}
    assert found["self_harm"].say in first.text
    assert found["harm_others"].say in first.text
    assert {"110", "12356"} <= {number for number in ("110", "12356", "120") if number in first.text}


@pytest.mark.parametrize("words", NO_THREAT)
def test_work_with_explosives_figures_and_questions_are_no_threat(words: str) -> None:
    assert urgent(words) == []


@pytest.mark.parametrize(
    "words", ["他手里有炸药", "前夫说要拉我垫背", "他要跟我同归于尽", "老板扬言拉我们一家陪葬"]
)
def test_who_is_to_be_taken_along_hears_how_to_be_safe(words: str) -> None:
    flags = urgent(words)
    assert flags
    assert "harm_others" not in {flag.id for flag in flags}


def test_only_words_that_belong_together_are_said_together() -> None:
    flags = urgent("邻居打我了，我不想活了")
    assert [flag.id for one in flags for flag in said_beside(one, flags)] == [flag.id for flag in flags]
