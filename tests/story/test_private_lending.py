from __future__ import annotations

from tests.talk import Talk

STORY = "张三2023年5月1日借我5万元,约定年底还,写了借条"
RIGHT_ID, WRONG_ID = "150622199003070018", "150622199003070019"


async def to_consents(talk: Talk) -> None:
    await talk.says(STORY, "微信转账", "没约定", "没还过", "2026年10月1日", "没有", "没有", "没有")


async def to_review(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "同意", "同意", "给自己办", "个人", "王秀兰", RIGHT_ID)
    await talk.says("13800138000", "准格尔旗薛家湾镇某小区3号楼", "个人", "不知道", "沙圪堵镇", "没有")
    await talk.says("三个月内还清本金", "没有", "同意手机收")


async def test_a_story_fills_five_fields_and_the_first_open_question_follows(talk: Talk) -> None:
    await talk.says(STORY)
    talk.hears("50,000元", "2023年5月1日", "2023年12月", "借条：有")
    assert talk.asked() == "paid_how"
    form = (await talk.session()).form
    assert form is not None
    told = {key for key, answer in form.answers.items() if answer.by == "told" and not answer.confirmed}
    assert {"principal", "lent_on", "due_on", "has_iou", "evidence", "side"} <= told


async def test_from_the_story_to_the_receipt(talk: Talk) -> None:
    await to_review(talk)
    talk.hears("请您核对一遍", "50,000元", "150622********0018", "138****8000")
    talk.not_hears("150622199003070018", "13800138000")
    await talk.taps("确认提交")
    talk.hears("已经提交", "（2026）内0622诉前调1号", "调解员会在3个工作日内", "调解申请书")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
        consents = {c.scope: c.answer for c in await tx.consents.of(talk.sid)}
        waiting = await tx.handoffs.open_of(talk.sid)
    assert case.answers["principal"].value == {"low_fen": 5_000_000, "high_fen": 5_000_000}
    assert case.answers["principal"].confirmed
    assert case.regime == "out_of_court"
    assert consents == dict.fromkeys(
        ["mediation", "online", "personal_data", "sensitive_data", "e_service"], True
    )
    assert waiting is not None
    assert waiting.case_id == case.id


async def test_a_question_in_the_middle_is_answered_and_the_same_question_asked_again(talk: Talk) -> None:
    await talk.says(STORY)
    question, before = talk.same_question(), await talk.state()
    await talk.says("调解要交钱吗？")
    talk.hears("不收", "人民调解法第四条", "仅供参考")
    assert talk.same_question() == question
    assert await talk.state() == before


async def test_a_correction_in_free_words_keeps_everything_else(talk: Talk) -> None:
    await talk.says(STORY, "微信转账")
    asked = talk.asked()
    await talk.says("金额写错了，是6万")
    talk.hears("原来是50,000元", "现在是60,000元")
    assert talk.asked() == asked
    assert await talk.answer("lent_on") == "2023年5月1日"


async def test_refusing_mediation_leads_to_the_filing_papers(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("直接立案")
    assert talk.asked() == "personal_data"
    await talk.says("同意", "同意", "给自己办", "个人", "王秀兰", RIGHT_ID, "13800138000")
    await talk.says("准格尔旗薛家湾镇", "个人", "不知道", "不知道", "没有", "还钱", "没有", "同意")
    await talk.says("确认提交")
    talk.hears("已经提交", "您选择不调解", "起诉状", "7日内立案")


async def test_a_wrong_id_number_is_explained_and_nothing_is_lost(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "同意", "同意", "给自己办", "个人", "王秀兰", WRONG_ID)
    assert talk.asked() == "applicant_id"
    assert await talk.answer("applicant_name") == "王秀兰"
    await talk.says(RIGHT_ID)
    assert talk.asked() == "applicant_phone"
