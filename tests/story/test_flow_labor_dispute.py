"""劳动争议: dismissed, no contract, overtime, a private employer, the firm itself; what each is asked."""

from __future__ import annotations

import pytest

from bot.papers.narrative import claims
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "准格尔旗大路镇工业园区"
FIRM = ("公司或单位", "某某能源有限公司", "不知道", "大路镇", "没有")
AGREED = ("愿意调解", "同意在网上", *WHO, *FIRM)
DISMISSED = ("2022年3月1日", "2026年9月30日", "6500", "签了", "单位让走的", "口头说的", "没申请过")


async def lines(talk: Talk, *, sues: bool) -> str:
    """The requests of the case that was handed in, as they are printed."""
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flows[case.flow]
    return "\n".join(claims(flow, case.answers, sues=sues))


async def test_dismissed_without_a_reason(talk: Talk) -> None:
    await talk.taps_flow("labor_dispute")
    assert await fields(talk, "我是员工", "公司", "辞退") == ["side", "employer_kind", "issue"]
    talk.hears("劳动仲裁", "去哪里")
    asked = await fields(talk, PLACE, *DISMISSED)
    assert asked == [
        "work_place",
        "started_on",
        "left_on",
        "wage_monthly",
        "written",
        "leave_reason",
        "notice",
        "arbitrated",
    ]
    assert await fields(talk, "65000", "还要离职证明") == ["amount", "extra"]
    assert talk.asked() == "mediation", "arbitration first is a suggestion; mediation stays possible"
    await talk.says(*AGREED, "有合同和工资流水", "赔偿65000元", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    printed = await lines(talk, sues=True)
    assert "判令被告支付违法解除劳动合同的赔偿金65,000元" in printed
    assert "还要离职证明" in printed


@pytest.mark.parametrize(
    ("issue", "answer", "field"),
    [
        ("加班费", "去年每个星期六都上班", "overtime"),
        ("没交社保", "一直没交", "insurance_gap"),
        ("年休假", "10天", "leave_days"),
        ("竞业限制", "三个月以上没给", "noncompete_paid"),
        ("单位不认我是职工", "有工牌和考勤", "relation_proof"),
        ("工资、提成、奖金没发", "没有", "wage_proof"),
    ],
)
async def test_each_matter_has_its_own_question(talk: Talk, issue: str, answer: str, field: str) -> None:
    await talk.taps_flow("labor_dispute")
    await talk.says("我是员工", "公司", issue, PLACE, "2022年3月1日", "还在上班", "6500", "签了，单位没给我")
    assert await fields(talk, answer, "没申请过") == [field, "arbitrated"]
    assert talk.asked() == "amount"


async def test_no_contract_and_the_award_has_come(talk: Talk) -> None:
    await talk.taps_flow("labor_dispute")
    await talk.says("我是员工", "煤矿", "双倍工资", PLACE, "2025年3月1日", "2026年9月30日", "6000")
    assert await fields(talk, "没签过", "有裁决书了") == ["written", "arbitrated"]
    talk.hears("十五日", "劳动仲裁法第五十条")


async def test_work_for_a_household_is_no_labour_dispute(talk: Talk) -> None:
    await talk.taps_flow("labor_dispute")
    await talk.says("我是员工", "人家家里，做保姆")
    talk.hears("可以直接到法院", "劳动解释一第二条")
    asked = await fields(talk, PLACE, "2025年3月1日", "2026年9月30日", "4000", "8000", "没有")
    assert asked == ["work_place", "started_on", "left_on", "wage_monthly", "amount", "extra"]
    assert talk.asked() == "mediation"


async def test_the_firm_is_not_asked_for_whom_it_works(talk: Talk) -> None:
    await talk.taps_flow("labor_dispute")
    asked = await fields(talk, "我是单位", "辞退", PLACE)
    assert asked == ["side", "issue", "work_place"]


async def test_a_story_answers_when_and_how_much(talk: Talk) -> None:
    await talk.says("我2022年3月1日入职大路镇一家公司，一个月工资6500，今年9月30日被公司无故辞退，我要补偿")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "labor_dispute"
    assert form.answers["started_on"].shown == "2022年3月1日"
    assert form.answers["left_on"].shown == "2026年9月30日"
    assert form.answers["wage_monthly"].shown == "6,500元"
