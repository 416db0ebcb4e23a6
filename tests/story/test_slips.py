"""What people who used the build stumbled over: slips, side questions, words that only sound bad."""

from __future__ import annotations

import pytest

from bot import library
from tests.story.test_private_lending import RIGHT_ID, to_consents
from tests.talk import Talk


async def lending(talk: Talk, *answers: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", *answers)


@pytest.mark.parametrize("said", ["1800年1月1日", "0001年5月1日", "3000年1月1日", "12023年5月1日"])
async def test_a_year_nobody_means_leaves_no_day_behind(talk: Talk, said: str) -> None:
    await lending(talk, "三万")
    await talk.says(said)
    talk.hears("年份")
    assert talk.asked() == "lent_on"


async def test_no_interest_is_no_claim_of_nothing(talk: Talk) -> None:
    await lending(talk, "三万", "2024年3月1日", "现金", "有", "没约定")
    assert talk.asked() == "rate"
    await talk.says("没要利息")
    session = await talk.session()
    assert session.form is not None
    assert session.form.answers["rate"].value is None
    assert session.form.answers["rate"].shown == "没约定"


@pytest.mark.parametrize("asked", ["要钱不", "办完得多长时间", "这官司要多久"])
async def test_a_side_question_is_no_answer(talk: Talk, asked: str) -> None:
    await lending(talk, "三万", "2024年3月1日", "现金")
    assert talk.asked() == "has_iou"
    await talk.says(asked)
    session = await talk.session()
    assert session.form is not None
    assert "has_iou" not in session.form.answers
    assert talk.asked() == "has_iou"


@pytest.mark.parametrize("said", ["借款金额错了，是2500不是2000", "借款金额错了，不是2000是2500"])
async def test_of_two_values_the_one_that_is_meant_counts(talk: Talk, said: str) -> None:
    await lending(talk, "2000")
    await talk.says(said)
    assert await talk.answer("principal") == "2,500元"


async def test_ordinary_answers_stop_no_form(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "我没带手机你问我老婆")
    talk.not_hears("12356", "已通知工作人员")
    await talk.says("同意在网上", "同意", "同意", "给自己办", "个人", "我叫什么来着我忘了")
    talk.not_hears("12356", "已通知工作人员")
    await talk.says("王秀兰", RIGHT_ID, "13800138000")
    assert talk.asked() == "applicant_place"
    await talk.says("他在薛家湾镇住着了")
    talk.not_hears("已通知工作人员")
    assert (await talk.session()).danger_at == ""


@pytest.mark.parametrize(
    "said", ["喝了除草剂", "我想自殺", "我想自鲨", "我站在塔吊上了，不给钱就跳", "我要砍了法官"]
)
def test_signs_in_other_words_are_heard(said: str) -> None:
    assert any(alarm.urgent for alarm in library.alarms(said))


async def test_a_sum_and_who_owes_it_is_our_matter(talk: Talk) -> None:
    await talk.says("王强欠我50000元不还")
    talk.not_hears("帮不上忙")


async def test_a_case_number_asks_how_far_the_case_is(talk: Talk) -> None:
    await talk.says("（2026）内0622诉前调10号")
    talk.hears("没有提交过")


async def test_a_yes_in_the_words_of_the_region_is_a_yes(talk: Talk) -> None:
    await to_consents(talk)
    assert talk.asked() == "mediation"
    await talk.says("调哇能说成最好了")
    assert await talk.answer("mediation") == "愿意调解"
