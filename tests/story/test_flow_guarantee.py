"""担保: who paid for another, the guarantor who is chased, the creditor, the debtor."""

from __future__ import annotations

from bot.papers.draft import draft
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import TODAY, Talk

OTHER = ("个人", "刘强", "不知道", "大路镇", "没有")


async def complaint(talk: Talk) -> str:
    """The words of the complaint of the only case."""
    async with talk.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
    flow = talk.world.content.knowledge().flow(case.flow, case.flow_rev)
    return str(draft("complaint", case, flow, [], court="准格尔旗人民法院", today=TODAY).to_json())


async def test_who_paid_for_another_wants_it_back(talk: Talk) -> None:
    await talk.taps_flow("guarantee")
    asked = await fields(
        talk,
        "我替人还了，要追回来",
        "银行贷款",
        "某某银行准格尔支行",
        "签了担保合同",
        "2025年3月还2万，2025年6月又还3万",
        "没有了",
        "2025年6月20日",
        "银行扣的",
        "没有",
    )
    assert asked == [
        "side",
        "debt_kind",
        "creditor_name",
        "signed",
        "amount",
        "amount",
        "happened_on",
        "paid_how",
        "others",
    ]
    assert talk.asked() == "arbitration_clause"
    await talk.says("没有", "没有", "愿意调解", "同意在网上", *WHO, *OTHER)
    await talk.says("有扣款记录", "把5万还给我", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    paper = await complaint(talk)
    assert "代为归还的50,000元" in paper
    assert "最后一次是2025年6月20日" in paper


async def test_a_guarantor_who_is_chased(talk: Talk) -> None:
    await talk.taps_flow("guarantee")
    asked = await fields(talk, "我是担保人", "私人借的", "李强", "有人做担保人", "在借条上签名写了担保")
    assert asked == ["side", "debt_kind", "debtor_name", "guarantor", "signed"]
    asked = await fields(
        talk, "没写", "10万", "没还过", "2025年3月1日", "没写", "2026年10月10日", "没告过", "过期了", "没有"
    )
    assert asked == [
        "mode",
        "principal",
        "repaid",
        "due_on",
        "guarantee_until",
        "first_asked_on",
        "sued_debtor",
        "defence",
        "others",
    ]
    assert talk.asked() == "prior_case", "no contract, so no arbitration clause to ask for"


async def test_a_creditor_hears_of_the_period_at_once(talk: Talk) -> None:
    await talk.taps_flow("guarantee")
    await talk.says("别人欠我，要担保人还", "私人借的", "李强", "有人做担保人", "写在借条上，借条上签的")
    await talk.says("连带", "10万", "2万", "2026年8月1日", "没写")
    talk.hears("六个月", "第六百九十二条")
    assert talk.asked() == "last_demand_on"
    await talk.says("没找过")
    assert talk.asked() == "prior_case", "joint liability: whether the debtor was sued does not matter"


async def test_the_debtor_is_asked_for_little(talk: Talk) -> None:
    await talk.taps_flow("guarantee")
    asked = await fields(talk, "担保人替我还了", "银行", "某某银行", "5万", "认", "每月1000元")
    assert asked == ["side", "debt_kind", "creditor_name", "paid_for_me", "admits", "monthly"]


async def test_a_story_answers_some_of_it(talk: Talk) -> None:
    await talk.says("我给朋友担保，他跑了，去年6月我替他还了5万给银行，这担保的钱怎么要回来")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "guarantee"
    assert form.answers["amount"].shown.endswith("50,000元")
