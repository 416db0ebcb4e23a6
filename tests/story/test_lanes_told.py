"""Green lanes in the talk: what the citizen hears on handing in, and with what the case waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.model import CaseFile, Handoff
from bot.text.identity import uscc_check
from tests.story.test_flow_sale_contract import COMMON
from tests.story.test_many_people import pasted, people, submitted
from tests.talk import Talk

CODE = "91150622MA0N0TE49" + uscc_check("91150622MA0N0TE49")
FIRM = {
    **COMMON,
    "applicant_kind": "公司或单位",
    "applicant_name": "某某商贸有限公司",
    "applicant_rep": "赵刚",
}
SOLD = ("我是卖的", "欠货款", "40只羊", "打了欠条", "48000", "2025年10月20日", "2025年12月31日", "没付过")


async def hand_in(talk: Talk, common: Mapping[str, str]) -> tuple[CaseFile, Handoff]:
    """Answer what everybody is asked, and send it off."""
    while any(say.card and say.card.kind == "question" for say in talk.reply.says):
        await talk.says(common.get(talk.asked(), "没有"))
    await talk.says("确认提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
        found = await tx.handoffs.open_of(talk.sid)
    assert found is not None
    return case, found


async def sale(talk: Talk, common: Mapping[str, str]) -> tuple[CaseFile, Handoff]:
    await talk.taps_flow("sale_contract")
    await talk.says(*SOLD)
    return await hand_in(talk, common)


async def test_an_ordinary_case_is_in_no_lane(talk: Talk) -> None:
    case, found = await sale(talk, COMMON)
    assert (case.lanes, found.lanes, found.due_at) == ((), (), None)
    talk.hears("调解员会在3个工作日内联系您和对方")
    talk.not_hears("通道", "优先")


@pytest.mark.parametrize(
    ("given", "lanes"),
    [
        ({"applicant_uscc": CODE}, ("company",)),
        ({"applicant_uscc": "不知道"}, ()),
        (
            {"applicant_uscc": "不知道", "respondent_kind": "公司或单位", "respondent_uscc": CODE},
            ("company",),
        ),
    ],
)
async def test_a_company_with_a_true_code_is_called_early_and_told_what_that_means(
    talk: Talk, given: Mapping[str, str], lanes: tuple[str, ...]
) -> None:
    talk.world.clock.at = datetime(2026, 11, 24, 0, 45, tzinfo=UTC)  # Tuesday 8:45
    case, found = await sale(talk, {**FIRM, **given})
    assert case.lanes == found.lanes == lanes
    if lanes:
        assert found.due_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        talk.hears("涉企", "今天17:30前", "怎么办都和别的案子一样", "3个工作日内再联系对方")
    else:
        talk.not_hears("涉企")


async def test_workers_hear_when_the_call_comes_and_what_they_need_not_pay(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", pasted(people()[:3]), "对")
    cases = await submitted(talk)
    talk.hears("农民工要工资优先办", "明天12:00前", "案件受理费可以不先交", "不查经济困难")
    talk.hears("诉讼费办法第二十条", "法律援助法第四十二条")
    assert {case.lanes for case in cases} == {("wages",)}
    asked = cases[0].answers
    assert asked["main_contractor"].shown == "某某建设集团有限公司"
    assert asked["subcontractor"].shown == "某某劳务有限公司"
    assert not asked["developer"].known


async def test_out_of_season_the_workers_call_comes_within_a_working_day(talk: Talk) -> None:
    talk.world.clock.at = datetime(2026, 10, 12, 1, 0, tzinfo=UTC)
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", pasted(people()[:2]), "对")
    await submitted(talk)
    talk.hears("明天12:00前")
    async with talk.world.records.begin() as tx:
        found = await tx.handoffs.open_of(talk.sid)
    assert found is not None
    assert found.due_at == datetime(2026, 10, 13, 4, 0, tzinfo=UTC)


async def test_a_haul_for_a_mine_runs_through_in_the_mining_lane(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says("运费", "给黑岱沟的煤矿拉煤，八个月的运费一直没结", "我要找对方")
    await talk.says("2026年3月", "黑岱沟露天矿")
    case, found = await hand_in(talk, {**COMMON, "has_amount": "要", "amount": "86000"})
    assert case.lanes == found.lanes == ("mining",)
    talk.hears("矿区的纠纷优先办", "前联系您")


async def test_who_asks_for_a_person_first_waits_in_the_lane_as_well(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("就我一个人", "包工头或个人", "转人工")
    async with talk.world.records.begin() as tx:
        found = await tx.handoffs.open_of(talk.sid)
    assert found is not None
    assert found.lanes == ("wages",)
    assert found.due_at is not None
