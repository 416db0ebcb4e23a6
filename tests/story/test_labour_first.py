"""Where and what for, beside a labour form: arbitration first; and who cannot go to the hearing."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize("flow", ["wage_claim", "labor_dispute"])
async def test_a_suit_in_a_labour_form_is_arbitration(talk: Talk, flow: str) -> None:
    await talk.taps_flow(flow)
    await talk.says("到哪里起诉")
    talk.hears("劳动争议仲裁委员会", "不是到法院")
    await talk.says("要花钱吗")
    talk.hears("劳动仲裁不收费")
    await talk.says("那要多久")
    talk.hears("45日")
    await talk.says("要带什么材料")
    talk.hears("仲裁申请书")


@pytest.mark.parametrize("question", ["打官司要钱不", "告公司要交钱吗"])
async def test_what_it_costs(talk: Talk, question: str) -> None:
    await talk.taps_flow("labor_dispute")
    await talk.says(question)
    talk.hears("劳动仲裁不收费")


async def test_elsewhere_a_suit_is_a_suit(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("到哪里起诉")
    talk.not_hears("仲裁委员会")


@pytest.mark.parametrize(
    "question",
    ["我不去出庭可以吗", "传票上那天我走不开", "开庭我能不能不去", "开庭那天来不了咋办", "出庭改期行不行"],
)
async def test_who_does_not_go_to_the_hearing(talk: Talk, question: str) -> None:
    await talk.says(question)
    talk.hears("缺席判决", "按撤诉处理", "改期")


@pytest.mark.parametrize("told", ["上个月三十收到的", "上月28收到的"])
async def test_a_day_without_its_sign(talk: Talk, told: str) -> None:
    await talk.says("上诉期几天")
    await talk.says(told)
    talk.hears("2026年10月", "2026年11月", "已经过了")


async def test_the_fee_and_the_days_of_an_appeal_are_two_questions(talk: Talk) -> None:
    await talk.says("上诉费要交多少，上诉期几天")
    talk.hears("15天", "上诉费")
