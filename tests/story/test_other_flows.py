from __future__ import annotations

from tests.talk import Talk, World

ID_A, ID_B = "150622199003070018", "15062219851231002X"
WHO = ("同意", "同意", "给自己办", "个人", "王秀兰", ID_A, "13800138000", "薛家湾镇某小区3号楼")
REST = ("不知道", "大路镇某工地", "没有", "有聊天记录", "把工资发了", "没有", "同意手机收")


async def test_one_workers_wages_with_an_iou_may_go_straight_to_court(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("就我一个人", "包工头", "大路镇某项目工地", "2026年3月1日", "不干了", "2026年8月31日")
    await talk.says("2026年6月", "2026年8月", "6500", "19500", "有欠条")
    talk.hears("可以直接到法院", "第十五条")
    await talk.says(
        "只要工资", "没申请过", "2026年10月1日", "愿意调解", "同意在网上", *WHO, "个人", "刘强", *REST
    )
    await talk.says("确认提交")
    talk.hears("已经提交", "1号")


async def test_several_workers_by_a_pasted_table_give_one_application_each(talk: Talk) -> None:
    table = f"姓名 身份证号 手机号 欠薪\n王建军 {ID_A} 13800138000 12000\n李红梅 {ID_B} 13900139000 8500.5"
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", table)
    talk.hears("共2人", "20,500.50元")
    await talk.says("对")
    await talk.says("工地（有总包单位）", "大路镇某项目工地", "2026年3月1日", "还在干")
    await talk.says("2026年6月", "2026年8月", "6500", "没有", "只要工资", "没申请过", "某某建设集团有限公司")
    await talk.says("某某劳务有限公司", "某某煤业有限公司")
    await talk.says("没要过", "愿意调解", "同意在网上", *WHO, "公司或单位", "某某劳务有限公司", *REST)
    await talk.says("确认提交")
    talk.hears(
        "一共2份申请", "20,500.50元", "李* 调解申请书" if "李* 调解" in talk.text() else "李*梅 调解申请书"
    )
    async with talk.world.records.begin() as tx:
        cases = await tx.cases.of(talk.sid)
    owed = sorted(str(case.answers["wage_owed"].shown) for case in cases)
    assert owed == ["12,000元", "8,500.50元"]
    assert len({case.group for case in cases}) == 1
    assert {case.answers["applicant_name"].shown for case in cases} == {"王建军", "李红梅"}


async def test_a_property_fee_from_the_owners_side(talk: Talk) -> None:
    await talk.taps_flow("property_service")
    await talk.says(
        "业主", "物业费", "薛家湾镇某小区3号楼2单元501", "98平方米", "1.2元", "2024年1月", "到现在"
    )
    await talk.says("3000元", "楼道没人打扫，报修也不来", "没有", "没有", "愿意调解", "我要当面谈", *WHO)
    await talk.says(
        "公司或单位",
        "某某物业服务有限公司",
        "不知道",
        "薛家湾镇",
        "没有",
        "有照片",
        "要我交3000元物业费",
        "欠费是真的",
        "楼道没人打扫，不该全交",
        "减免一部分物业费",
        "没有",
        "同意",
    )
    await talk.says("确认提交")
    talk.hears("已经提交")


async def test_any_other_dispute_can_be_filed(talk: Talk) -> None:
    await talk.taps_flow("other_civil")
    assert talk.asked() == "facts"
    await talk.says("今年3月村里答应给我家的奖励一直没兑现，找了几次都不管")
    assert talk.asked() == "sued"
    await talk.says("我要找对方")
    assert talk.asked() in {"happened_on", "happened_at"}
    if talk.asked() == "happened_on":
        await talk.says("2026年3月")
    await talk.says("薛家湾镇某村", "要", "8000", "没有", "没有", "愿意调解", "同意在网上", *WHO)
    await talk.says("个人", "刘强", "不知道", "不知道", "没有", "有照片", "给我8000元", "没有", "同意")
    await talk.says("确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        assert (await tx.cases.of(talk.sid))[0].title == "其他民事纠纷"


async def test_the_story_of_one_person_is_never_seen_by_another(world: World) -> None:
    first, second = Talk(world, "a"), Talk(world, "b")
    await first.says("张三2023年5月1日借我5万元,约定年底还,写了借条")
    await second.says("看看填了什么")
    second.not_hears("张三")
