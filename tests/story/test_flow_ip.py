"""商标、图片: the shop that is sued, and somebody whose picture was used."""

from __future__ import annotations

from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk


async def test_a_shop_is_accused_over_a_trademark(talk: Talk) -> None:
    await talk.taps_flow("ip")
    asked = await fields(
        talk,
        "别人说我侵权",
        "商标",
        "店里卖的某牌白酒",
        "2026年9月",
        "薛家湾镇的店里",
        "有进货单",
        "下架了",
        "30000",
    )
    assert asked == ["side", "right", "thing", "happened_on", "act_place", "source", "stopped", "amount"]
    await talk.says(
        "没有", "愿意调解", "同意在网上", *WHO, "公司或单位", "某某酒业有限公司", "不知道", "不知道"
    )
    await talk.says(
        "没有",
        "有进货单",
        "要我赔3万元",
        "货是我卖的",
        "不知道是假货",
        "少赔一点",
        "没有",
        "同意手机收",
        "确认提交",
    )
    talk.hears("已经提交")


async def test_an_owner_is_asked_for_proof_instead(talk: Talk) -> None:
    await talk.taps_flow("ip")
    asked = await fields(
        talk, "我的被人用了", "图片", "公众号用了我拍的草原照片", "2026年9月", "某平台", "有原图", "截图了"
    )
    assert asked[-2:] == ["proof", "kept"]
    assert talk.asked() == "amount"
