"""Complaints about a court: each stage of a suit hears its own words, with where to turn and the articles."""

from __future__ import annotations

import pytest

from bot.law.doors import door, stage
from bot.law.petition import Kind
from bot.law.screening import screen
from tests.story.test_doors import WAYS, is_told
from tests.talk import Talk

COMPLAINTS = [
    ("立案不给立", "court_filing"),
    ("立案庭不收我的材料", "court_filing"),
    ("交了材料一个月了不立案也不给裁定", "court_filing"),
    ("法院把我的诉状退回来了，不让立", "court_filing"),
    ("法官拖着不判", "court_slow"),
    ("案子开庭半年了还没判", "court_slow"),
    ("法官一直拖着不开庭", "court_slow"),
    ("审了一年多还不出结果", "court_slow"),
    ("传票没收到就判了", "court_no_summons"),
    ("我都没收到传票法院就判我输了", "court_no_summons"),
    ("没通知我开庭就缺席判决了", "court_no_summons"),
    ("一审判我输了不服", "court_judgment"),
    ("已经生效的判决觉得判错了", "court_judgment"),
    ("判决不公，我要去上面告", "court_judgment"),
    ("执行法官不作为", "court_enforcement"),
    ("执行法官不给我执行", "court_enforcement"),
    ("申请执行一年了一分钱没有法官不管", "court_enforcement"),
    ("执行局说没财产就不管了", "court_enforcement"),
    ("执行错了把我家的东西查封了", "court_enforcement_wrong"),
    ("保全错了把我的账户冻结了", "court_enforcement_wrong"),
    ("立案后多久没消息", "court_silent"),
    ("立案两个月了没人联系我", "court_silent"),
    ("交了诉状以后一直没消息", "court_silent"),
    ("起诉材料交上去快俩月了一点消息没有", "court_silent"),
    ("状子递了一个多月，音信都没有", "court_silent"),
    ("法官态度不好", "court_staff"),
    ("法官偏向对方", "court_staff"),
    ("我想投诉法院", "court_staff"),
]
#: What each stage is told, with its article.
TOLD = {
    "court_filing": ("七日", "凭证", "十日内可以上诉", "12368", "第一百二十六条"),
    "court_slow": ("三个月", "六个月", "12368", "第一百五十二条"),
    "court_no_summons": ("送达记录", "十五日", "再审", "第二百一十一条"),
    "court_judgment": ("十五日内可以上诉", "六个月内申请再审", "检察院", "第一百七十一条"),
    "court_enforcement": ("六个月", "上一级法院", "第二百三十七条"),
    "court_enforcement_wrong": ("执行异议", "复议", "案外人", "第二百三十六条"),
    "court_silent": ("五日内", "三日前", "12368", "第一百二十八条"),
    "court_staff": ("回避", "12368", "12309", "第四十七条"),
}


@pytest.mark.parametrize(("words", "door_id"), COMPLAINTS)
async def test_each_stage_hears_its_own_words(talk: Talk, words: str, door_id: str) -> None:
    await talk.says(words)
    is_told(talk, door_id)
    talk.hears(*TOLD[door_id])
    assert talk.buttons()[-3:] == WAYS


def test_every_stage_is_short_and_its_own() -> None:
    says = [door(one).say for one in TOLD]
    assert len(set(says)) == len(TOLD)
    assert max(map(len, says)) <= 200


@pytest.mark.parametrize(
    "words",
    [
        "派出所立案三个月了没消息",  # not the court's
        "劳动仲裁立案以后没人联系我",
        "对方欠我三万拖着不还",
        "我还没立案，想先调解",
        "法院退我诉讼费了",
        "起诉以后多久开庭",
        "立案要带什么材料",
        "怎么申请执行",
        "公司一直拖着不签合同",
        "老板态度不好，还骂人",
        "我告诉法官地址了",
        "物业公司不给立户",
    ],
)
async def test_other_matters_are_no_complaint_about_a_court(talk: Talk, words: str) -> None:
    await talk.says(words)
    told = [one for one in TOLD if door(one).say in talk.text()]
    assert told == []


@pytest.mark.parametrize("words", ["我要上访，法院的事", "这个法院太让人失望了"])
def test_a_complaint_without_a_stage_keeps_the_door_of_all(words: str) -> None:
    assert stage(Kind.COURT, words) == ""


@pytest.mark.parametrize(
    "words",
    ["法官拿了我的案子以后再也不理人", "办案的收了案子后就不理人了", "怎么才能把欠钱的人关进监狱"],
)
def test_a_court_that_does_not_answer_alarms_nobody(words: str) -> None:
    assert not any(flag.urgent for flag in screen(words))


@pytest.mark.parametrize("words", ["谁都不理我，我不想活了", "我要把欠钱的人关进地下室"])
def test_danger_in_like_words_is_still_heard(words: str) -> None:
    assert any(flag.urgent for flag in screen(words))


async def test_in_an_intake_a_word_about_the_court_is_the_answer(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says("退订金")
    assert talk.asked() == "facts"
    await talk.says("开发商收了我八万块订金，我交了诉状以后一直没消息")
    form = (await talk.session()).form
    assert form is not None
    assert "八万块订金" in str(form.answers["facts"].value)
