"""Who is sued, or sues, and says so: the side is kept in every flow, and the papers fit it."""

from __future__ import annotations

import pytest

from bot.dialogue import side
from flows import engine
from flows.engine import Answer, Form
from flows.papers import applying, defends
from tests.flow_answers import FLOWS
from tests.talk import Talk

#: Flows in which 我是被告 alone tells the side.
BY_SUIT = sorted(
    name
    for name, flow in FLOWS.items()
    for step in flow.steps
    if step.id == side.STEP and (set(side.SIDES) & step.options.keys()) and "guarantor" not in step.options
)


@pytest.mark.parametrize("words", ["我是被告", "我是这件事的被告，刚收到传票", "人家去法院起诉我了"])
@pytest.mark.parametrize("flow", BY_SUIT)
def test_the_side_of_who_is_sued(flow: str, words: str) -> None:
    found = side.answers(FLOWS[flow], words, 1)
    assert found["side"].value in side.SIDES
    step = FLOWS[flow].step("side")
    asked = side.chosen(FLOWS[flow], step, words, 1)
    assert asked is not None
    assert asked.value == found["side"].value


@pytest.mark.parametrize(
    ("flow", "key"),
    [
        ("private_lending", "lender"),
        ("divorce", "wants"),
        ("land", "claimant"),
        ("neighbor", "harmed"),
        ("inheritance", "heir"),
        ("ip", "owner"),
    ],
)
@pytest.mark.parametrize("words", ["我是原告", "我已经把他告了"])
def test_the_side_of_who_sues(flow: str, key: str, words: str) -> None:
    assert side.answers(FLOWS[flow], words, 1)["side"].value == key


@pytest.mark.parametrize("flow", ["housing_sale", "traffic_accident", "financial_loan", "property_service"])
def test_a_side_the_suit_does_not_tell_is_asked(flow: str) -> None:
    assert "side" not in side.answers(FLOWS[flow], "我是原告", 1)


@pytest.mark.parametrize("flow", ["housing_lease", "labor_dispute", "general"])
@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("我是被告", "respondent"),
        ("他把我起诉到法院了", "respondent"),
        ("前天传票来了，说是他告我", "respondent"),
        ("我是原告", "claimant"),
        ("我已经起诉他了", "claimant"),
    ],
)
def test_who_is_sued_is_kept(flow: str, words: str, value: str) -> None:
    found = side.answers(FLOWS[flow], words, 1)
    assert found["sued"].value == value
    assert not found["sued"].confirmed


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("租客起诉我，让我退押金", "landlord"),
        ("房客去法院告我，要押金", "landlord"),
        ("房东起诉我，说押金不够赔", "tenant"),
    ],
)
async def test_a_lease_told_by_who_is_sued(talk: Talk, words: str, own: str) -> None:
    await talk.taps_flow("housing_lease")
    await talk.says(words)
    if talk.asked() == "issue":
        await talk.taps("不退押金或多交的房租")
    form = (await talk.session()).form
    assert form is not None
    answers = engine.valid_answers(FLOWS["housing_lease"], form)
    assert answers["side"].value == own
    assert answers["sued"].value == "respondent"
    assert defends(FLOWS["housing_lease"], answers)
    papers = applying(FLOWS["housing_lease"], answers, "draft")
    assert "complaint" not in papers
    assert "defence" in papers


def test_a_closed_question_counts_where_it_was_told() -> None:
    flow = FLOWS["housing_lease"]
    given = {"side": Answer("tenant", ""), "issue": Answer("deposit", "")}
    assert "sued" not in engine.valid_answers(flow, Form(flow.id, flow.rev, given))
    told = Form(flow.id, flow.rev, given | {"sued": Answer("respondent", "", by="told")})
    assert "sued" in engine.valid_answers(flow, told)
    assert {"demanded", "admitted", "disputed"} <= {step.id for step in engine.steps(flow, told)}


