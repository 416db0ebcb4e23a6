"""土地草场补偿: what goes to the government is told so, what a court hears is asked for its own elements."""

from __future__ import annotations

import pytest

from bot.papers.narrative import claims, facts
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "准格尔旗暖水乡某某村某某社"
MEDIATE = ("愿意调解", "同意在网上")
END = ("没有", "有合同和转账记录", "把租费给清", "没有", "同意手机收")


async def test_the_rent_of_a_pasture(talk: Talk) -> None:
    await talk.taps_flow("land")
    asked = await fields(talk, "草场出租", "我找对方", "租地的人", "租费没给", PLACE, "有承包证", "300亩")
    assert asked == ["topic", "side", "against", "contract", "property_place", "title", "area"]
    asked = await fields(talk, "写了", "2020年4月1日", "一年2万", "2024年4月1日", "40000", "村里调过")
    assert asked == ["written", "started_on", "rent", "owed_from", "amount", "prior_case"]
    await talk.says(*MEDIATE, *WHO, "个人", "刘强", "不知道", "大路镇", *END, "确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flows["land"]
    assert claims(flow, case.answers, sues=True)[0].startswith("判令被告支付拖欠的租费、承包费40,000元")
    told = "".join(facts(case, flow, sues=True, skip=()))
    assert "2020年4月1日起，双方之间存在承包或者流转关系，租费标准为20,000元。" in told


async def test_a_married_daughter_wants_her_share(talk: Talk) -> None:
    await talk.taps_flow("land")
    asked = await fields(talk, "征地款", "我找对方", "村集体", "没分给我", "外嫁，户口在", PLACE)
    assert asked == ["topic", "side", "against", "taking", "member", "property_place"]
    assert await fields(talk, "2025年6月", "50000") == ["happened_on", "amount"]
    assert talk.asked() == "prior_case"


async def test_a_mine_that_made_the_ground_sink(talk: Talk) -> None:
    await talk.taps_flow("land")
    asked = await fields(
        talk, "煤矿塌陷", "我找对方", "煤矿", "房裂了", PLACE, "有证", "20亩", "今年6月", "80000"
    )
    assert asked[3:] == ["mine_harm", "property_place", "title", "area", "happened_on", "amount"]


@pytest.mark.parametrize(
    ("answers", "door"),
    [
        (("征地", "我找对方", "政府"), "行政复议"),
        (("征地", "我找对方", "村委会", "嫌总数太少"), "村民会议"),
        (("草场承包", "我找对方", "嘎查", "一直没分到地"), "主管部门"),
        (("宅基地", "我找对方", "邻居", "归谁说不清"), "三十日内可以起诉"),
        (("我的草场被占了", "我找对方", "邻居", "越界", PLACE, "都说是自己的"), "三十日内可以起诉"),
    ],
)
async def test_what_belongs_elsewhere_is_shown_its_door(
    talk: Talk, answers: tuple[str, ...], door: str
) -> None:
    await talk.taps_flow("land")
    await talk.says(*answers)
    talk.hears(door)
    assert talk.asked(), "a door is a suggestion: the questions go on"


async def test_an_award_runs_thirty_days(talk: Talk) -> None:
    await talk.taps_flow("land")
    await talk.says("草场承包", "对方找我", "嘎查", "地被收回", PLACE, "有证", "300亩", "不要钱", "仲裁过")
    talk.hears("三十日内可以起诉")
    assert talk.asked() == "mediation"


async def test_a_story_answers_rent_and_since_when(talk: Talk) -> None:
    await talk.says("我把暖水乡的100亩草场租给他，一年2万，从2024年开始没给承包费")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "land"
    assert form.answers["rent"].shown == "20,000元"
    assert form.answers["owed_from"].shown == "2024年"
    assert "property_place" in form.answers
