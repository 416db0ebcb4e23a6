"""2800一年欠三年: the product is read back as 2800×3, and kept only after a yes."""

from __future__ import annotations

import pytest

from tests.talk import Talk

TOLD = [
    ("property_service", "物业费2800一年欠三年", "8,400元（2800×3）", "fee_owed", "8,400元"),
    ("property_service", "物业费每年2800元，业主三年没交", "8,400元（2800×3）", "fee_owed", "8,400元"),
    ("housing_lease", "房租1200一月欠了五个月", "6,000元（1200×5）", "amount", "6,000元"),
    ("housing_lease", "租客每月1500，半年没交房租了", "9,000元（1500×6）", "amount", "9,000元"),
    ("wage_claim", "老板欠我三个月工资，一个月六千", "18,000元（6000×3）", "wage_owed", "18,000元"),
    ("wage_claim", "欠我仨月工资，每月6000", "18,000元（6000×3）", "wage_owed", "18,000元"),
]


@pytest.mark.parametrize(("flow", "story", "read_back", "step", "kept"), TOLD)
async def test_a_product_is_kept_after_a_yes(
    talk: Talk, flow: str, story: str, read_back: str, step: str, kept: str
) -> None:
    await talk.taps_flow(flow)
    await talk.says(story)
    talk.hears(read_back)
    form = (await talk.session()).form
    assert form is not None
    assert step not in form.answers
    await talk.taps("都对")
    assert await talk.answer(step) == kept


@pytest.mark.parametrize(("flow", "story", "read_back", "step", "kept"), TOLD[::2])
async def test_a_no_keeps_no_sum(
    talk: Talk, flow: str, story: str, read_back: str, step: str, kept: str
) -> None:
    del read_back, kept
    await talk.taps_flow(flow)
    await talk.says(story)
    await talk.taps("不对，您再问我")
    form = (await talk.session()).form
    assert form is not None
    assert step not in form.answers


async def test_the_open_question_asks_whether_the_product_is_meant(talk: Talk) -> None:
    await talk.taps_flow("property_service")
    await talk.says("物业公司", "物业费没交")
    while talk.asked() != "fee_owed":
        await talk.says("不知道")
    await talk.says("2800一年，欠了三年")
    talk.hears("2800×3＝8,400元，对吗？")
    await talk.taps("对")
    assert await talk.answer("fee_owed") == "8,400元"
