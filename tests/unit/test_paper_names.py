"""One table of papers: which of them a case is offered, and that every one has its templates."""

from __future__ import annotations

import pytest

from bot.library import load
from bot.papers.render import template
from flows.engine import Answer
from flows.papers import PAPERS, applying
from flows.schema import Flow

ALWAYS = ["mediation_application", "complaint", "evidence_list", "service_address"]


@pytest.fixture(scope="module")
def flows() -> dict[str, Flow]:
    return dict(load().flows)


def said(**answers: str) -> dict[str, Answer]:
    return {key: Answer(value, value) for key, value in answers.items()}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("form", ["docx", "typ"])
def test_every_paper_has_both_templates(paper: str, form: str) -> None:
    assert template(paper, form).is_file()


def test_every_paper_is_listed_by_some_flow_and_every_flow_has_the_common_ones(flows) -> None:
    assert {paper for flow in flows.values() for paper in flow.papers} == {
        paper for paper, known in PAPERS.items() if not known.always
    }
    assert [flow.id for flow in flows.values() if not {*ALWAYS, "authorization"} <= set(flow.papers)] == []


@pytest.mark.parametrize(
    ("answers", "status", "more"),
    [
        ({"side": "lender"}, "submitted", ["payment_order", "preservation"]),
        ({"side": "borrower"}, "submitted", []),
        ({"side": "borrower", "acting": "agent"}, "submitted", ["authorization"]),
        ({"side": "borrower"}, "agreed", ["judicial_confirmation"]),
    ],
)
def test_a_loan_gets_the_papers_that_fit(flows, answers, status, more) -> None:
    main = "complaint" if answers["side"] == "lender" else "defence"
    fitting = [main if paper == "complaint" else paper for paper in ALWAYS]
    assert applying(flows["private_lending"], said(**answers), status) == fitting + more


def test_who_files_at_once_gets_no_application_to_mediate(flows) -> None:
    papers = applying(flows["private_lending"], said(side="lender"), "to_file")
    assert papers[0] == "complaint"
    assert "mediation_application" not in papers


def test_a_divorce_is_never_confirmed_and_a_quarrel_has_no_payment_order(flows) -> None:
    assert "judicial_confirmation" not in flows["divorce"].papers
    without = {"divorce", "custody_support", "neighbor", "reputation_privacy", "traffic_accident"}
    assert [name for name in without if "payment_order" in flows[name].papers] == []


def test_a_revision_stored_before_the_new_papers_still_reads(flows) -> None:
    flow = flows["private_lending"]
    stored = flow.to_json()
    assert Flow.from_json(stored) == flow
    for key in ("paper_when", "claim_rows", "complaint"):
        del stored[key]
    old = Flow.from_json(stored)
    assert (old.steps, old.claims, old.narrative) == (flow.steps, flow.claims, flow.narrative)
    assert (old.paper_when, old.claim_rows, old.complaint.parts) == ({}, (), ())
