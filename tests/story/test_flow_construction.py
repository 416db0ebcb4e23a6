"""工程装修: a tiler in a home, money for a works far down the chain, a roof; each is asked what it needs."""

from __future__ import annotations

from tests.story.test_flow_sale_contract import complaint, fields, submit
from tests.talk import Talk

SITE = "准格尔旗大路镇某项目工地"


async def test_far_down_the_chain_of_a_works(talk: Talk) -> None:
    await talk.taps_flow("construction")
    asked = await fields(
        talk, "我带人干的", "工地", "2号楼水电", SITE, "转包来的", "甲方是某某公司", "没签", "12万"
    )
    assert asked == ["side", "kind", "work", "property_place", "role", "developer", "written", "price"]
    asked = await fields(talk, "2025年6月1日付了7万", "没有了", "2025年10月20日", "验收了", "结算单")
    assert asked == ["repaid", "repaid", "happened_on", "accepted", "settled"]
    assert await fields(talk, "2025年12月31日", "没扣", "5万") == ["due_on", "retention", "amount"]
    assert talk.asked() == "prior_case"
    await submit(talk)
    text = await complaint(talk)
    assert "判令被告支付工程款50,000元" in text
    assert "发包人在欠付工程价款的范围内承担责任" in text


async def test_who_signed_with_the_developer_is_asked_for_priority(talk: Talk) -> None:
    await talk.taps_flow("construction")
    await talk.says("我干的活", "项目", "厂房土建", SITE, "直接签的", "签了合同", "80万", "没付过")
    await talk.says("2026年5月1日", "验收合格", "签字了", "2026年6月1日", "2万")
    assert await fields(talk, "要", "80万") == ["priority", "amount"]
    assert talk.asked() == "arbitration_clause"
    await submit(talk)
    assert "折价或者拍卖的价款优先受偿" in await complaint(talk)


async def test_bad_work_in_a_home(talk: Talk) -> None:
    await talk.taps_flow("construction")
    asked = await fields(
        talk, "我家装修", "装修", "卫生间贴砖防水", "薛家湾镇某小区3号楼", "口头", "2万", "没付过"
    )
    assert asked == ["side", "kind", "work", "property_place", "written", "price", "repaid"]
    asked = await fields(talk, "2026年3月1日", "用上了", "漏水", "不来", "6000")
    assert asked == ["happened_on", "accepted", "fault", "told_to_fix", "amount"]
    await submit(talk)
    assert "返工、修理" in await complaint(talk)


async def test_who_only_wants_wages_hears_of_the_labour_inspection(talk: Talk) -> None:
    await talk.taps_flow("construction")
    await talk.says("我是工人")
    talk.hears("劳动保障监察", "12333")
    assert talk.asked() == "kind"


async def test_a_story_answers_most_of_it(talk: Talk) -> None:
    await talk.says("我给他干工程，工程款一共12万，2025年10月完工，签了结算单，还欠5万一直不给")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "construction"
    assert {"price", "happened_on", "settled", "amount"} <= set(form.answers)
