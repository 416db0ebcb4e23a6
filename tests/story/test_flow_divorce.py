"""离婚: who wants it, the children, the property; safety is asked once and names protection."""

from __future__ import annotations

import pytest

from bot.papers.narrative import claims, facts
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import ID_A
from tests.talk import Talk

PEOPLE = ("同意", "同意", "给自己办", "王秀兰", ID_A, "13800138000", "薛家湾镇某小区3号楼")
OTHER = ("刘强", "不知道", "大路镇")
END = ("有结婚证", "离婚，孩子归我", "没有", "同意手机收")


async def test_one_wants_to_leave_and_keep_the_children(talk: Talk) -> None:
    await talk.taps_flow("divorce")
    asked = await fields(talk, "我想离", "2015年5月1日", "没有", "分居了", "2024年10月", "赌博")
    assert asked == ["side", "married_on", "filed_before", "living", "apart_on", "reason"]
    asked = await fields(talk, "安全", "都没有", "两个，10岁和6岁", "跟我", "归我", "一个月1500元")
    assert asked == ["safe", "special", "children", "child_with", "child_wish", "support"]
    assert await fields(talk, "薛家湾一套房，还有贷款", "没有债") == ["property", "debts"]
    asked = await fields(talk, "愿意调解", "同意在网上", *PEOPLE, *OTHER, *END)
    assert not {"prior_case", "applicant_kind", "respondent_kind"} & set(asked), "people, not companies"
    await talk.says("确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flows["divorce"]
    wanted = claims(flow, case.answers, sues=True)
    assert wanted[0] == "准予双方离婚。"
    assert wanted[1].startswith("孩子由我方直接抚养，判令被告每月支付抚养费1,500元")
    assert any("未成年子女情况：两个，10岁和6岁。" in told for told in facts(case, flow, sues=True, skip=()))


async def test_who_is_not_safe_hears_of_protection_and_goes_on(talk: Talk) -> None:
    await talk.taps_flow("divorce")
    await talk.says("我想离", "2020年", "没有", "住在一起", "合不来")
    assert talk.asked() == "safe"
    talk.hears("不用说细节")
    await talk.taps("不安全，想了解保护")
    talk.hears("人身安全保护令", "110", "反家暴法第二十三条")
    assert talk.asked() == "special"


@pytest.mark.parametrize("answer", ["不安全，想了解保护", "害怕", "怕他", "想要保护", "不安全"])
async def test_who_is_not_safe_is_waited_for_by_a_person_at_once(talk: Talk, answer: str) -> None:
    await talk.taps_flow("divorce")
    await talk.says("我想离", "2020年", "没有", "住在一起", "合不来", answer)
    talk.hears("人身安全保护令", "110", "已通知工作人员")
    assert talk.asked() == "special"
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff
    assert handoff.urgent
    assert handoff.danger == "family_violence"
    await talk.says("都没有")
    assert talk.asked() == "children", "the form goes on"


@pytest.mark.parametrize("answer", ["安全", "以前有过，现在安全", "不想说"])
async def test_who_is_safe_or_says_nothing_calls_nobody(talk: Talk, answer: str) -> None:
    await talk.taps_flow("divorce")
    await talk.says("我想离", "2020年", "没有", "住在一起", "合不来", answer)
    assert talk.asked() == "special"
    async with talk.world.records.begin() as tx:
        assert await tx.handoffs.open_of(talk.sid) is None


async def test_both_agree_on_everything(talk: Talk) -> None:
    await talk.taps_flow("divorce")
    assert await fields(talk, "两个人都愿意离", "都谈好了") == ["side", "open_points"]
    talk.hears("民政局", "冷静期")
    asked = await fields(talk, "2015年5月1日", "没有", "住在一起", "性格不合", "安全", "都没有", "没有孩子")
    assert asked[-1] == "children"
    assert talk.asked() == "property"


async def test_the_one_who_is_to_be_left_is_not_asked_what_bars_a_claim(talk: Talk) -> None:
    await talk.taps_flow("divorce")
    await talk.says("对方要离", "2015年5月1日", "判过，不到半年")
    talk.hears("六个月")
    assert await fields(talk, "住在一起", "别的，或不想说", "安全") == ["living", "reason", "safe"]
    assert talk.asked() == "children"


async def test_a_story_answers_when_they_married(talk: Talk) -> None:
    await talk.says("我跟他2019年3月领的证，有一个5岁的女儿，他赌博不管家，我想离婚，孩子归我")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "divorce"
    assert form.answers["married_on"].shown == "2019年3月"
