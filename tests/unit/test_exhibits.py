"""The rows of the 证据清单: order, pages numbered through, what is still to come."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import docx as word
import pytest
from pypdf import PdfReader

from bot import library
from bot.model import Evidence, Media
from bot.papers.draft import draft
from bot.papers.exhibits import NONE, ON_DISC, ON_PAPER, pieces
from bot.papers.render import docx, pdf
from flows.engine import Answer
from flows.schema import Flow
from tests.unit.test_papers import case

AT = datetime(2026, 11, 22, tzinfo=UTC)
PDF = "application/pdf"


@pytest.fixture(scope="module")
def flow() -> Flow:
    return library.load().flows["private_lending"]


def file(n: int, item: str = "", content_type: str = "image/jpeg", **more: object) -> Evidence:
    known = {key: more.pop(key) for key in ("pages", "seconds", "marks") if key in more}
    media = Media(f"b{n}", f"文件{n}", content_type, 1000, f"{n:064}", **known)  # type: ignore[arg-type]
    return replace(
        Evidence(f"e{n}", "s", item, media, "", AT + timedelta(minutes=n)),
        **more,  # type: ignore[arg-type]
    )


def said(flow: Flow, words: str | None) -> object:
    return replace(case(flow), answers={**case(flow).answers, "evidence": Answer(words, words or "没有")})


def test_pages_are_numbered_through_in_the_order_of_the_list(flow: Flow) -> None:
    evidence = [
        file(1, "转账记录", PDF, pages=4),
        file(2, "借条或欠条", piece="x", page=2),
        file(3, "借条或欠条", piece="x", page=1),
        file(4, "聊天记录"),
        file(5, "聊天记录", "audio/amr", seconds=75),
        file(6, "", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ]
    rows = pieces(said(flow, None), flow, evidence)  # type: ignore[arg-type]
    assert [(r.no, r.name, r.pages, r.kind) for r in rows] == [
        (1, "借条或欠条", "第1–2页", "照片2张"),
        (2, "转账记录", "第3–6页", "PDF"),
        (3, "聊天记录", "第7页", "照片1张"),
        (4, "聊天记录", NONE, "录音1分15秒"),
        (5, "文件6", NONE, "电子文件"),
    ]
    assert [r.original for r in rows] == [ON_PAPER, ON_PAPER, ON_PAPER, ON_DISC, ON_DISC]
    assert rows[0].proves.startswith("借过钱")
    assert rows[0].note == f"校验码 {3:064}"[:16] + f"、{2:064}"[:13]
    assert rows[4].proves == "待说明"


def test_what_a_mediator_noted_is_never_printed(flow: Flow) -> None:
    rows = pieces(said(flow, None), flow, [file(1, "聊天记录", proves="对方调解时承认欠五万元")])  # type: ignore[arg-type]
    assert "承认" not in str(rows)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("借条、转账记录", ["借条或欠条", "转账记录"]),
        ("有聊天记录和收条，借条没有", ["聊天记录", "收条"]),
        ("已发来图片或文件", []),
        (None, []),
    ],
)
def test_what_is_only_named_is_still_to_come(flow: Flow, words: str | None, names: list[str]) -> None:
    rows = pieces(said(flow, words), flow, [])  # type: ignore[arg-type]
    assert [(r.name, r.kind, r.pages) for r in rows] == [(name, "待提交", NONE) for name in names]


def test_what_was_uploaded_is_not_named_again(flow: Flow) -> None:
    rows = pieces(said(flow, "借条、转账记录"), flow, [file(1, "借条或欠条")])  # type: ignore[arg-type]
    assert [(r.name, r.kind) for r in rows] == [("借条或欠条", "照片1张"), ("转账记录", "待提交")]


def test_a_locked_document_has_no_pages_but_a_word_about_it(flow: Flow) -> None:
    row = pieces(said(flow, None), flow, [file(1, "转账记录", PDF, marks="locked")])[0]  # type: ignore[arg-type]
    assert row.pages == NONE
    assert "有打开密码" in row.note


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_list_prints_pages_and_boxes(flow: Flow, form: str) -> None:
    evidence = [file(1, "借条或欠条", piece="x"), file(2, "借条或欠条", piece="x", page=2)]
    made = draft(
        "evidence_list",
        said(flow, "转账记录"),  # type: ignore[arg-type]
        flow,
        evidence,
        court="准格尔旗人民法院",
        today=date(2026, 11, 22),
    )
    if form == "pdf":
        pages = PdfReader(io.BytesIO(pdf("evidence_list", made))).pages
        text = "".join(page.extract_text() for page in pages)
    else:
        table = word.Document(io.BytesIO(docx("evidence_list", made))).tables[0]
        assert [len(row.cells) for row in table.rows] == [7, 7, 7]
        text = "\n".join(cell.text for row in table.rows for cell in row.cells)
    for word_ in ("借条或欠条", "第1–2页", "□原件", "待提交", "转账记录"):
        assert word_ in "".join(text.split()), word_
