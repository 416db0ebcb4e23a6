"""Who is sued, or sues, and says so is not asked for the side again."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize(
    ("words", "flow", "side"),
    [
        ("房东把我告了", "housing_lease", "tenant"),
        ("房东到法院起诉我不交房租", "housing_lease", "tenant"),
        ("房客把我告了要押金", "housing_lease", "landlord"),
        ("租户起诉我不退押金", "housing_lease", "landlord"),
        ("物业把我告了说我不交费", "property_service", "owner"),
        ("业主把我们物业告了", "property_service", "company"),
        ("工人把我告了要工资", "labor_dispute", "employer"),
        ("患者把我们诊所告了", "medical", "respondent"),
        ("邻居告我占他的地，说我家院墙过界", "", "respondent"),
    ],
)
async def test_who_is_sued_registers_from_that_side(talk: Talk, words: str, flow: str, side: str) -> None:
    await talk.says(words)
    talk.hears("15日内")
    await talk.taps("登记我这边的情况")
    form = (await talk.session()).form
    if flow:
        assert form is not None
        assert form.flow == flow
    if form is not None:
        assert form.answers["side"].value == side


@pytest.mark.parametrize("words", ["公司把我告了说我违反竞业限制", "单位起诉我，说我没提前打招呼就辞职"])
async def test_a_worker_who_is_sued_is_no_employer(talk: Talk, words: str) -> None:
    await talk.says(words, "登记我这边的情况")
    form = (await talk.session()).form
    if form is None:
        await talk.taps_flow("labor_dispute")
        form = (await talk.session()).form
    assert form is not None
    assert form.answers["side"].value == "worker"


@pytest.mark.parametrize(
    ("flow", "words", "side"),
    [
        ("housing_lease", "房东让我搬走", "tenant"),
        ("housing_lease", "租我房的人不给钱", "landlord"),
        ("housing_lease", "房东", "landlord"),
        ("property_service", "物业费太贵我没交", "owner"),
        ("property_service", "物业", "company"),
        ("labor_dispute", "老板不给我交社保", "worker"),
    ],
)
async def test_the_open_question_hears_whole_sentences(talk: Talk, flow: str, words: str, side: str) -> None:
    await talk.taps_flow(flow)
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["side"].value == side
