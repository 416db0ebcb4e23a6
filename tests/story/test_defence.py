"""The side that is sued: what it told comes along, its paper is a 答辩状, and its status names no filing."""

from __future__ import annotations

import pytest

from bot.dialogue import after
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk as DialogueTalk
from bot.library import load
from bot.model import Channel, Duty, Incoming, Kind
from bot.papers.draft import draft
from bot.papers.render import docx, pdf
from flows.engine import Answer, active
from flows.papers import applying, defends
from tests.flow_answers import knowledge
from tests.papers.cases import COURT, TODAY, complete
from tests.pure_talk import AT, PureTalk
from tests.talk import Talk

FLOWS = load().flows
#: Every flow one side of which is sued, with the key of that side.
SUED = [
    (flow.id, key)
    for flow in FLOWS.values()
    for step in flow.steps
    if step.id == "side"
    for key in ("respondent", "borrower")
    if key in step.options and flow.id != "credit_card"
]


ANSWERS = ("demanded", "admitted", "disputed")
#: Where the side alone does not tell: who answers a demand, and who makes one.
EITHER = [
    ("housing_lease", {"side": "tenant", "issue": "leave", "sued": "respondent"}),
    ("housing_lease", {"side": "tenant", "issue": "rent", "sued": "respondent"}),
    ("housing_lease", {"side": "landlord", "issue": "deposit", "sued": "respondent"}),
    ("labor_dispute", {"side": "employer", "issue": "double", "sued": "respondent"}),
    ("property_service", {"side": "owner", "issue": "fee"}),
    ("property_service", {"side": "company", "issue": "repair"}),
    ("guarantee", {"side": "debtor"}),
    ("financial_loan", {"side": "guarantor"}),
    ("sale_contract", {"side": "buyer", "issue": "unpaid"}),
]
SUES = [
    ("housing_lease", {"side": "tenant", "issue": "deposit"}),
    ("housing_lease", {"side": "landlord", "issue": "rent"}),
    ("housing_lease", {"side": "landlord", "issue": "leave", "sued": "claimant"}),
    ("labor_dispute", {"side": "employer", "issue": "noncompete", "sued": "claimant"}),
    ("labor_dispute", {"side": "worker", "issue": "wage"}),
    ("property_service", {"side": "owner", "issue": "repair"}),
    ("sale_contract", {"side": "buyer", "issue": "quality"}),
    ("wage_claim", {}),
    ("general", {}),
]


@pytest.mark.parametrize(("name", "side"), SUED)
@pytest.mark.parametrize("status", ["submitted", "in_mediation", "to_file", "failed"])
def test_who_is_sued_gets_a_defence_and_no_complaint(name: str, side: str, status: str) -> None:
    flow = FLOWS[name]
    answers = {"side": Answer(side, "")}
    assert defends(flow, answers)
    papers = applying(flow, answers, status)
    assert "defence" in papers
    assert not {"complaint", "gaps", "payment_order", "preservation"} & set(papers)


@pytest.mark.parametrize(("name", "side"), SUED)
def test_who_sues_gets_no_defence(name: str, side: str) -> None:
    flow = FLOWS[name]
    step = flow.step("side")
    other = next(key for key in step.options if key not in {side, "guarantor"})
    papers = applying(flow, {"side": Answer(other, "")}, "submitted")
    assert "complaint" in papers
    assert "defence" not in papers


@pytest.mark.parametrize(("name", "side"), SUED)
def test_the_defence_names_the_sides_and_leaves_admitting_to_the_pen(name: str, side: str) -> None:
    flow = FLOWS[name]
    made = draft("defence", complete(flow, side=side), flow, [], court=COURT, today=TODAY)
    assert made.title == "民事答辩状"
    assert (made.applicant_word, made.respondent_word) == ("答辩人", "被答辩人")
    assert [line.partition("：")[0] for line in made.claims[:3]] == [
        "对方的要求",
        "我方认可的",
        "我方不认可的和理由",
    ]
    assert "☐认可" in made.claims[3]
    assert "☑认可" not in "".join(made.claims)
    assert "答辩人与被答辩人之间" in made.facts[-1]
    assert "原告" not in "".join((*made.facts, *made.claims))


