"""At the question for the other side: a place is not kept as a name, and one's own name is asked about."""

from __future__ import annotations

import pytest

from bot.dialogue import whose_name
from bot.dialogue.introduced import NAME
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk as Deciding
from bot.model import Channel, Incoming, Kind
from bot.text.reading import Reading
from tests.flow_answers import FLOWS, knowledge
from tests.pure_talk import AT
from tests.talk import Talk


async def to_the_name(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says(
        "借用的机器", "去年他借走我的播种机一直不还", "我要找对方", "2026年3月", "薛家湾镇", "不要钱", "没有"
    )
    await talk.says("愿意调解", "当面", "同意", "同意", "给自己办", "个人")
    for _ in range(8):
        if talk.asked() == "respondent_name":
            return
        said = {"applicant_phone": "13800138000", "applicant_place": "薛家湾镇", "respondent_kind": "个人"}
        await talk.says({"applicant_name": "王秀兰"}.get(talk.asked(), said.get(talk.asked(), "不知道")))
    assert talk.asked() == "respondent_name"


@pytest.mark.parametrize("words", ["呼和浩特市", "赛罕区", "包头的", "家在东胜", "村里的", "外地人"])
async def test_a_place_is_asked_again(talk: Talk, words: str) -> None:
    await to_the_name(talk)
    await talk.says(words)
    talk.hears("是地方，不是名字")
    assert talk.asked() == "respondent_name"
    await talk.says("李红旗")
    assert await talk.answer("respondent_name") == "李红旗"


@pytest.mark.parametrize("words", ["我叫赵桂花", "我是赵桂花", "本人姓名是赵桂花"])
async def test_who_names_himself_is_asked(talk: Talk, words: str) -> None:
    await to_the_name(talk)
    await talk.says(words)
    talk.hears("您自己的名字")
    form = (await talk.session()).form
    assert form is not None
    assert "respondent_name" not in form.answers
    await talk.says("刘强")
    assert await talk.answer("respondent_name") == "刘强"


async def test_the_name_of_the_form_is_asked_about(talk: Talk) -> None:
    await to_the_name(talk)
    await talk.says("王秀兰")
    talk.hears("申请人和对方的名字一样")


@pytest.mark.parametrize(("said", "asked"), [("赵桂花", True), ("刘强", False)])
def test_the_name_told_before_the_form_is_asked_about(said: str, asked: bool) -> None:
    incoming = Incoming(Channel.WEB, "u", "m", Kind.TEXT, AT, said)
    talk = Deciding(Session(about={NAME: "赵桂花"}), incoming, knowledge())
    step = FLOWS["general"].step("respondent_name")
    reading = Reading("name", said, said, 0, len(said), exact=True)
    found = whose_name.checked(talk, step, said, reading)
    assert isinstance(found, Reading)
    assert ("自己的名字" in found.confirm) is asked
