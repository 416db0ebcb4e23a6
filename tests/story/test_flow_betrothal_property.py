"""彩礼: without a certificate, after a short marriage, and from the side that should give back."""

from __future__ import annotations

from bot.papers.narrative import claims, facts
from tests.story.test_flow_divorce import OTHER, PEOPLE
from tests.story.test_flow_housing_lease import fields
from tests.talk import Talk

MEDIATE = ("没有", "愿意调解", "同意在网上")
END = ("有转账记录", "退还彩礼", "没有", "同意手机收")


async def test_engaged_only_and_the_parents_took_the_money(talk: Talk) -> None:
    await talk.taps_flow("betrothal_property")
    asked = await fields(talk, "我家给的，想要回来", "没领证", "没在一起过", "2025年3月8日")
    assert asked == ["side", "registered", "lived", "given_on"]
    asked = await fields(
        talk, "彩礼188000，三金3万", "没有了", "转账", "她的父母", "没有", "对方不愿意了", "没退过", "18万"
    )
    assert asked == ["gifts", "gifts", "given_how", "taken_by", "dowry", "ended_by", "repaid", "amount"]
    asked = await fields(talk, *MEDIATE, *PEOPLE, *OTHER, "刘大山", "没有了", *END)
    assert "more_respondents" in asked
    await talk.says("确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flows["betrothal_property"]
    assert claims(flow, case.answers, sues=True)[0].startswith("判令被告返还彩礼180,000元")
    told = "".join(facts(case, flow, sues=True, skip=()))
    assert "原告一方自2025年3月8日起按照习俗给付被告一方彩礼" in told
    assert "218,000元" in told


async def test_a_short_marriage_asks_for_children_and_hardship(talk: Talk) -> None:
    await talk.taps_flow("betrothal_property")
    asked = await fields(
        talk, "我家给的", "领了，还没离", "几个月", "没有", "2025年", "彩礼10万", "没有了", "现金，有媒人"
    )
    assert asked == ["side", "registered", "lived", "child", "given_on", "gifts", "gifts", "given_how"]
    asked = await fields(talk, "本人", "陪嫁一辆车", "合不来", "欠了债", "退过5万", "5万")
    assert asked == ["taken_by", "dowry", "ended_by", "hardship", "repaid", "amount"]
    asked = await fields(talk, *MEDIATE, *PEOPLE, *OTHER)
    assert talk.asked() == "evidence", "in a divorce only the couple are parties"


async def test_who_took_the_money_and_ran_is_shown_the_police(talk: Talk) -> None:
    await talk.taps_flow("betrothal_property")
    await talk.says("我家给的", "没领证", "没在一起过", "2025年", "彩礼10万", "没有了", "转账")
    await talk.says("本人", "没有", "骗婚")
    talk.hears("派出所")
    assert talk.asked() == "repaid"


async def test_a_story_leads_here_and_keeps_what_it_tells(talk: Talk) -> None:
    await talk.says("订婚给了女方18万8彩礼，没领证，今年5月分手了，女方已经退了5万，我想让她再退10万")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "betrothal_property"
    assert form.answers["amount"].shown == "100,000元"
