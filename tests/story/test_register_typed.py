"""A typed wish to register does what the button 现在登记 does."""

from __future__ import annotations

import pytest

from tests.talk import Talk

WISHES = [
    "登记",
    "额想登记",
    "先登记哇",
    "那给额登记上",
    "好，登记",
    "我要办登记",
    "给我登一下记",
    "行，就登记这个吧",
]


@pytest.mark.parametrize("wish", WISHES)
async def test_a_wish_goes_where_the_last_answer_leads(talk: Talk, wish: str) -> None:
    await talk.says("借钱没有借条怎么办")
    assert "现在登记" in talk.buttons()
    await talk.says(wish)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "private_lending"


async def test_a_thank_you_between_does_not_lose_the_way(talk: Talk) -> None:
    await talk.says("借钱没有借条怎么办", "谢谢", "那我登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "private_lending"


@pytest.mark.parametrize("wish", ["登记", "俺要登记", "帮我登记一下"])
async def test_without_an_answer_before_the_matters_are_listed(talk: Talk, wish: str) -> None:
    await talk.says(wish)
    assert "借钱不还" in talk.buttons()
    assert (await talk.session()).form is None


@pytest.mark.parametrize("wish", ["登记", "先登记哇", "接着登记"])
async def test_inside_an_intake_its_question_is_asked_again(talk: Talk, wish: str) -> None:
    await talk.taps_flow("private_lending")
    before = talk.asked()
    await talk.says(wish)
    assert talk.asked() == before


@pytest.mark.parametrize("words", ["登记怎么弄", "房子没登记", "先不登记", "抵押登记"])
async def test_what_only_speaks_of_registering_is_no_wish(talk: Talk, words: str) -> None:
    assert talk.world.content.knowledge().command(words) != "register"


@pytest.mark.parametrize("words", ["登记了", "就登记了", "登记了呀"])
async def test_registered_answers_whether_a_marriage_was(talk: Talk, words: str) -> None:
    await talk.taps_flow("betrothal_property")
    for _ in range(20):
        if talk.asked() == "registered":
            break
        await talk.taps(talk.buttons()[0])
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["registered"].value == "married"
