"""A thing or a person named alone opens no form: what happened is asked, with what is likely as buttons."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize(
    ("words", "likely"),
    [
        ("草场", "土地草场补偿"),
        ("我家草场的事", "土地草场补偿"),
        ("老板", "拖欠工资"),
        ("房子", "租房"),
        ("房子的问题", "继承分家"),
        ("工资", "拖欠工资"),
        ("孩子", "抚养赡养"),
        ("邻居", "邻居漏水噪音"),
        ("宅基地", "土地草场补偿"),
        ("物业", "物业纠纷"),
        ("押金", "租房"),
    ],
)
async def test_what_happened_is_asked(talk: Talk, words: str, likely: str) -> None:
    await talk.says(words)
    talk.hears("是出了什么事", "比如谁")
    assert likely in talk.buttons()
    assert "转人工" in talk.buttons()
    assert (await talk.session()).form is None
    await talk.taps(likely)
    assert (await talk.session()).form is not None


@pytest.mark.parametrize(
    ("words", "flow"), [("离婚", "divorce"), ("我要工资", "wage_claim"), ("讨薪", "wage_claim")]
)
async def test_the_name_of_a_matter_registers_it(talk: Talk, words: str, flow: str) -> None:
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == flow


async def test_in_a_form_a_thing_is_an_answer(talk: Talk) -> None:
    await talk.taps_flow("housing_lease")
    await talk.says("房东", "押金")
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["side"].value == "landlord"
    assert form.answers["issue"].value == "deposit"
