"""The one page a mediator needs before the first word, worked out from answers, flow and rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import drafts
from bot.dialogue import checklist as needs
from bot.dialogue import lists, worker_table
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.law.rules import Finding
from bot.model import CaseFile, Consent, Evidence, Handoff
from bot.text import cells
from flows import engine
from flows.checklist import Row
from flows.engine import Answer
from flows.schema import Flow, Step

UNSAID: Final = "尚未说明"  #: what it is about, as long as nobody knows


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the brief's facts table."""

    field: str
    label: str
    section: str
    value: str
    source: int  #: number of the transcript line; 0 = tapped
    by: str  #: asked | told | desk
    confirmed: bool
    sensitive: bool
    known: bool = True  #: False: asked, and there is no value (不知道)
    blank: bool = False  #: no value, and not the question's own "there is none" (没约定) either
    table: Table | None = None  #: of a list its rows


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a list answer."""

    summary: str  #: 3人，合计54,000元
    columns: cells.Columns
    rows: tuple[cells.Row, ...]
    doubts: Mapping[int, str]  #: row, from 1 -> what is in doubt about it


@dataclass(frozen=True, slots=True)
class Brief:
    """The one page a mediator needs before the first word."""

    handoff: Handoff
    case: CaseFile | None
    title: str
    facts: tuple[Fact, ...]
    gaps: tuple[str, ...]  #: labels of questions without an answer
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    checklist: tuple[Row, ...]  #: every entry of the list with its state
    consents: tuple[Consent, ...]
    notes: tuple[tuple[datetime, str, str], ...]
    cases: tuple[CaseFile, ...]  #: all cases of this citizen
    quota: int | None  #: WeChat messages left in the window; None where nothing limits
    window_ends: datetime | None
    rev: int  #: version of the session, for edits
    wants_to_file: datetime | None = None  #: since when the citizen wants no mediation any more
    bundle: str = ""  #: what a link to the filing papers names: the case or the draft
    wanted: tuple[str, ...] = ()  #: corrections the citizen asked for and nobody has done, masked


def case_of(handoff: Handoff, session: Session, cases: Sequence[CaseFile]) -> CaseFile | None:
    """The case a talk is about: its own, or what was handed in after a person had been asked for."""
    own = next((c for c in cases if c.id == handoff.case_id), None)
    if own is None and session.form is None and cases:
        return max(cases, key=lambda one: one.submitted_at)
    return own


def subject(
    k: Knowledge, session: Session, case: CaseFile | None
) -> tuple[Flow | None, Mapping[str, Answer]]:
    """What the brief is about: the submitted case, else the draft."""
    if case is not None:
        return k.flow(case.flow, case.flow_rev), case.answers
    if session.form is None:
        return None, {}
    flow = k.flow(session.form.flow, session.form.rev)
    return flow, engine.valid_answers(flow, session.form)


def wants_to_file(case: CaseFile | None, consents: Sequence[Consent]) -> datetime | None:
    """When mediation was refused last, unless that was taken back or a mediator has carried it out."""
    said = [one for one in consents if one.scope == "mediation"]
    if not said or said[-1].answer or (case is not None and (case.outcome or case.closed_at)):
        return None
    return said[-1].answered_at


def bundle_of(sid: str, session: Session, case: CaseFile | None) -> str:
    """The submitted case, else the draft; nothing where nothing was told."""
    if case is not None:
        return case.id
    return drafts.ref(sid, session.form.flow) if session.form else ""


def facts_of(flow: Flow, answers: Mapping[str, Answer]) -> list[Fact]:
    return [
        Fact(
            s.id,
            s.label,
            s.section,
            _said(s, a),
            a.source,
            a.by,
            a.confirmed,
            s.sensitive,
            a.known,
            _blank(s, a),
            _table(s, a),
        )
        for s in flow.steps
        if (a := answers.get(s.id)) is not None and (not s.scope or s.scope == "mediation")
    ]


def _said(step: Step, answer: Answer) -> str:
    """An answer as the desk reads it: a list with its entries, unless they hold people's numbers."""
    entries = lists.lines(step, answer) if _tells_rows(step, answer) else []
    return f"{answer.shown}：{'；'.join(entries)}" if entries else answer.shown


def _table(step: Step, answer: Answer) -> Table | None:
    rows = lists.rows(step, answer) if lists.holds_rows(step) and lists.listed(step, answer) else []
    if not rows:
        return None
    return Table(answer.shown, lists.columns(step), tuple(rows), worker_table.doubts(answer))


def _tells_rows(step: Step, answer: Answer) -> bool:
    return bool(step.columns) and not step.sensitive and lists.listed(step, answer)


def gaps(flow: Flow, answers: Mapping[str, Answer]) -> list[str]:
    steps: list[Step] = engine.active(flow, answers)
    return [s.label for s in steps if not s.scope and (s.id not in answers or _blank(s, answers[s.id]))]


def _blank(step: Step, answer: Answer) -> bool:
    """Unknown, not merely "there is none"."""
    return not answer.known and answer.shown != step.unknown


def checklist(flow: Flow, answers: Mapping[str, Answer], evidence: Sequence[Evidence]) -> list[Row]:
    """What this kind of dispute needs, as it stands with what was said and uploaded."""
    return needs.standing(flow, answers, needs.counts(evidence))
