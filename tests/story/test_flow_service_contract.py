"""运输加工服务: freight unpaid, a parcel broken, a class, a franchise; each is asked what its kind needs."""

from __future__ import annotations

from tests.story.test_flow_sale_contract import complaint, fields, submit
from tests.talk import Talk


async def test_a_driver_wants_his_freight(talk: Talk) -> None:
    await talk.taps_flow("service_contract")
    asked = await fields(
        talk, "他欠我运费", "拉煤", "拉煤30车", "磅单", "2026年5月10日", "12000", "5000", "没约定"
    )
    assert asked == ["side", "kind", "work", "written", "happened_on", "price", "repaid", "due_on"]
    asked = await fields(talk, "从大路镇到曹妃甸", "好好送到了", "2026年8月1日", "7000")
    assert asked == ["route", "cargo", "last_demand_on", "amount"]
    assert talk.asked() == "prior_case"
    await submit(talk)
    text = await complaint(talk)
    assert "判令被告支付拖欠的费用7,000元" in text
    assert "运输路线：从大路镇到曹妃甸" in text


async def test_a_parcel_came_broken(talk: Talk) -> None:
    await talk.taps_flow("service_contract")
    await talk.says("我寄的", "快递", "寄一台电视", "快递单", "2026年10月1日", "80", "80")
    asked = await fields(talk, "从薛家湾到包头", "碎了", "3600", "没人提醒", "2026年10月9日", "3600")
    assert asked == ["route", "cargo", "cargo_value", "insured", "last_demand_on", "amount"]
    await submit(talk)
    assert "赔偿运输造成的损失，共3,600元" in await complaint(talk)


async def test_a_driving_school_that_never_starts(talk: Talk) -> None:
    await talk.taps_flow("service_contract")
    await talk.says("学员", "驾校", "学C1驾照", "签了合同", "2025年11月3日", "3800", "3800")
    asked = await fields(talk, "拖着不安排", "一节没上", "没催过", "3800")
    assert asked == ["class_issue", "used_part", "last_demand_on", "amount"]
    assert talk.asked() == "arbitration_clause"
    await submit(talk)
    assert "解除培训合同" in await complaint(talk)


async def test_a_franchise_that_vanished_is_a_matter_for_the_police_too(talk: Talk) -> None:
    await talk.taps_flow("service_contract")
    await talk.says("我花的钱", "加盟费", "开奶茶店", "口头", "2025年11月3日", "58000", "58000", "公司跑路了")
    talk.hears("派出所")
    assert talk.asked() == "last_demand_on"


async def test_a_digger_by_the_day(talk: Talk) -> None:
    await talk.taps_flow("service_contract")
    await talk.says("我出租的", "台班费", "挖机干了15天", "没有", "2026年6月1日", "27000", "没付过", "没约定")
    asked = await fields(talk, "台班费没给", "准格尔旗龙口镇某工地", "2026年9月1日", "27000")
    assert asked == ["rent_issue", "use_place", "last_demand_on", "amount"]


async def test_why_it_matters_how_the_goods_arrived(talk: Talk) -> None:
    await talk.taps_flow("service_contract")
    await talk.says(
        "我托运的", "物流", "拉家具", "没有", "2026年6月1日", "900", "900", "从包头到薛家湾", "为什么"
    )
    talk.hears("在路上坏了", "民法典")


async def test_a_story_answers_some_of_it(talk: Talk) -> None:
    await talk.says("今年5月我给他拉煤，运费一共12000，打了欠条，还欠7000到现在不给")
    for choice in ("不是这件事", "运输加工服务", "现在登记"):
        if choice in talk.buttons():
            await talk.taps(choice)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "service_contract"
    assert form.answers["amount"].shown == "7,000元"
    assert form.answers["written"].value == "slip"
