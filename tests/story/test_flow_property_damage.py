"""财物: something broken, kept, a house not given back, a wrong transfer, a thing owned together."""

from __future__ import annotations

from bot.model import Kind
from bot.papers.narrative import claims
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "准格尔旗薛家湾镇某小区停车场"
ON = "2026年8月12日"


async def starts(talk: Talk) -> None:
    """Choose the dispute by its title in the menu."""
    await talk.send(Kind.TEXT, text="财物损坏返还", payload="flow:property_damage")


async def test_something_broken(talk: Talk) -> None:
    await starts(talk)
    asked = await fields(talk, "我要对方赔", "东西被弄坏了", "五征牌三轮车一辆", ON)
    assert asked == ["side", "issue", "thing", "happened_on"]
    asked = await fields(talk, PLACE, "倒车碰的，不小心", "能修", "有行驶证", "修车3500元")
    assert asked == ["happened_at", "how", "repairable", "proof", "amount"]
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强", "不知道", "薛家湾镇", "没有")
    await talk.says("有照片和修车发票", "赔3500元", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flows[case.flow]
    assert "判令被告赔偿五征牌三轮车一辆的损失3,500元" in claims(flow, case.answers, sues=True)[0]


async def test_a_thing_kept_is_asked_for_how_it_got_there(talk: Talk) -> None:
    await starts(talk)
    await talk.says("我要对方还", "借走不还", "五征牌三轮车一辆")
    asked = await fields(talk, "2026年5月", PLACE, "借给他的", "要过，对方不给", "有行驶证", "不要钱")
    assert asked == ["taken_on", "happened_at", "got_how", "asked_back", "proof", "amount"]
    assert talk.asked() == "prior_case"


async def test_money_sent_to_the_wrong_one(talk: Talk) -> None:
    await starts(talk)
    await talk.says("我要对方还", "钱转错了", ON)
    talk.hears("民法典第一百八十八条")
    asked = await fields(talk, "转给了不认识的人", "只找过银行", "3500")
    assert asked == ["paid_wrong", "asked_back", "amount"]


async def test_cheated_of_money_points_to_the_police_and_goes_on(talk: Talk) -> None:
    await starts(talk)
    await talk.says("我要对方还", "多付", ON, "刷单")
    talk.hears("派出所", "去哪里")
    assert talk.asked() == "asked_back"


async def test_a_house_not_given_back_has_no_time_limit(talk: Talk) -> None:
    await starts(talk)
    asked = await fields(talk, "我要对方还", "占房", "2020年5月", PLACE, "租期到了不走", "有房本", "不要钱")
    assert asked == ["side", "issue", "taken_on", "happened_at", "right", "proof", "amount"]
    talk.not_hears("三年")


async def test_owned_together(talk: Talk) -> None:
    await starts(talk)
    asked = await fields(
        talk, "我要对方还", "共有", "沙圪堵镇的房子一处", PLACE, "没说过", "卖了分钱", "有房本", "不要钱"
    )
    assert asked == ["side", "issue", "thing", "happened_at", "shares", "wish", "proof", "amount"]


async def test_who_is_asked_to_give_back_needs_no_proof_of_his_own(talk: Talk) -> None:
    await starts(talk)
    await talk.says("对方找我要", "弄坏了", "五征牌三轮车一辆", ON)
    talk.not_hears("三年", "民法典第一百八十八条")
    assert await fields(talk, PLACE, "不小心", "能修", "3500") == [
        "happened_at",
        "how",
        "repairable",
        "amount",
    ]


async def test_a_story_answers_when_and_where(talk: Talk) -> None:
    await talk.says("2026年8月12日停在薛家湾镇小区的车被人砸坏了，车窗和车门损坏，修车花了3500元，要他赔偿")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "property_damage"
    assert form.answers["happened_on"].shown == ON
    assert "happened_at" in form.answers