@pytest.mark.parametrize(("name", "told"), EITHER)
def test_where_either_side_may_be_sued_the_answer_decides(name: str, told: dict[str, str]) -> None:
    answers = {key: Answer(value, "") for key, value in told.items()}
    papers = applying(FLOWS[name], answers, "submitted")
    assert "defence" in papers
    assert "complaint" not in papers
    steps = [step.id for step in active(FLOWS[name], answers)]
    assert [one for one in steps if one in ANSWERS] == list(ANSWERS)


@pytest.mark.parametrize(("name", "told"), SUES)
def test_who_sues_from_the_same_side_writes_a_complaint(name: str, told: dict[str, str]) -> None:
    answers = {key: Answer(value, "") for key, value in told.items()}
    assert "complaint" in applying(FLOWS[name], answers, "submitted")
    assert not {*ANSWERS} & {step.id for step in active(FLOWS[name], answers)}


@pytest.mark.parametrize("words", ["房东把我告到法院了，说我弄坏了地板", "房东把我告了，要我搬走"])
async def test_who_tells_of_a_suit_is_not_asked_who_sues(talk: Talk, words: str) -> None:
    await talk.says(words)
    await talk.taps("登记我这边的情况")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "housing_lease"
    assert form.answers["sued"].value == "respondent"


def test_the_defence_is_a_word_file_and_a_pdf() -> None:
    flow = FLOWS["private_lending"]
    made = draft("defence", complete(flow, side="borrower"), flow, [], court=COURT, today=TODAY)
    assert docx("defence", made).startswith(b"PK")
    assert pdf("defence", made).startswith(b"%PDF")
    assert any("已经给过" in line and "应当扣除" in line for line in made.claims)


SUED_WORDS = [
    "王强把我告了，说我去年3月1日借他5万没还",
    "我让王强告了，他说我去年3月1日借了他5万",
]


@pytest.mark.parametrize("said", SUED_WORDS)
async def test_what_was_told_before_comes_along(talk: Talk, said: str) -> None:
    await talk.says(said)
    await talk.taps("登记我这边的情况")
    if (await talk.session()).form is None:
        await talk.taps("借钱不还")
    assert await talk.answer("side") == "我欠别人钱"
    assert await talk.answer("principal") == "50,000元"


async def test_all_messages_before_come_along(talk: Talk) -> None:
    await talk.says("我成被告了", "收到传票，王强说我借他5万")
    await talk.taps("登记我这边的情况")
    if (await talk.session()).form is None:
        await talk.taps("借钱不还")
    assert await talk.answer("principal") == "50,000元"


def test_an_open_intake_gets_the_side() -> None:
    talk = PureTalk("private_lending")
    talk.says("登记我这边的情况")
    assert talk.form.answers["side"].value == "borrower"
    assert talk.asked() == "principal"


def test_the_side_that_was_said_stays() -> None:
    talk = PureTalk("private_lending")
    talk.says("别人欠我钱", "登记我这边的情况")
    assert talk.form.answers["side"].value == "lender"


@pytest.mark.parametrize("status", ["to_file", "failed"])
@pytest.mark.parametrize("sued", [True, False])
def test_the_status_of_who_is_sued_names_no_filing(status: str, sued: bool) -> None:
    incoming = Incoming(Channel.WEB, "u", "m1", Kind.TEXT, AT, "我的案子到哪了")
    talk = DialogueTalk(Session(noticed=True, cases=1), incoming, knowledge())
    row = {"id": "c", "number": "1号", "title": "借钱不还", "status": status, "at": AT.isoformat()}
    world = after.World(Duty(True, 0, ""), lambda *_: "https://court.example/p")
    after.AFTER["status"](talk, {"cases": [{**row, "papers": True, "defends": sued}]}, world)
    said = "".join(say.text for say in talk.says)
    assert ("立案" in said) != sued
    assert ("15日内交答辩状" in said) == sued
