"""邻居: a leak with its cause, a boundary that the government has to settle first, the other side's view."""

from __future__ import annotations

from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "薛家湾镇某小区3号楼，他家501，我家401"


async def test_a_leak_from_upstairs(talk: Talk) -> None:
    await talk.taps_flow("neighbor")
    asked = await fields(
        talk, "我家受影响", "漏水泡水", PLACE, "2026年3月", "还这样", "防水坏了", "找过，没解决", "8000"
    )
    assert asked == [
        "side",
        "issue",
        "property_place",
        "happened_on",
        "goes_on",
        "cause",
        "handled",
        "amount",
    ]
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强", "不知道", "薛家湾镇", "没有")
    await talk.says("有照片", "停止漏水并赔8000", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")


async def test_a_boundary_both_claim_points_to_the_government_and_goes_on(talk: Talk) -> None:
    await talk.taps_flow("neighbor")
    await talk.says("我家受影响", "院墙地界", PLACE, "2026年3月", "还这样", "两家都说是自己的")
    talk.hears("土地管理法第十四条", "去哪里")
    assert talk.asked() == "handled", "a door is a suggestion; the intake goes on"


async def test_the_other_side_is_not_asked_for_what_only_the_harmed_know(talk: Talk) -> None:
    await talk.taps_flow("neighbor")
    asked = await fields(
        talk, "别人说我影响了他", "噪音", PLACE, "2026年3月", "时好时坏", "没找过", "没有损失"
    )
    assert "cause" not in asked
    assert "permit" not in asked
    assert talk.asked() == "prior_case"
