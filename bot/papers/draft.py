"""What stands on a paper, worked out from a case. Pure: rows of words, no layout.

Source: 民诉法124 (what a complaint must hold), 特邀调解规定11 (applying for mediation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.law.calendar import chinese
from bot.model import CaseFile, Evidence
from bot.papers.narrative import OWN_WORDS, claims, facts
from bot.papers.parties import Member, Row, of_this_one, party, together
from bot.papers.values import MISSING, UNSURE, list_lines, printed, shown
from bot.text import cells
from flows.engine import Answer, active
from flows.schema import Flow, Step

__all__ = ["MISSING", "TITLES", "UNSURE", "Draft", "Member", "Piece", "Row", "draft", "pieces"]

TITLES = {"mediation_application": "调解申请书", "complaint": "民事起诉状", "evidence_list": "证据清单"}
KINDS = {"image": "图片", "audio": "录音", "video": "录像"}
_SHANGHAI = ZoneInfo("Asia/Shanghai")
#: Sections that have a place of their own on the paper.
_ELSEWHERE = frozenset({"申请人", "对方", "您的信息"})
#: Questions that only choose the next question, and what stands elsewhere on the paper.
_ROUTING = frozenset(
    "acting applicant_kind respondent_kind has_amount how_many workers side claim evidence".split()
)
#: Questions where the answer "no" says nothing to a clerk.
_ONLY_IF_YES = frozenset({"arbitration_clause", "prior_case", "guarantor"})
#: consent -> row -> how its two answers are printed
_CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "mediation": ("调解意愿", {"yes": "愿意先行调解", "no": "不调解，直接立案"}),
    "online": ("调解方式", {"yes": "网上", "no": "当面"}),
    "e_service": ("送达方式", {"yes": "手机", "no": "纸质"}),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence on the list."""

    no: int
    name: str
    proves: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a template may use."""

    title: str
    court: str
    number: str
    cause: str
    submitter: str
    applicant_word: str  #: 申请人 or 原告
    respondent_word: str  #: 被申请人 or 被告
    claims_word: str  #: 请求事项 or 诉讼请求
    applicant: tuple[Row, ...]
    respondent: tuple[Row, ...]
    group: str  #: who applies together, "" for one person alone
    members: tuple[Member, ...]
    claims: tuple[str, ...]
    facts: tuple[str, ...]  #: paragraphs of 事实与理由
    elements: tuple[Row, ...]
    choices: tuple[Row, ...]  #: 调解方式, 送达方式
    evidence: tuple[Piece, ...]
    submitted: str
    today: str

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, for the templates."""
        return asdict(self)


def draft(
    paper: str, case: CaseFile, flow: Flow, evidence: Sequence[Evidence], *, court: str, today: date
) -> Draft:
    """The words of one paper. Raises KeyError for a paper that does not exist."""
    sues = paper == "complaint"
    case = replace(case, answers=of_this_one(case.answers))
    applicant_word, respondent_word = ("原告", "被告") if sues else ("申请人", "被申请人")
    applicant = party(flow, case.answers, "applicant", applicant_word)
    group, members = together(case.answers, "起诉状" if sues else "申请书")
    return Draft(
        title=TITLES[paper],
        court=court,
        number=case.number,
        cause=printed(case.title),
        submitter=applicant[0].value,
        applicant_word=applicant_word,
        respondent_word=respondent_word,
        claims_word="诉讼请求" if sues else "请求事项",
        applicant=applicant,
        respondent=party(flow, case.answers, "respondent", respondent_word),
        group=group,
        members=members,
        claims=tuple(claims(flow, case.answers, sues=sues)),
        facts=tuple(facts(case, flow, sues=sues, skip=_left_out(case, flow))),
        elements=tuple(_elements(case, flow)),
        choices=tuple(_choices(case.answers)),
        evidence=tuple(pieces(case, evidence)),
        submitted=_moment(case.submitted_at),
        today=chinese(today),
    )


def _elements(case: CaseFile, flow: Flow) -> list[Row]:
    """The table under the sentences: what was asked about the matter, gaps marked."""
    skip = _left_out(case, flow)
    going = {step.id for step in active(flow, case.answers)} | case.answers.keys()
    steps = [s for s in flow.steps if s.id in going and s.id not in skip and not s.scope]
    return [row for step in steps for row in _element(step, case.answers.get(step.id))]


def _element(step: Step, answer: Answer | None) -> list[Row]:
    """One row of the table; under a list its entries, numbered."""
    label = step.paper or step.label
    value = shown(step, answer)
    if not step.columns or answer is None or not answer.known:
        return [Row(label, value)]
    entries = list_lines(step, answer)
    measure = cells.measure(step.columns)
    if value == "；".join(entries):
        value = f"{len(entries)}{measure}"
    elif len(entries) > 1:
        value = f"{len(entries)}{measure}，合计{value}"
    return [Row(label, value), *(Row(f"　第{n}{measure}", line) for n, line in enumerate(entries, 1))]


def _left_out(case: CaseFile, flow: Flow) -> list[str]:
    """Steps that are no element of the matter, or stand elsewhere on the paper."""
    return [
        s.id for s in flow.steps if s.section in _ELSEWHERE or _idle(s, case.answers.get(s.id), case.title)
    ]


def _idle(step: Step, answer: Answer | None, cause: str) -> bool:
    if step.id in _ROUTING or step.id == "story" or step.paper == "-":
        return True
    if answer is None:
        return step.id in _ONLY_IF_YES
    repeats = step.id == "dispute" and answer.shown == cause
    return (
        repeats
        or (step.id in OWN_WORDS and answer.known)
        or (step.id in _ONLY_IF_YES and answer.value == "no")
    )


def _choices(answers: Mapping[str, Answer]) -> list[Row]:
    rows = []
    for key, (label, words) in _CHOICES.items():
        answer = answers.get(key)
        if answer and answer.value in words:
            rows.append(Row(label, words[str(answer.value)]))
    return rows


def pieces(case: CaseFile, evidence: Sequence[Evidence]) -> list[Piece]:
    """What was named in words first, then what was uploaded, numbered through."""
    said = case.answers.get("evidence")
    named = (
        [w for w in str(said.value).replace("，", "、").split("、") if printed(w)]
        if said and said.known
        else []
    )
    rows = [(printed(name), "", "待提交原件", "") for name in named]
    rows += [
        (
            printed(e.media.name),
            printed(e.item),
            KINDS.get(e.media.content_type.partition("/")[0], "文件"),
            f"校验码 {e.media.sha256[:12]}",
        )
        for e in evidence
    ]
    return [
        Piece(n, name, proves or "待说明", kind, note) for n, (name, proves, kind, note) in enumerate(rows, 1)
    ]


def _moment(at: datetime) -> str:
    here = at.astimezone(_SHANGHAI)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"
