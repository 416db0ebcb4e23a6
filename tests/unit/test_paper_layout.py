"""What a flow file says about its papers: read, proven with the place of the fault, part of the revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.layout import Item, Layout
from flows.papers import PAPERS
from flows.schema import Flow, Known, load

KNOWN = Known(readers={"choice", "amount"}, rules=(), papers=PAPERS)
HEAD = """
id: loan
title: 借钱
cause: 民间借贷纠纷
steps:
  - id: side
    ask: 谁欠谁
    label: 哪一方
    read: choice
    options: {lender: 别人欠我, borrower: 我欠别人}
    why: 分清双方。
    law: 民法典667
  - id: principal
    ask: 多少钱
    label: 金额
    hint: 例如：三万
    read: amount
    why: 要写金额。
    law: 民法典667
"""
GOOD = """
papers: [complaint, {payment_order: {side: lender}}]
claims:
  - 本金: "请求对方归还{principal}。"
  - "与对方达成一致。"
complaint:
  claims: [本金, {利息: "按约定。"}, 律师费]
  elements:
    - 借款: [principal, 借款用途, {担保: [有, 没有]}, {担保的方式: {side: lender}}]
"""


def loaded(tmp_path: Path, tail: str) -> tuple[Flow | None, list[str]]:
    folder = tmp_path / "disputes"
    folder.mkdir(exist_ok=True)
    (folder / "loan.yml").write_text(HEAD + tail, encoding="utf-8")
    flows, faults = load(tmp_path, KNOWN)
    return flows.get("loan"), faults


def test_papers_claims_and_rows_are_read(tmp_path: Path) -> None:
    flow, faults = loaded(tmp_path, GOOD)
    assert (faults, flow is not None) == ([], True)
    assert flow is not None
    assert flow.papers == ("complaint", "payment_order")
    assert flow.paper_when == {"payment_order": {"side": "lender"}}
    assert list(zip(flow.claim_rows, flow.claims, strict=True)) == [
        ("本金", "请求对方归还{principal}。"),
        ("", "与对方达成一致。"),
    ]
    assert [(claim.label, claim.lines) for claim in flow.complaint.claims] == [
        ("本金", ()),
        ("利息", ("按约定。",)),
        ("律师费", ()),
    ]
    assert flow.complaint.parts[0].items == (
        Item(step="principal"),
        Item(label="借款用途"),
        Item(label="担保", options=("有", "没有")),
        Item(label="担保的方式", when={"side": "lender"}),
    )
    assert Flow.from_json(flow.to_json()) == flow


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("律师费]", "律师费, 公证费]"),
        ("{side: lender}}]\nclaims", "{side: borrower}}]\nclaims"),
        ("有, 没有", "有, 无"),
    ],
)
def test_the_revision_covers_what_stands_on_the_papers(tmp_path: Path, was: str, now: str) -> None:
    before, _ = loaded(tmp_path, GOOD)
    after, _ = loaded(tmp_path, GOOD.replace(was, now))
    assert before is not None
    assert after is not None
    assert before.rev != after.rev


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("[principal,", "[principle,", "complaint: unknown step 'principle'"),
        ("[principal,", "[principal, principal,", "complaint: step 'principal' stands twice"),
        ("- 本金:", "- 本 金:", "claim row '本 金' is not in complaint.claims"),
        ("{side: lender}}]\nclaims", "{sid: lender}}]\nclaims", "condition on 'sid', which is never asked"),
        ("的方式: {side:", "的方式: {sid:", "'担保的方式': condition on 'sid', which is never asked"),
        ("payment_order", "payment_ordr", "unknown paper 'payment_ordr'"),
        ("  elements:\n", "  elments:\n", "complaint is a mapping with claims and elements"),
        (
            "    - 借款: [principal, ",
            "    - [principal, ",
            "elements of a complaint are a list of {heading: rows}",
        ),
    ],
)
def test_a_fault_is_named_with_its_file(tmp_path: Path, was: str, now: str, fault: str) -> None:
    assert was in GOOD
    _, faults = loaded(tmp_path, GOOD.replace(was, now))
    assert len([one for one in faults if one.startswith("disputes/loan.yml") and fault in one]) == 1, faults


def test_a_layout_of_an_older_revision_is_empty() -> None:
    assert Layout.from_json(None) == Layout()
