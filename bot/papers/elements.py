"""The elements (要素) of a matter as rows of a table: what was asked, and what it was told."""

from __future__ import annotations

from bot.model import CaseFile
from bot.papers.narrative import OWN_WORDS
from bot.papers.parties import Row
from bot.papers.values import list_lines, shown
from bot.text import cells
from flows.engine import Answer, active
from flows.schema import Flow, Step

#: Sections that have a place of their own on the paper.
_ELSEWHERE = frozenset({"申请人", "对方", "您的信息"})
#: Questions that only choose the next question, and what stands elsewhere on the paper.
_ROUTING = frozenset(
    "acting applicant_kind respondent_kind has_amount how_many workers side claim evidence".split()
)
#: Questions where the answer "no" says nothing to a clerk.
_ONLY_IF_YES = frozenset({"arbitration_clause", "prior_case", "guarantor"})


def elements(case: CaseFile, flow: Flow) -> list[Row]:
    """The table under the sentences: what was asked about the matter, gaps marked."""
    skip = left_out(case, flow)
    steps = [s for s in open_steps(case, flow) if s.id not in skip and not s.scope]
    return [row for step in steps for row in element(step, case.answers.get(step.id))]


def open_steps(case: CaseFile, flow: Flow) -> list[Step]:
    """The steps this case went through or still has to, in the order they are asked."""
    going = {step.id for step in active(flow, case.answers)} | case.answers.keys()
    return [step for step in flow.steps if step.id in going]


def element(step: Step, answer: Answer | None) -> list[Row]:
    """One row of the table; under a list its entries, numbered."""
    label = step.paper or step.label
    value = shown(step, answer)
    if answer is None or not step.columns or not (cells.is_list(answer.value) or step.read == "rows"):
        return [Row(label, value)]
    entries = list_lines(step, answer)
    measure = cells.measure(step.columns)
    if value == "；".join(entries) or step.read == "date":
        value = answer.shown
    elif len(entries) > 1:
        value = f"{len(entries)}{measure}，合计{value}"
    return [Row(label, value), *(Row(f"　第{n}{measure}", line) for n, line in enumerate(entries, 1))]


def left_out(case: CaseFile, flow: Flow) -> list[str]:
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