@pytest.mark.parametrize("words", ["我被起诉了", "我是被告", "我让人告了"])
async def test_in_an_intake_it_is_kept_and_answered(talk: Talk, words: str) -> None:
    await talk.taps_flow("housing_lease")
    await talk.says(words)
    talk.hears("对方告我", "15日内")
    assert talk.asked() == "side"
    assert await talk.answer("sued") == "对方告我或找我要"


@pytest.mark.parametrize(
    ("words", "shown"),
    [("我是原告", "别人欠我钱"), ("法院传票说他告我", "我欠别人钱"), ("债主起诉我了", "我欠别人钱")],
)
async def test_a_loan_by_the_suit(talk: Talk, words: str, shown: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says(words)
    assert await talk.answer("side") == shown


@pytest.mark.parametrize(
    "words", ["工人去仲裁告我", "员工到法院起诉我们", "我是老板，工人说我欠他们钱", "有个司机找我要工资"]
)
async def test_an_employer_registers_no_claim_for_wages(talk: Talk, words: str) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says(words)
    talk.hears("劳动争议")
    await talk.taps("先登记新的")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "labor_dispute"
    assert form.answers["side"].value == "employer"


@pytest.mark.parametrize(
    "words",
    [
        "我是老板，工人说我欠他工资两万，其实给了",
        "我们公司的员工去仲裁告我们，说拖欠三个月工资",
        "几个民工找我要工资，我已经给过包工头了",
    ],
)
async def test_the_story_of_an_employer_begins_no_claim_for_wages(talk: Talk, words: str) -> None:
    await talk.says(words)
    if (await talk.session()).form is None:
        await talk.taps_flow("wage_claim")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "labor_dispute"
    assert form.answers["side"].value == "employer"


@pytest.mark.parametrize("words", ["法院传票说他告我", "传票上写着王某起诉我", "来了张传票，是前妻告我"])
async def test_a_summons_is_answered_as_one(talk: Talk, words: str) -> None:
    await talk.says(words)
    talk.hears("15日内")
    talk.not_hears("申请再审")


@pytest.mark.parametrize("words", ["我们工人找老板要工资", "老板让我们去仲裁", "就我一个人"])
async def test_a_worker_stays(talk: Talk, words: str) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "wage_claim"
    talk.not_hears("劳动争议")


@pytest.mark.parametrize(
    ("flow", "given"),
    [
        ("credit_card", {"side": "borrower", "issue": "fees"}),
        ("property_service", {"side": "owner", "issue": "service"}),
    ],
)
def test_who_is_sued_defends_where_it_is_not_asked(flow: str, given: dict[str, str]) -> None:
    answers = {key: Answer(value, "") for key, value in given.items()}
    assert not defends(FLOWS[flow], answers)
    assert "sued" not in {step.id for step in engine.active(FLOWS[flow], answers)}
    told = answers | side.answers(FLOWS[flow], "人家把我起诉到法院了", 1)
    assert "sued" in {step.id for step in engine.active(FLOWS[flow], told)}
    assert defends(FLOWS[flow], told)


@pytest.mark.parametrize("words", ["其实我是被告", "他到法院起诉我了"])
async def test_a_side_answered_otherwise_is_not_changed_silently(talk: Talk, words: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", words)
    talk.hears("我欠别人钱", "先没有动")
    assert await talk.answer("side") == "别人欠我钱"


async def test_another_matter_told_by_who_is_sued(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says("我是被告")
    assert talk.asked() == "dispute"
    await talk.says("借用的机器", "去年他把播种机借给我，现在说我弄坏了，要我赔两万")
    form = (await talk.session()).form
    assert form is not None
    answers = engine.valid_answers(FLOWS["general"], form)
    assert defends(FLOWS["general"], answers)
    assert "has_amount" not in {step.id for step in engine.steps(FLOWS["general"], form)}


async def test_another_matter_asks_who_is_sued(talk: Talk) -> None:
    await talk.taps_flow("general")
    await talk.says("借用的机器", "去年他借走我的播种机，一直不还")
    assert talk.asked() == "sued"
    await talk.says("我要找对方")
    form = (await talk.session()).form
    assert form is not None
    assert not defends(FLOWS["general"], form.answers)
