"""买东西吃亏: a fake bought online, a gym that closed, bad food; each is asked what the case needs."""

from __future__ import annotations

from tests.story.test_flow_sale_contract import complaint, fields, submit
from tests.talk import Talk


async def test_a_fake_from_a_live_show(talk: Talk) -> None:
    await talk.taps_flow("consumer")
    asked = await fields(talk, "我是花钱的", "直播间买的", "假货", "一件羊绒大衣", "某某直播间")
    assert asked == ["side", "kind", "issue", "goods", "platform"]
    asked = await fields(
        talk, "2026年10月1日", "1280", "2026年10月6日", "准格尔旗薛家湾镇某小区", "说是纯羊绒"
    )
    assert asked == ["happened_on", "price", "received_on", "delivery_place", "promised"]
    assert await fields(talk, "找过店家", "退一赔三", "5120") == ["complained", "want", "amount"]
    await submit(talk)
    text = await complaint(talk)
    assert "按价款的三倍增加赔偿，共5,120元" in text
    assert "商家当时宣传：说是纯羊绒" in text


async def test_a_gym_that_closed(talk: Talk) -> None:
    await talk.taps_flow("consumer")
    asked = await fields(
        talk,
        "我办的卡",
        "健身卡",
        "关门了",
        "某某健身房年卡",
        "2026年5月10日",
        "2026年10月5日",
        "3000",
        "2200",
    )
    assert asked == ["side", "kind", "card_issue", "goods", "paid_on", "happened_on", "price", "balance"]
    assert await fields(talk, "打过12315", "退卡", "2200") == ["complained", "want", "amount"]
    await submit(talk)
    text = await complaint(talk)
    assert "退还没有用完的预付款，共2,200元" in text
    assert "店铺于2026年10月5日停业" in text


async def test_a_boss_who_ran_off_with_the_money_is_a_matter_for_the_police_too(talk: Talk) -> None:
    await talk.taps_flow("consumer")
    await talk.says("我是花钱的", "充值", "老板卷钱跑了")
    talk.hears("派出所")
    assert talk.asked() == "goods"


async def test_bad_food_made_somebody_ill(talk: Talk) -> None:
    await talk.taps_flow("consumer")
    await talk.says("我是花钱的", "饭店", "拉肚子", "一桌酒席", "2026年11月1日", "900")
    assert await fields(talk, "860", "还没找", "赔医药费", "1760") == [
        "medical",
        "complained",
        "want",
        "amount",
    ]


async def test_why_seven_days_matter(talk: Talk) -> None:
    await talk.taps_flow("consumer")
    await talk.says("我是花钱的", "网购", "不给退", "一双鞋", "不知道", "2026年11月10日", "300", "为什么")
    talk.hears("七天", "消法第二十五条")
    assert talk.asked() == "received_on"


async def test_a_story_answers_some_of_it(talk: Talk) -> None:
    await talk.says("我在网上买了件大衣，花了1280，收到是假货，商家不给退")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "consumer"
    assert form.answers["price"].shown == "1,280元"
