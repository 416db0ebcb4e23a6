"""一次性补正清单: everything a complaint still lacks, each with the reason and the article.

Our own list to help the person beforehand; the court gives its own notice, once and in writing.
Source: 民诉法124 (what a complaint must hold), 登记立案规定6 (what is handed in), 7 (一次性书面告知).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.law import citations
from bot.law.calendar import chinese
from bot.law.rows import Row as Cells
from bot.law.rows import rows, section, table, text, texts
from bot.model import CaseFile, Evidence
from bot.papers.draft import NOT_FILED
from bot.papers.narrative import claims
from bot.papers.parties import Row, kind_of, of_this_one, party
from bot.papers.values import MISSING, UNSURE, printed, shown
from bot.text import evidence as naming
from flows import checklist
from flows.engine import Answer, active
from flows.papers import PAPERS
from flows.schema import Flow, Step

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_SIDES: Final = (("applicant", "原告"), ("respondent", "被告"))


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing."""

    no: int
    what: str
    why: str
    law: str  #: 民诉法第一百二十四条、登记立案规定第四条


@dataclass(frozen=True, slots=True)
class GapList:
    """Everything the template may use."""

    title: str
    subtitle: str
    court: str
    number: str
    cause: str
    submitter: str
    must: tuple[Gap, ...]  #: the filing desk has to ask for these
    better: tuple[Gap, ...]  #: handing in works without them
    check: tuple[Row, ...]  #: read from the person's words and not yet confirmed
    bring: tuple[Gap, ...]
    submitted: str
    today: str

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, for the templates."""
        return asdict(self)


def gap_list(case: CaseFile, flow: Flow, evidence: Sequence[Evidence], *, court: str, today: date) -> GapList:
    """The list for one case or draft; the same values give the same list."""
    case = replace(case, answers=of_this_one(case.answers))
    sides = [_side(flow, case.answers, side, word) for side, word in _SIDES]
    must = [*sides[0].must, *_by_hand(flow, case.answers), *sides[1].must, *_matter(flow, case, must=True)]
    better = [
        *sides[0].better,
        *sides[1].better,
        *_matter(flow, case, must=False),
        *_evidence(flow, case.answers, evidence),
    ]
    name = shown(step, case.answers.get(step.id)) if (step := _step(flow, "applicant_name")) else MISSING
    return GapList(
        title=PAPERS["gaps"].title,
        subtitle="",
        court=court,
        number=case.number or NOT_FILED,
        cause=printed(case.title),
        submitter=name,
        must=_numbered(must),
        better=_numbered(better),
        check=(*sides[0].check, *sides[1].check, *_unsure(flow, case.answers)),
        bring=_numbered([_gap(text(row, "what"), row) for row in rows(table("filing"), "bring")]),
        submitted=chinese(case.submitted_at.astimezone(ZoneInfo("Asia/Shanghai")).date())
        if case.number
        else "尚未提交",
        today=chinese(today),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    must: list[Gap]
    better: list[Gap]
    check: list[Row]


def _side(flow: Flow, answers: Mapping[str, Answer], side: str, word: str) -> _Side:
    """What the table of one side lacks, by the labels it is printed under."""
    known = {text(row, "row"): row for row in rows(table("filing"), side)}
    found = _Side([], [], [])
    for row in party(flow, answers, side, word):
        why = next((known[label] for label in known if row.label.endswith(label)), None)
        what = row.label if row.label.startswith(word) else f"{word}{row.label}"
        if row.value.endswith(UNSURE):
            found.check.append(Row(what, row.value.removesuffix(UNSURE)))
        elif row.value.startswith(MISSING) and why is not None:
            (found.must if why.get("must") is True else found.better).append(_gap(what, why))
    return found


def _by_hand(flow: Flow, answers: Mapping[str, Answer]) -> list[Gap]:
    """What must be written of a natural person beside the name, where no row is there for it."""
    row = section(table("filing"), "person")
    printed_already = any(r.label == text(row, "row") for r in party(flow, answers, "applicant", "原告"))
    if printed_already or kind_of(answers, "applicant") == "company":
        return []
    return [_gap(text(row, "what"), row)]


def _matter(flow: Flow, case: CaseFile, *, must: bool) -> list[Gap]:
    """The claim and the questions about the matter that are open or answered 不知道."""
    found = []
    if must and MISSING in claims(flow, case.answers, sues=True):
        row = section(table("filing"), "claim")
        found.append(_gap(text(row, "what"), row))
    own = texts(section(table("filing"), "own"), "law") if must else ()
    lacking = [s for s in _asked(flow, case.answers) if shown(s, case.answers.get(s.id)) == MISSING]
    return found + [
        Gap(0, step.paper or step.label, step.why, _articles((*step.law[:2], *own)))
        for step in lacking
        if step.required is must
    ]


def _asked(flow: Flow, answers: Mapping[str, Answer]) -> list[Step]:
    """The questions about the matter itself: the two sides and the consents have their own places."""
    skip = texts(table("filing"), "skip")
    sides = ("applicant", "respondent", "agent", "more_")
    return [
        step
        for step in active(flow, answers)
        if not step.scope and step.paper != "-" and step.id not in skip and not step.id.startswith(sides)
    ]


def _unsure(flow: Flow, answers: Mapping[str, Answer]) -> list[Row]:
    found = [(step, answers.get(step.id)) for step in _asked(flow, answers)]
    return [
        Row(step.paper or step.label, shown(step, answer).removesuffix(UNSURE))
        for step, answer in found
        if answer is not None and answer.known and not answer.confirmed
    ]


def _evidence(flow: Flow, answers: Mapping[str, Answer], evidence: Sequence[Evidence]) -> list[Gap]:
    """Kinds of evidence the flow expects with these answers that were neither named nor uploaded.

    A file counts for the entry it was sent as, words for what they say is there: 没有劳动合同 is no contract.
    """
    said = answers.get("evidence")
    named = naming.entries(said.shown, flow.evidence) if said and said.known else set()
    files = {name: (1, 0) for name in flow.evidence if any(_is(one.item, name) for one in evidence)}
    row = section(table("filing"), "evidence")
    standing = checklist.standing(flow, answers, files=files, named=named)
    lacking = [one.item.name for one in standing if one.state is checklist.State.LACKING]
    return [_gap(f"证据：{name}", row) for name in lacking if name != "身份证"]


def _is(item: str, name: str) -> bool:
    """Whether a file that was sent as `item` is an entry of the list: its whole name or one thing of it."""
    return item == name or item in checklist.item(name).parts


def _step(flow: Flow, field: str) -> Step | None:
    return next((step for step in flow.steps if step.id == field), None)


def _gap(what: str, row: Cells) -> Gap:
    return Gap(0, what, text(row, "why"), _articles(texts(row, "law")))


def _articles(cited: Sequence[str]) -> str:
    found = [citations.resolve(words) for words in dict.fromkeys(cited)]
    return "、".join(f"{one.law.name}{one.title.rpartition('》')[2]}" for one in found)


def _numbered(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    return tuple(replace(gap, no=number) for number, gap in enumerate(gaps, 1))
