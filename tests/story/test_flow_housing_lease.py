"""租房: a tenant's deposit, a landlord's rent, a sublet shop; each is asked what the case needs, no more."""

from __future__ import annotations

from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "准格尔旗薛家湾镇某小区3号楼501"
END = ("不知道", "薛家湾镇", "没有", "有合同和转账记录", "退还押金2000元", "没有", "同意手机收")
AGREED = ("没有", "没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强")


async def fields(talk: Talk, *answers: str) -> list[str]:
    """Answer one after the other; gives the fields that were asked."""
    asked = []
    for answer in answers:
        asked.append(talk.asked())
        await talk.says(answer)
    return asked


async def test_a_tenant_wants_the_deposit_back(talk: Talk) -> None:
    await talk.taps_flow("housing_lease")
    asked = await fields(
        talk, "我是租房的", "不退押金", PLACE, "签了", "2025年3月1日", "2026年2月28日", "1500"
    )
    assert asked == ["side", "issue", "property_place", "written", "started_on", "ends_on", "rent"]
    asked = await fields(talk, "2000", "搬走了", "2026年2月28日", "验过，有单子或照片", "2000元")
    assert asked == ["deposit", "moved_out", "left_on", "handed_over", "amount"]
    await talk.says(*AGREED, *END)
    await talk.says("确认提交")
    talk.hears("已经提交")


async def test_a_landlord_wants_the_rent(talk: Talk) -> None:
    await talk.taps_flow("housing_lease")
    asked = await fields(
        talk, "房东", "拖欠房租水电", PLACE, "没签，口头说的", "2025年3月1日", "没约定", "1500", "没交押金"
    )
    assert "deposit" in asked
    assert await fields(talk, "还住着", "2026年6月", "发微信催过", "7500") == [
        "moved_out",
        "owed_from",
        "urged",
        "amount",
    ]
    assert talk.asked() == "prior_case", (
        "without a written contract there is no arbitration clause to ask for"
    )


async def test_a_story_answers_most_of_it(talk: Talk) -> None:
    await talk.says(
        "我在薛家湾镇租的房，2025年3月1号开始租，押金2000块，今年2月底就搬走了，房东押金一直不退给我"
    )
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "housing_lease"
    assert form.answers["deposit"].shown == "2,000元"
    assert "property_place" in form.answers
