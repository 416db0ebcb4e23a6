"""被打被撞受伤: a fight, a dog, a slippery shop, a school, something from above, who has to pay."""

from __future__ import annotations

import pytest

from bot.model import Kind
from bot.papers.narrative import claims, facts
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "准格尔旗薛家湾镇某市场"
ON = "2026年8月12日"
END = ("骨折", "15天", "3500", "一个月5000", "没算过", "没给过", "12000")


async def starts(talk: Talk) -> None:
    """Choose the dispute by its title in the menu."""
    await talk.send(Kind.TEXT, text="被打被撞受伤", payload="flow:personal_injury")


async def test_a_fight_asks_for_police_and_fault(talk: Talk) -> None:
    await starts(talk)
    asked = await fields(talk, "受伤的是我", "打架受伤", ON)
    assert asked == ["side", "issue", "happened_on"]
    talk.hears("民法典第一百八十八条")
    asked = await fields(talk, PLACE, "为摊位争起来，右手骨折", "处罚了对方", "轻微伤", "对方先动手，没还手")
    assert asked == ["happened_at", "facts", "police", "grade", "began"]
    asked = await fields(talk, *END)
    assert asked == ["harm", "hospital_days", "medical", "income", "other_losses", "repaid", "amount"]
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强", "不知道", "薛家湾镇", "没有")
    await talk.says("有病历和票据", "赔偿12000元", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flows[case.flow]
    assert "请求被申请人赔偿医疗费、误工费等各项损失12,000元" in claims(flow, case.answers, sues=False)[0]
    told = "".join(facts(case, flow, sues=True, skip=()))
    assert "公安机关对一方作出处罚。" in told
    assert "物品" not in told, "nothing fell"
    assert "被告先动手，原告一方没有还手。" in told


async def test_a_graver_wound_points_to_the_police_and_goes_on(talk: Talk) -> None:
    await starts(talk)
    await talk.says("受伤的是我", "打架", ON, PLACE, "为摊位争起来，右手骨折", "没报警", "轻伤二级")
    talk.hears("派出所", "去哪里")
    assert talk.asked() == "began"


@pytest.mark.parametrize(
    ("issue", "answers", "own"),
    [
        ("被狗或牲畜伤了", ["没拴绳"], ["animal"]),
        ("饭店", ["地滑"], ["danger"]),
        ("学校", ["不满8岁", "同学"], ["age", "by_whom"]),
        ("高空坠物", ["没报警", "查不出来"], ["police", "thrower"]),
        ("打球", [], []),
    ],
)
async def test_each_kind_has_its_own_questions(
    talk: Talk, issue: str, answers: list[str], own: list[str]
) -> None:
    await starts(talk)
    await talk.says("替家里人办", issue, ON, PLACE, "左手腕骨折")
    assert await fields(talk, *answers) == own
    assert talk.asked() == "harm"


async def test_a_child_is_not_asked_what_it_earned(talk: Talk) -> None:
    await starts(talk)
    await talk.says("替家里人办", "幼儿园", ON, PLACE, "左手腕骨折", "不满8岁", "设施坏了")
    asked = await fields(talk, "骨折", "没住院", "3500")
    assert asked == ["harm", "hospital_days", "medical"]
    assert talk.asked() == "other_losses"


async def test_who_has_to_pay_hears_nothing_of_limitation(talk: Talk) -> None:
    await starts(talk)
    await talk.says("别人要我赔", "狗咬", ON)
    talk.not_hears("三年")
    assert talk.asked() == "happened_at"


async def test_a_story_answers_when_and_what_it_cost(talk: Talk) -> None:
    await talk.says("2026年8月12日在薛家湾镇被邻居家的狗咬伤，打针看病花了3500元医药费，狗主人不赔钱")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "personal_injury"
    assert form.answers["happened_on"].shown == ON
    assert form.answers["medical"].shown == "3,500元"
    assert "happened_at" in form.answers
