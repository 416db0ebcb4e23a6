"""买房卖房: a flat that is late, a deposit at the sales office, a leak; each is asked what it needs."""

from __future__ import annotations

from tests.story.test_flow_sale_contract import complaint, fields, submit
from tests.talk import Talk

PLACE = "准格尔旗薛家湾镇某小区3号楼501"


async def test_a_flat_is_two_years_late(talk: Talk) -> None:
    await talk.taps_flow("housing_sale")
    asked = await fields(
        talk, "我买的房", "期房", "不交房", PLACE, "购房合同", "2023年5月1日", "52万", "52万"
    )
    assert asked == ["side", "kind", "issue", "property_place", "written", "signed_on", "price", "repaid"]
    asked = await fields(talk, "有", "2024年12月31日", "还没拿到", "2026年9月1日", "交房", "3万")
    assert asked == ["permit", "due_on", "handed_on", "last_demand_on", "want", "amount"]
    assert talk.asked() == "arbitration_clause"
    await submit(talk)
    text = await complaint(talk)
    assert f"判令被告交付位于{PLACE}的房屋" in text
    assert "支付违约金或者赔偿损失30,000元" in text
    assert "房屋至今没有交付" in text


async def test_money_for_a_reservation_back(talk: Talk) -> None:
    await talk.taps_flow("housing_sale")
    asked = await fields(
        talk, "我交了定金", "售楼处", "不退定金", PLACE, "认购书", "2026年8月1日", "40万", "2万"
    )
    assert asked == ["side", "kind", "issue", "property_place", "written", "signed_on", "price", "deposit"]
    asked = await fields(talk, "意向金", "谈不拢", "没证", "退钱", "2万")
    assert asked == ["deposit_word", "backed_out", "permit", "want", "amount"]
    await submit(talk)
    text = await complaint(talk)
    assert "返还款项并赔偿损失，共20,000元" in text
    assert "没有预售许可证" in text


async def test_a_leak_in_a_used_flat_needs_no_permit_for_sale(talk: Talk) -> None:
    await talk.taps_flow("housing_sale")
    await talk.says("我买房", "二手房", "漏水", PLACE, "收据", "2026年5月1日", "30万", "30万")
    asked = await fields(talk, "2026年6月1日", "漏水", "不来修", "赔钱", "8000")
    assert asked == ["handed_on", "fault", "told_to_fix", "want", "amount"]


async def test_why_a_refused_loan_matters(talk: Talk) -> None:
    await talk.taps_flow("housing_sale")
    await talk.says("我买房", "新房", "拒贷", PLACE, "签了买卖合同", "2026年5月1日", "30万", "9万", "为什么")
    talk.hears("怪谁，谁赔", "第十九条")
    assert await fields(talk, "限贷") == ["loan_fault"]


async def test_a_story_answers_most_of_it(talk: Talk) -> None:
    await talk.says("2023年5月我买了开发商的房子，总价52万，合同说2024年12月31日交房，到现在不交房")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "housing_sale"
    assert {"price", "signed_on", "due_on", "written"} <= set(form.answers)
