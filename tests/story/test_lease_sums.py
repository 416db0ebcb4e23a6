"""A lease told with several sums: none is lost, each with what it is for, and the total is theirs."""

from __future__ import annotations

import pytest

from bot.text.reading import flat
from tests.flow_answers import FLOWS
from tests.talk import Talk


async def rows(talk: Talk) -> dict[str, int]:
    form = (await talk.session()).form
    assert form is not None
    answer = form.answers["amount"]
    columns = list(FLOWS["housing_lease"].step("amount").columns)
    found = flat(answer.value)["rows"]
    assert isinstance(found, list)
    told = [dict(zip(columns, row, strict=True)) for row in found if isinstance(row, list)]
    return {str(one["what"] or ""): int(str(flat(one["amount"])["high_fen"])) // 100 for one in told}


@pytest.mark.parametrize(
    ("words", "owed", "deposit"),
    [
        ("租客押金2000，欠租三个月共4500，电费300没交", {"租金": 4500, "电费": 300}, "2,000元"),
        ("欠了我半年房租九千，暖气费一千二，押金我只收了五百", {"租金": 9000, "取暖费": 1200}, "500元"),
        ("租户搬走了，房租3600没给，水费90、电费210也没交", {"租金": 3600, "水费": 90, "电费": 210}, ""),
    ],
)
async def test_a_landlord_tells_several_sums(
    talk: Talk, words: str, owed: dict[str, int], deposit: str
) -> None:
    await talk.taps_flow("housing_lease")
    await talk.says("我是房东", words)
    assert await rows(talk) == owed
    if deposit:
        assert await talk.answer("deposit") == deposit
    await talk.says("看看填了什么")
    talk.hears(f"合计{sum(owed.values()):,}元", *owed)


async def test_a_part_of_the_debt_is_no_rent_of_a_month(talk: Talk) -> None:
    await talk.taps_flow("housing_lease")
    await talk.says("我是房东", "租客一共欠我8000，房租6500，水电费1500")
    assert await rows(talk) == {"租金": 6500, "水电费": 1500}
    form = (await talk.session()).form
    assert form is not None
    assert "rent" not in form.answers


async def test_what_is_asked_back_is_added_up(talk: Talk) -> None:
    await talk.taps_flow("housing_lease")
    await talk.says("我是租房的", "押金2000房东不退，还有多交的房租1500也不退")
    assert await rows(talk) == {"押金": 2000, "多交的租金": 1500}
    form = (await talk.session()).form
    assert form is not None
    assert "rent" not in form.answers


@pytest.mark.parametrize("words", ["欠租三个月共4500，电费300", "房租4500，电费300", "电费300、房租4500"])
async def test_the_open_question_takes_them_too(talk: Talk, words: str) -> None:
    await talk.taps_flow("housing_lease")
    await talk.says("我是房东", "拖欠房租水电")
    for _ in range(20):
        if talk.asked() == "amount":
            break
        await talk.says("不知道" if talk.asked() != "property_place" else "薛家湾镇某小区3号楼501")
    assert talk.asked() == "amount"
    await talk.says(words)
    assert sum((await rows(talk)).values()) == 4800
