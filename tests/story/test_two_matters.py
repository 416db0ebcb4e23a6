"""Two matters of one message are both kept; what stands beside the wish for a person is answered."""

from __future__ import annotations

import pytest

from tests.talk import Talk


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("老板不给工资八千，还扣了我的三轮车", "wage_claim", "property_damage"),
        ("房东不退押金两千，把我的行李扔到楼道", "housing_lease", "property_damage"),
        ("楼上漏水泡了我家，还在群里骂我", "neighbor", "reputation_privacy"),
    ],
)
async def test_the_second_is_kept_for_later(talk: Talk, words: str, first: str, second: str) -> None:
    await talk.says(words)
    talk.hears("您说了两件事", "继续")
    session = await talk.session()
    assert session.form is not None
    assert session.form.flow == first
    assert [form.flow for form in session.parked] == [second]
    assert talk.asked()


async def test_what_was_told_of_each_is_in_its_intake(talk: Talk) -> None:
    await talk.says("我借给他三万没还他还砸了我的车")
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["principal"].shown == "30,000元"
    await talk.says("不登记了")
    await talk.taps("放弃")
    await talk.says("继续")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "property_damage"
    assert form.answers["side"].value == "owner"


async def test_beside_danger_both_wait(talk: Talk) -> None:
    await talk.says("他欠我钱还打我")
    talk.hears("110", "借钱不还", "被打被撞受伤", "都记下了")
    session = await talk.session()
    assert session.form is None
    assert [form.flow for form in session.parked] == ["personal_injury", "private_lending"]
    await talk.says("继续")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "private_lending"


@pytest.mark.parametrize(
    ("words", "title", "field", "shown"),
    [
        ("张三2023年5月1日借我5万不还，帮我转人工", "借钱不还", "principal", "50,000元"),
        ("转人工，工头欠我八千工钱没给", "拖欠工资", "wage_owed", "8,000元"),
    ],
)
async def test_a_story_beside_the_wish_is_kept(
    talk: Talk, words: str, title: str, field: str, shown: str
) -> None:
    await talk.says(words)
    talk.hears(title, "也记下了")
    session = await talk.session()
    assert session.mode == "waiting"
    assert session.form is None
    await talk.taps("现在登记")
    assert await talk.answer(field) == shown


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("房东不退押金怎么办？帮我转人工", "lease_deposit"),
        ("转人工，物业停我家电合法吗", "property_cut_off"),
    ],
)
async def test_a_question_beside_the_wish_is_answered(talk: Talk, words: str, topic: str) -> None:
    await talk.says(words)
    talk.hears("依据：")
    session = await talk.session()
    assert session.topic == topic
    assert session.mode == "waiting"


async def test_an_answer_beside_the_wish_is_kept(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "三万，转人工")
    assert (await talk.session()).mode == "waiting"
    assert await talk.answer("principal") == "30,000元"


@pytest.mark.parametrize("words", ["转人工", "你们太慢了，转人工", "麻烦帮我转人工"])
async def test_the_wish_alone_calls_a_person(talk: Talk, words: str) -> None:
    await talk.says(words)
    assert (await talk.session()).mode == "waiting"
    talk.not_hears("也记下了")


@pytest.mark.parametrize("words", ["给人放羊工钱没给", "帮老乡剪羊毛剪了五天没给钱", "雇我放牛的人不给钱"])
async def test_farm_work_is_labour(talk: Talk, words: str) -> None:
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "wage_claim"
