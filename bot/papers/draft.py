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
from bot.papers.complaint import Groups, groups
from bot.papers.defence import opinions
from bot.papers.elements import elements, left_out
from bot.papers.exhibits import Piece, pieces
from bot.papers.forms import Tables, tables
from bot.papers.narrative import claims, facts
from bot.papers.parties import Member, Row, of_this_one, party, together
from bot.papers.values import MISSING, UNSURE, printed
from flows.engine import Answer
from flows.papers import PAPERS
from flows.schema import Flow

__all__ = ["MISSING", "UNSURE", "Draft", "Member", "Piece", "Row", "draft", "pieces"]

#: A draft has no number and was not handed in yet.
NOT_FILED, NOT_YET = "待立案", "尚未提交"
#: What stands for an address that the other side must not learn, and papers it never gets.
WITH_THE_COURT = "由法院掌握"
FOR_THE_COURT = frozenset({"service_address", "authorization"})
#: How the two sides are called where they are not 申请人 and 被申请人.
_WORDS = {"complaint": ("原告", "被告"), "defence": ("答辩人", "被答辩人")}
_SHANGHAI = ZoneInfo("Asia/Shanghai")
#: consent -> row -> how its two answers are printed
_CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "mediation": ("调解意愿", {"yes": "愿意先行调解", "no": "不调解，直接立案"}),
    "online": ("调解方式", {"yes": "网上", "no": "当面"}),
    "e_service": ("送达方式", {"yes": "手机", "no": "纸质"}),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a template may use."""

    title: str
    subtitle: str  #: （民间借贷纠纷）, empty where the title says all
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
    tables: Tables  #: what only this paper has, by the name its template uses
    groups: Groups  #: the same under headings
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
    answers = of_this_one(case.answers)
    if case.hidden and paper not in FOR_THE_COURT:
        kept = Answer(WITH_THE_COURT, WITH_THE_COURT)
        answers |= {"applicant_place": kept, "applicant_phone": kept}
    case = replace(case, answers=answers)
    defends = paper == "defence"
    applicant_word, respondent_word = _WORDS.get(paper, ("申请人", "被申请人"))
    applicant = party(flow, case.answers, "applicant", applicant_word)
    group, members = together(case.answers, "起诉状" if sues else "申请书")
    return Draft(
        title=PAPERS[paper].title,
        subtitle=f"（{printed(case.title)}）" if sues or defends else "",
        court=court,
        number=case.number or NOT_FILED,
        cause=printed(case.title),
        submitter=applicant[0].value,
        applicant_word=applicant_word,
        respondent_word=respondent_word,
        claims_word="诉讼请求" if sues else "对诉讼请求的意见" if defends else "请求事项",
        applicant=applicant,
        respondent=party(flow, case.answers, "respondent", respondent_word),
        group=group,
        members=members,
        claims=tuple(opinions(flow, case.answers) if defends else claims(flow, case.answers, sues=sues)),
        facts=tuple(
            facts(case, flow, sues=sues, skip=left_out(case, flow), names=_WORDS.get(paper)),
        ),
        elements=tuple(elements(case, flow)),
        choices=tuple(_choices(case.answers)),
        tables=tables(paper, case, flow),
        groups=groups(case, flow, today) if sues else {},
        evidence=tuple(pieces(case, flow, evidence)),
        submitted=_moment(case.submitted_at) if case.number else NOT_YET,
        today=chinese(today),
    )


def _choices(answers: Mapping[str, Answer]) -> list[Row]:
    rows = []
    for key, (label, words) in _CHOICES.items():
        answer = answers.get(key)
        if answer and answer.value in words:
            rows.append(Row(label, words[str(answer.value)]))
    return rows


def _moment(at: datetime) -> str:
    here = at.astimezone(_SHANGHAI)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"
