"""What stands on a paper, worked out from a case. Pure: rows of words, no layout.

Source: 民诉法124 (what a complaint must hold), 特邀调解规定11 (applying for mediation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.law.calendar import chinese
from bot.model import CaseFile, Evidence
from bot.text.amounts import format_yuan, in_capitals
from flows.engine import Answer, active
from flows.schema import Flow, Step

TITLES = {"mediation_application": "调解申请书", "complaint": "民事起诉状", "evidence_list": "证据清单"}
MISSING, UNSURE = "待补", "（待核实）"
KINDS = {"image": "图片", "audio": "录音", "video": "录像"}
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_PARTIES = ("申请人", "对方")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    label: str
    value: str


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
    applicant_word: str  #: 申请人 or 原告
    respondent_word: str  #: 被申请人 or 被告
    applicant: tuple[Row, ...]
    respondent: tuple[Row, ...]
    claims: tuple[str, ...]
    elements: tuple[Row, ...]
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
    steps = [s for s in active(flow, case.answers) if not s.scope]
    rows = [(s, Row(s.label, shown(s, case.answers.get(s.id)))) for s in steps]
    return Draft(
        title=TITLES[paper],
        court=court,
        number=case.number,
        cause=case.title,
        applicant_word="原告" if sues else "申请人",
        respondent_word="被告" if sues else "被申请人",
        applicant=tuple(row for s, row in rows if s.section == _PARTIES[0]),
        respondent=tuple(row for s, row in rows if s.section == _PARTIES[1]),
        claims=tuple(claims(flow, case.answers)),
        elements=tuple(
            row for s, row in rows if s.section not in {*_PARTIES, "您的信息"} and s.id != "workers"
        ),
        evidence=tuple(pieces(case, evidence)),
        submitted=_moment(case.submitted_at),
        today=chinese(today),
    )


def shown(step: Step, answer: Answer | None) -> str:
    """A value as it is printed: money also in capitals, gaps and unconfirmed values marked."""
    if answer is None or (not answer.known and answer.shown != step.unknown):
        return MISSING
    words = answer.shown
    value = answer.value
    if step.read == "amount" and isinstance(value, dict) and value.get("low_fen") == value.get("high_fen"):
        fen = value["low_fen"]
        words = f"{format_yuan(fen)}（{in_capitals(fen)}）" if isinstance(fen, int) else words
    return words if answer.confirmed else words + UNSURE


def claims(flow: Flow, answers: Mapping[str, Answer]) -> list[str]:
    """The numbered requests: what the flow always asks for, then the person's own words."""
    by_id = {step.id: step for step in flow.steps}
    values = {key: shown(by_id[key], a) for key, a in answers.items() if key in by_id}
    lines = [line.format_map(_Blank(values)) for line in flow.claims]
    own = answers.get("claim")
    if own and own.known and not any("{claim}" in line for line in flow.claims):
        lines.append(own.shown)
    return lines


class _Blank(dict[str, str]):
    """A claim may name a field nobody filled."""

    def __missing__(self, key: str) -> str:
        return MISSING


def pieces(case: CaseFile, evidence: Sequence[Evidence]) -> list[Piece]:
    """What was named in words first, then what was uploaded, numbered through."""
    said = case.answers.get("evidence")
    named = (
        [w for w in said.shown.replace("，", "、").split("、") if w.strip()] if said and said.known else []
    )
    rows = [(name.strip(), "", "待提交原件", "") for name in named]
    rows += [
        (
            e.media.name,
            e.item,
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
