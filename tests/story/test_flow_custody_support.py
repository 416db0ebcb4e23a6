"""抚养赡养: a child's money and visits, an old person's keep; each is asked what the case needs."""

from __future__ import annotations

from bot.papers.narrative import claims
from tests.story.test_flow_divorce import OTHER, PEOPLE
from tests.story.test_flow_housing_lease import fields
from tests.talk import Talk

MEDIATE = ("愿意调解", "同意在网上")
END = ("有离婚协议和转账记录", "把抚养费补上", "没有", "同意手机收")


async def test_a_parent_wants_the_childs_money(talk: Talk) -> None:
    await talk.taps_flow("custody_support")
    asked = await fields(talk, "孩子的事", "我找对方", "没给抚养费", "离婚了", "一个男孩，8岁", "跟我")
    assert asked == ["matter", "side", "issue", "bond", "children", "child_with"]
    asked = await fields(talk, "离婚协议里写的", "1500", "2025年1月", "没算过", "在煤矿上班", "还能过")
    assert asked == ["decided", "monthly", "owed_from", "arrears", "income", "hardship"]
    await talk.says(*MEDIATE, *PEOPLE, *OTHER, *END, "确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    wanted = claims(talk.world.content.knowledge().flows["custody_support"], case.answers, sues=False)
    assert wanted[:2] == [
        "请求被申请人支付自2025年1月起欠付的抚养费，数额待核算。",
        "请求被申请人今后每月支付抚养费1,500元（壹仟伍佰元整），到孩子满十八周岁。",
    ]


async def test_what_a_court_has_settled_goes_to_enforcement(talk: Talk) -> None:
    await talk.taps_flow("custody_support")
    await talk.says("孩子的事", "我找对方", "不让看", "离婚了", "一个女孩，5岁", "跟对方", "法院判的")
    talk.hears("强制执行")
    assert await fields(talk, "不让见", "每个月两次") == ["visit_now", "visit_plan"]
    assert talk.asked() == "mediation"


async def test_a_hidden_child_opens_the_way_to_protection(talk: Talk) -> None:
    await talk.taps_flow("custody_support")
    await talk.says("孩子的事", "我找对方", "不让看", "没离婚", "一个女孩，5岁", "跟对方", "没定过")
    assert talk.asked() == "visit_now"
    await talk.taps("对方不说孩子在哪")
    talk.hears("人身安全保护令")


async def test_an_old_mother_needs_her_hospital_bill_shared(talk: Talk) -> None:
    await talk.taps_flow("custody_support")
    asked = await fields(talk, "老人的事", "我找对方", "看病的钱", "78岁，腿脚不好", "两儿一女，大儿子不管")
    assert asked == ["matter", "side", "elder_issue", "elder_state", "elder_children"]
    asked = await fields(talk, "12000", "每月500", "不知道", "过不下去，急用")
    assert asked == ["medical", "monthly", "income", "hardship"]
    asked = await fields(talk, "没有", *MEDIATE, *PEOPLE, *OTHER, "刘军，13900139000", "没有了")
    assert asked[0] == "prior_case"
    assert asked[-1] == "more_respondents", "children are asked about together"
    assert talk.asked() == "evidence"


async def test_a_story_answers_how_much_and_since_when(talk: Talk) -> None:
    await talk.says("离婚的时候说好一个月给1500抚养费，从2025年1月就没给过，孩子跟我")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "custody_support"
    assert form.answers["monthly"].shown == "1,500元"
    assert form.answers["owed_from"].shown == "2025年1月"
