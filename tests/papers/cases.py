"""Scripted cases for the papers: one where every open question is answered, and a sparse one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.model import CaseFile, CaseStatus, Evidence, Media
from bot.text.readers import readers
from bot.text.reading import Context, Reading
from flows.engine import Answer, active
from flows.papers import PAPERS
from flows.schema import Flow, Step

TODAY = date(2026, 11, 22)
COURT = "准格尔旗人民法院"

#: The papers a flow names; the list of gaps is made for every flow and has tests of its own.
DRAWN = [paper for paper, known in PAPERS.items() if not known.always]
#: reader -> what the person types
TYPED = {
    "amount": "35000元",
    "date": "2026年3月5日",
    "duration": "15天",
    "rate": "月息1分",
    "name": "孙建军",
    "party": "王秀兰",
    "org": "某某建筑工程有限公司",
    "phone": "13800138000",
    "id_number": "150622199003070018",
    "uscc": "91150622MA0N0TE491",
    "address": "准格尔旗薛家湾镇某某小区3号楼",
    "plate": "蒙K12345",
    "short_text": "按说好的办",
    "text": "当时说好的，后来一直没有办。",
}
#: cell of a list -> the same
CELLS = {**TYPED, "name": "李建国", "party": "李建国", "short_text": "现金"}
#: step -> words where the common ones would not do
SAID = {
    "respondent_name": "刘强",
    "respondent_phone": "13900139000",
    "agent_name": "李建国",
    "evidence": "借条、转账记录",
    "claim": "三个月内付清",
}
#: answers of every complete case: whoever acts for another gets the authorisation too
PICKS: Mapping[str, str] = {"acting": "agent", "applicant_kind": "person", "respondent_kind": "company"}
#: flow -> branches that show more than the first options do
BRANCHES: Mapping[str, Mapping[str, str]] = {
    "property_service": {"side": "company"},
    "ip": {"side": "owner"},
    "credit_card": {"side": "lender"},
    "financial_loan": {"side": "lender", "security": "both"},
    "housing_lease": {"side": "landlord", "issue": "rent"},
    "land": {"against": "village"},
    "private_lending": {"guarantor": "yes"},
    "traffic_accident": {"harm": "disabled"},
    "personal_injury": {"harm": "disabled"},
    "labor_dispute": {"issue": "dismissed"},
    "general": {"has_amount": "yes"},
}


def complete(flow: Flow, **picks: str) -> CaseFile:
    """Every question that opens is answered."""
    chosen = {**PICKS, **BRANCHES.get(flow.id, {}), **picks}
    answers: dict[str, Answer] = {}
    while step := next((s for s in active(flow, answers) if s.id not in answers), None):
        answers[step.id] = answered(step, chosen)
    return case(flow, answers)


def sparse(flow: Flow) -> CaseFile:
    """Two names, one of them overheard, and nothing else."""
    told = {
        "personal_data": Answer("yes", "同意"),
        "applicant_name": Answer("王秀兰", "王秀兰"),
        "respondent_name": Answer("刘强", "刘强", by="told", confirmed=False),
    }
    return case(flow, {key: answer for key, answer in told.items() if key in {s.id for s in flow.steps}})


def answered(step: Step, chosen: Mapping[str, str]) -> Answer:
    """The answer a person gives to one step."""
    if step.options:
        key = chosen.get(step.id, next(iter(step.options)))
        return Answer(key, step.options[key].label)
    if step.read in {"rows", "table"}:
        return listed(step) if step.columns else Answer(None, step.unknown)
    words = SAID.get(step.id, TYPED[step.read])
    reading = readers()[step.read](words, Context(today=TODAY))
    assert isinstance(reading, Reading), (step.id, step.read, words)
    return Answer(reading.value, reading.shown)


def listed(step: Step) -> Answer:
    """Two rows of a list, the second without what may be left out."""
    cells = {**CELLS, "amount": "5000元"} if step.id == "repaid" else CELLS
    words = "，".join(cells[column.read] for column in step.columns.values())
    short = "，".join(cells[column.read] for column in step.columns.values() if column.required) or words
    context = Context(today=TODAY, columns=step.columns)
    reading = readers()["rows"](f"{words}；{short.replace('李建国', '赵刚')}", context)
    assert isinstance(reading, Reading), (step.id, words)
    return Answer(reading.value, reading.shown)


def case(flow: Flow, answers: Mapping[str, Answer], status: CaseStatus = CaseStatus.SUBMITTED) -> CaseFile:
    """A submitted case with these answers."""
    return CaseFile(
        id="c1",
        number="（2026）内0622诉前调1号",
        sid="s",
        flow=flow.id,
        flow_rev=flow.rev,
        title=flow.cause,
        regime="pre_filing",
        status=status,
        urgent=False,
        answers=answers,
        findings=(),
        submitted_at=datetime(2026, 11, 22, 7, 4, tzinfo=UTC),
    )


def uploads() -> list[Evidence]:
    """One uploaded picture."""
    media = Media("blob", "借条.jpg", "image/jpeg", 1000, "ab" * 32)
    return [Evidence("e1", "s", "借条或欠条", media, "", datetime(2026, 11, 22, tzinfo=UTC))]
