"""买卖货款: sheep sold on credit, a sick cow, a deposit; each is asked what the case needs, no more."""

from __future__ import annotations

from bot.papers.draft import draft
from tests.talk import TODAY, Talk

#: what everybody is asked behind the questions of the matter itself
COMMON = {
    "arbitration_clause": "没有",
    "prior_case": "没有",
    "mediation": "愿意调解",
    "online": "同意在网上",
    "personal_data": "同意",
    "sensitive_data": "同意",
    "acting": "给自己办",
    "applicant_kind": "个人",
    "applicant_name": "王秀兰",
    "applicant_id": "150622199003070018",
    "applicant_phone": "13800138000",
    "applicant_place": "薛家湾镇某小区3号楼",
    "respondent_kind": "个人",
    "respondent_name": "刘强",
    "respondent_phone": "不知道",
    "respondent_place": "大路镇",
    "evidence": "有照片",
    "claim": "把钱给清",
    "story": "没有",
    "e_service": "同意手机收",
}


async def fields(talk: Talk, *answers: str) -> list[str]:
    """Answer one after the other; gives the fields that were asked."""
    asked = []
    for answer in answers:
        asked.append(talk.asked())
        await talk.says(answer)
    return asked


async def submit(talk: Talk) -> None:
    """Answer the common questions, as far as they are asked (others with 没有), and send it off."""
    while any(say.card and say.card.kind == "question" for say in talk.reply.says):
        await talk.says(COMMON.get(talk.asked(), "没有"))
    await talk.says("确认提交")
    talk.hears("已经提交")


async def complaint(talk: Talk) -> str:
    """The text of the complaint of the submitted case."""
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flow(case.flow, case.flow_rev)
    return str(draft("complaint", case, flow, [], court="准格尔旗人民法院", today=TODAY).to_json())


async def test_sheep_sold_on_credit(talk: Talk) -> None:
    await talk.taps_flow("sale_contract")
    asked = await fields(talk, "我是卖的", "欠货款", "40只羊", "打了欠条", "48000", "2025年10月20日")
    assert asked == ["side", "issue", "goods", "written", "price", "happened_on"]
    asked = await fields(talk, "2025年12月31日", "2025年12月20日给了1万", "没有了", "2026年2月20日", "38000")
    assert asked == ["due_on", "repaid", "repaid", "last_demand_on", "amount"]
    assert talk.asked() == "prior_case", (
        "without a written contract there is no arbitration clause to ask for"
    )
    await submit(talk)
    text = await complaint(talk)
    assert "判令被告支付货款38,000元" in text
    assert "将40只羊卖给" in text


async def test_a_sick_cow_goes_back(talk: Talk) -> None:
    await talk.taps_flow("sale_contract")
    asked = await fields(
        talk, "我是买的", "有病", "两头奶牛", "转账记录", "32000", "2026年9月1日", "全付了，32000"
    )
    assert asked == ["side", "issue", "goods", "written", "price", "happened_on", "paid"]
    asked = await fields(talk, "牲畜有病", "2026年9月4日", "发微信说了", "退货退钱", "32000")
    assert asked == ["fault", "found_on", "notified", "want", "amount"]
    await submit(talk)
    assert "解除买卖合同" in await complaint(talk)


async def test_a_deposit_for_a_car_with_a_contract(talk: Talk) -> None:
    await talk.taps_flow("sale_contract")
    asked = await fields(
        talk, "买家", "不退定金", "一辆二手皮卡", "签了合同", "6万", "5000", "订金", "他不卖了", "5000"
    )
    assert asked == [
        "side",
        "issue",
        "goods",
        "written",
        "price",
        "deposit",
        "deposit_word",
        "backed_out",
        "amount",
    ]
    assert talk.asked() == "arbitration_clause"


async def test_a_stolen_car_is_a_matter_for_the_police_too(talk: Talk) -> None:
    await talk.taps_flow("sale_contract")
    await talk.says("我是买的", "来路不明", "一辆摩托车", "没有", "4000", "2026年8月1日", "4000", "偷来的")
    talk.hears("派出所")
    assert talk.asked() == "want"


async def test_who_is_asked_for_money_hears_nothing_of_limitation(talk: Talk) -> None:
    await talk.taps_flow("sale_contract")
    await talk.says("对方找我要钱", "货款", "饲料10吨", "欠条", "3万", "2021年3月1日")
    talk.not_hears("三年")
    assert await fields(talk, "没约定", "没付过", "3万") == ["due_on", "repaid", "amount"]


async def test_a_story_answers_most_of_it(talk: Talk) -> None:
    await talk.says("去年10月我卖给他40只羊，货款一共48000，说好2025年底付，打了欠条，到现在还欠我38000不给")
    for choice in ("买卖货款", "现在登记"):
        if choice in talk.buttons():
            await talk.taps(choice)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "sale_contract"
    assert form.answers["price"].shown == "48,000元"
    assert form.answers["amount"].shown == "38,000元"
    assert form.answers["written"].value == "slip"
    assert "due_on" in form.answers
