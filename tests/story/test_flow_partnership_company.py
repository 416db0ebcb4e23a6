"""合伙股份: splitting up, unpaid dividends, a share that was sold, the books, a company that is gone."""

from __future__ import annotations

from tests.story.test_flow_guarantee import complaint
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk


async def test_partners_of_a_restaurant_split_up(talk: Talk) -> None:
    await talk.taps_flow("partnership_company")
    asked = await fields(
        talk, "我找对方", "散伙", "几个人合伙", "合伙开饭店", "口头说的", "2022年5月", "10万"
    )
    assert asked == ["side", "issue", "form", "business", "written", "started_on", "put_in"]
    asked = await fields(talk, "一人一半", "散了", "没算过", "不欠", "2025年10月", "8万")
    assert asked == ["shares", "ended", "accounts", "outside_debts", "happened_on", "amount"]
    assert talk.asked() == "prior_case", "nothing in writing, so no arbitration clause"
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强", "不知道", "薛家湾镇", "没有")
    await talk.says("有转账记录", "把我的8万分给我", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    paper = await complaint(talk)
    assert "请求对合伙进行结算，被告支付应得的80,000元" in paper
    assert "约定的分配办法为：一人一半" in paper


async def test_a_share_of_a_company_that_was_sold(talk: Talk) -> None:
    await talk.taps_flow("partnership_company")
    asked = await fields(talk, "我找对方", "股权转让款", "办了公司", "薛家湾镇", "某某商贸有限公司")
    assert asked == ["side", "issue", "form", "company_place", "business"]
    asked = await fields(talk, "签了协议", "改了", "2025年12月31日", "20万")
    assert asked == ["written", "share_sold", "due_on", "amount"]
    assert talk.asked() == "arbitration_clause"


async def test_the_place_of_the_company_decides(talk: Talk) -> None:
    await talk.taps_flow("partnership_company")
    await talk.says("我找对方", "要查账", "办了公司", "东胜区")
    talk.hears("第二十七条")
    asked = await fields(talk, "某某商贸有限公司", "有章程", "2023年到现在的账本，想知道赚没赚", "不让看")
    assert asked == ["business", "written", "wants_to_see", "asked_books"]
    assert talk.asked() == "arbitration_clause", "who wants to see the books claims no sum"


async def test_a_company_that_is_gone(talk: Talk) -> None:
    await talk.taps_flow("partnership_company")
    await talk.says("我找对方", "公司注销了", "公司", "薛家湾镇", "某某商贸有限公司", "口头说的")
    asked = await fields(talk, "2026年3月", "注销了", "2024年的货款", "36000")
    assert asked == ["happened_on", "company_state", "owed_for", "amount"]


async def test_a_story_answers_some_of_it(talk: Talk) -> None:
    await talk.says("我和朋友合伙开饭店，现在散伙了，他不给我分钱，要求他赔偿我8万元")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "partnership_company"
    assert form.answers["amount"].shown == "80,000元"
