"""看病出事: an operation, records withheld, a secret told, the hospital itself; what each is asked."""

from __future__ import annotations

from bot.papers.narrative import claims, facts
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk

PLACE = "准格尔旗薛家湾镇某某医院"
TOLD = "做胆囊手术后一直发烧，又做了第二次手术"


async def test_an_operation_is_asked_for_consent_records_and_appraisal(talk: Talk) -> None:
    await talk.taps_flow("medical")
    asked = await fields(talk, "看病的就是我", "手术", "2026年3月5日", "2026年4月20日")
    assert asked == ["side", "issue", "treated_on", "happened_on"]
    talk.hears("民法典第一百八十八条")
    asked = await fields(talk, PLACE, TOLD, "只让签字，没讲清", "医院不给", "没做过")
    assert asked == ["act_place", "facts", "informed", "records", "appraised"]
    asked = await fields(talk, "二次手术", "还在治", "35000", "没算过", "减免了5000元", "没算清")
    assert asked == ["harm", "still_treated", "medical", "other_losses", "repaid", "amount"]
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "公司或单位", "某某医院", "不知道", "薛家湾镇")
    await talk.says("没有", "有票据", "赔我的损失", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    flow = talk.world.content.knowledge().flows[case.flow]
    asked_for = claims(flow, case.answers, sues=True)
    assert asked_for[0] == "判令被告赔偿因诊疗造成的各项损失，数额待鉴定后核算。"
    assert "5,000元" in asked_for[1]
    assert "被告没有提供病历。" in "".join(facts(case, flow, sues=True, skip=()))


async def test_a_secret_told_needs_no_consent_form_and_no_bills(talk: Talk) -> None:
    await talk.taps_flow("medical")
    await talk.says("看病的就是我", "隐私", "2026年3月5日", "2026年4月20日", PLACE)
    await talk.says("护士把检查结果发到了群里")
    asked = await fields(talk, "复印了", "没做过", "没有身体损害")
    assert asked == ["records", "appraised", "harm"]
    assert talk.asked() == "repaid"


async def test_the_hospital_is_not_asked_when_the_patient_noticed(talk: Talk) -> None:
    await talk.taps_flow("medical")
    asked = await fields(talk, "医院或诊所", "误诊", "2026年3月5日", PLACE, TOLD, "没做过")
    assert asked == ["side", "issue", "treated_on", "act_place", "facts", "appraised"]
    assert talk.asked() == "harm"


async def test_a_story_answers_where_and_what_it_cost(talk: Talk) -> None:
    await talk.says("2026年3月5日在薛家湾镇某医院做手术出了问题，医疗费花了35000元，医院不承认，我要医院赔偿")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "medical"
    assert form.answers["medical"].shown == "35,000元"
    assert "act_place" in form.answers
