"""干活受伤: a worker with an employer, somebody who helped a neighbour, a death, the one who has to pay."""

from __future__ import annotations

from bot.papers.narrative import claims
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "准格尔旗大路镇某项目工地"
TOLD = "在工地支模板时架子塌了，腰椎骨折"


async def requests(talk: Talk, *, sues: bool) -> str:
    """The requests of the case that was handed in, as they are printed."""
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flows[case.flow]
    return "\n".join(claims(flow, case.answers, sues=sues))


async def test_a_worker_of_a_firm_is_asked_for_the_finding(talk: Talk) -> None:
    await talk.taps_flow("work_injury")
    await talk.says("受伤的是我", "煤矿")
    talk.hears("劳动仲裁", "去哪里")
    asked = await fields(talk, "2026年8月12日", PLACE, TOLD, "有工牌和工资流水", "没上", "还没申请")
    assert asked == ["happened_on", "work_place", "facts", "relation_proof", "insured", "certified"]
    asked = await fields(talk, "落下残疾", "九级", "23500", "一个月6000", "没算过", "垫了10000", "没算清")
    assert asked == ["harm", "rated", "medical", "wage_monthly", "other_losses", "repaid", "amount"]
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "公司或单位", "某某煤业有限公司", "不知道")
    await talk.says(PLACE, "没有", "有病历和票据", "按工伤赔", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    printed = await requests(talk, sues=False)
    assert "支付工伤保险待遇，数额待核算" in printed
    assert "10,000元" in printed


async def test_a_finding_refused_points_to_the_administrative_way(talk: Talk) -> None:
    await talk.taps_flow("work_injury")
    await talk.says("受伤的是我", "公司", "2026年3月12日", PLACE, TOLD, "有劳动合同", "上了", "不给认定")
    talk.hears("行政复议")
    assert talk.asked() == "harm"


async def test_helping_for_nothing_is_weighed_by_fault(talk: Talk) -> None:
    await talk.taps_flow("work_injury")
    asked = await fields(talk, "受伤的是我", "义务帮忙", "2026年8月12日", "沙圪堵镇某村", TOLD)
    assert asked == ["side", "worked_for", "happened_on", "work_place", "facts"]
    assert await fields(talk, "架子塌了") == ["cause"]
    talk.hears("民法典第一百八十八条")
    assert await fields(talk, "骨折", "8000", "不固定", "没算过", "没给过", "20000") == [
        "harm",
        "medical",
        "wage_monthly",
        "other_losses",
        "repaid",
        "amount",
    ]
    assert talk.asked() == "prior_case"


async def test_a_death_is_not_asked_for_wages(talk: Talk) -> None:
    await talk.taps_flow("work_injury")
    await talk.says("替家里人办", "包工头", "2026年8月12日", PLACE, TOLD, "某某建设集团有限公司", "没安全帽")
    assert await fields(talk, "没救过来", "30000", "没算过", "没给过", "没算清") == [
        "harm",
        "medical",
        "other_losses",
        "repaid",
        "amount",
    ]


async def test_who_has_to_pay_hears_nothing_of_limitation(talk: Talk) -> None:
    await talk.taps_flow("work_injury")
    await talk.says("别人要我赔", "个人", "2026年8月12日", PLACE, TOLD, "自己不小心")
    talk.not_hears("三年")
    assert talk.asked() == "harm"


async def test_a_story_answers_when_and_what_it_cost(talk: Talk) -> None:
    await talk.says("我在大路镇工地干活，2026年8月12日从架子上摔下来骨折了，住院花了23500元医药费，想走工伤")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "work_injury"
    assert form.answers["happened_on"].shown == "2026年8月12日"
    assert form.answers["medical"].shown == "23,500元"
    assert form.answers["facts"].known
