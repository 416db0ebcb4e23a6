"""Every paper and every category of the complaint, word for word.

The expected words lie in tests/papers/golden. After a change that is meant:
`UPDATE_GOLDEN=1 .venv/bin/python -m pytest -q tests/papers/test_golden.py`, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from docxtpl import DocxTemplate

from bot.library import load
from bot.papers.draft import Draft, draft
from bot.papers.render import template
from bot.papers.values import MISSING
from flows.schema import Flow
from tests.papers.cases import COURT, DRAWN, TODAY, complete, sparse, uploads

GOLDEN = Path(__file__).with_name("golden")
FLOWS = sorted(load().flows)


@pytest.fixture(scope="module")
def flows() -> dict[str, Flow]:
    return dict(load().flows)


def words(paper: str, made: Draft) -> str:
    """What a paper uses of its draft as lines, one row a line, so that differences read well."""
    used = DocxTemplate(template(paper, "docx")).get_undeclared_template_variables()
    lines: list[str] = []
    for key, value in made.to_json().items():
        if key in used:
            counted = key == "evidence" and paper != "evidence_list"
            lines += [f"evidence: {len(value)}"] if counted else _lines(key, value)
    return "\n".join(lines) + "\n"


def _lines(key: str, value: object) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {value}"] if value else []
    if isinstance(value, dict) and "label" in value:
        return [f"  {value['label']}｜{value['value']}"]
    if isinstance(value, dict) and set(value) == {"title", "rows"}:
        return [f"  【{value['title']}】", *(line for row in value["rows"] for line in _lines("", row))]
    if isinstance(value, dict):
        nested = value and all(isinstance(one, (list, tuple)) for one in value.values())
        if nested:
            return [line for name, one in value.items() for line in _lines(f"{key}.{name}", one)]
        return ["  " + "｜".join(str(one) for one in value.values())] if value else []
    if isinstance(value, (list, tuple)):
        inner = [
            line for one in value for line in (_lines("", one) if isinstance(one, dict) else [f"  {one}"])
        ]
        return [f"[{key}]", *inner] if inner else []
    raise TypeError(f"{key}: {type(value)}")


def holds(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing, see the head of this file"
    assert text == path.read_text(encoding="utf-8")


def make(paper: str, flow: Flow, kind: str) -> Draft:
    case = complete(flow) if kind == "full" else sparse(flow)
    evidence = uploads() if kind == "full" else []
    return draft(paper, case, flow, evidence, court=COURT, today=TODAY)


@pytest.mark.parametrize("kind", ["full", "sparse"])
@pytest.mark.parametrize("flow_id", FLOWS)
def test_the_complaint_of_every_category(flows: dict[str, Flow], flow_id: str, kind: str) -> None:
    made = make("complaint", flows[flow_id], kind)
    holds(f"complaint_{flow_id}_{kind}", words("complaint", made))


@pytest.mark.parametrize("kind", ["full", "sparse"])
@pytest.mark.parametrize("paper", [paper for paper in DRAWN if paper != "complaint"])
def test_every_other_paper(flows: dict[str, Flow], paper: str, kind: str) -> None:
    made = make(paper, flows["private_lending"], kind)
    holds(f"{paper}_{kind}", words(paper, made))


@pytest.mark.parametrize("flow_id", FLOWS)
def test_gaps_are_open_and_what_was_overheard_is_marked(flows: dict[str, Flow], flow_id: str) -> None:
    text = words("complaint", make("complaint", flows[flow_id], "sparse"))
    assert MISSING in text
    assert "刘强（待核实）" in text


@pytest.mark.parametrize("flow_id", FLOWS)
def test_every_answer_of_a_complete_case_stands_on_its_complaint(
    flows: dict[str, Flow], flow_id: str
) -> None:
    """No field is asked in vain: what a person answered about the matter is printed, as a row or a tick."""
    flow = flows[flow_id]
    case = complete(flow)
    made = draft("complaint", case, flow, [], court=COURT, today=TODAY)
    text = words("complaint", made)
    matters = [s for s in flow.steps if s.id in case.answers and s.options and s.paper != "-" and not s.scope]
    routing = {"acting", "applicant_kind", "respondent_kind", "has_amount", "how_many", "side"}
    lost = [
        s.id for s in matters if s.id not in routing and f"☑{s.options[_key(case, s.id)].label}" not in text
    ]
    assert lost == []


def _key(case, step: str) -> str:
    return str(case.answers[step].value)


def test_no_gap_is_left_where_everything_was_answered(flows: dict[str, Flow]) -> None:
    """A step that was answered never prints 待补, in any category."""
    for flow in flows.values():
        case = complete(flow)
        groups = draft("complaint", case, flow, [], court=COURT, today=TODAY).groups
        labels = {s.paper or s.label for s in flow.steps if s.id in case.answers and case.answers[s.id].known}
        gaps = [
            row.label
            for group in groups["elements"]
            for row in group.rows
            if row.value == MISSING and row.label.partition(". ")[2] in labels
        ]
        assert (flow.id, gaps) == (flow.id, [])
