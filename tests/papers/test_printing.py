"""Papers as files: the same case gives the same bytes, every row is on the page, every article exists."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docxtpl import DocxTemplate
from pypdf import PdfReader

from bot.law import citations
from bot.library import load
from bot.model import CaseFile
from bot.papers.draft import Draft, draft
from bot.papers.render import FOLDER, docx, pdf, template
from flows.engine import Answer
from flows.schema import Flow
from tests.papers.cases import COURT, DRAWN, TODAY, complete, uploads

_SENTENCE = re.compile(r"[\u4e00-\u9fff“”（），、；：]{8,}。")
_CITED = re.compile(r"([\u4e00-\u9fff]*(?:法|解释|规定|办法))?(第[一二三四五六七八九十百千零]+条)")


@pytest.fixture(scope="module")
def flow() -> Flow:
    return load().flows["private_lending"]


def make(paper: str, flow: Flow, case: CaseFile | None = None) -> Draft:
    return draft(paper, case or complete(flow), flow, uploads(), court=COURT, today=TODAY)


def tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def pages(body: bytes) -> str:
    return tight("".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages))


def xml(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())


def rows(paper: str, made: Draft) -> list[str]:
    """What this paper's own tables hold."""
    groups = [group.rows for part in made.groups.values() for group in part]
    tables = list(made.tables.values())
    if paper == "mediation_application":
        tables += [made.applicant, made.respondent, made.elements, made.choices]
    return [tight(words) for table in (*groups, *tables) for row in table for words in (row.label, row.value)]


@pytest.mark.parametrize("paper", DRAWN)
def test_both_forms_hold_every_row_and_are_the_same_twice(flow: Flow, paper: str) -> None:
    made = make(paper, flow)
    first, word = pdf(paper, made), docx(paper, made)
    assert (first, word) == (pdf(paper, make(paper, flow)), docx(paper, make(paper, flow)))
    printed, written = pages(first), tight(xml(word))
    assert made.title in printed
    assert made.title in written
    assert [words for words in rows(paper, made) if words not in printed] == []
    assert [words for words in rows(paper, made) if words not in written] == []
    assert "{{" not in written
    assert "{%" not in written


@pytest.mark.parametrize("paper", DRAWN)
def test_the_two_templates_of_a_paper_say_the_same(paper: str) -> None:
    """The Word template is edited by hand, the PDF's as well: no sentence may stand in only one of them."""
    typ = template(paper, "typ").read_text(encoding="utf-8")
    word = xml(template(paper, "docx").read_bytes())
    said = _SENTENCE.findall(typ.split("#show: paper")[1])
    assert [sentence for sentence in said if sentence not in word] == []


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_article_a_template_cites_exists(path) -> None:
    text = xml(path.read_bytes()) if path.suffix == ".docx" else path.read_text(encoding="utf-8")
    law = ""
    for name, article in _CITED.findall(text):
        law = name or law
        assert law, article
        known = next(law[at:] for at in range(len(law)) if _is_law(law[at:]))
        assert citations.valid(f"{known}{article}", TODAY)


def _is_law(name: str) -> bool:
    try:
        citations.resolve(f"{name}第一条")
    except citations.UnknownCitation:
        return False
    return True


@pytest.mark.parametrize("paper", DRAWN)
def test_a_word_template_asks_for_nothing_a_draft_does_not_have(flow: Flow, paper: str) -> None:
    known = set(make(paper, flow).to_json())
    asked = DocxTemplate(template(paper, "docx")).get_undeclared_template_variables()
    assert asked <= known


def test_rare_characters_of_names_are_printed(flow: Flow) -> None:
    rare = Answer("王㛃䶮𠮷", "王㛃䶮𠮷")
    case = complete(flow)
    for paper in ("complaint", "authorization"):
        made = make(paper, flow, _with(case, applicant_name=rare))
        assert "王㛃䶮𠮷" in pages(pdf(paper, made))


def _with(case: CaseFile, **answers: Answer) -> CaseFile:
    return replace(case, answers={**case.answers, **answers})


def test_a_very_long_story_and_many_parties_stay_on_the_pages(flow: Flow) -> None:
    story = "他说年底一定还清，后来电话也不接了。" * 110
    many = [[f"第{n}被告", "13900139000", "准格尔旗大路镇某某村"] for n in range(2, 32)]
    case = _with(
        complete(flow),
        story=Answer(story, story),
        more_respondents=Answer({"rows": many, "total_fen": 0}, "30个"),
    )
    made = make("complaint", flow, case)
    printed, written = pages(pdf("complaint", made)), tight(xml(docx("complaint", made)))
    assert [words for words in rows("complaint", made) if words not in printed] == []
    assert story not in re.sub(
        r"第\d+页共\d+页（2026）内0622诉前调1号", "", printed
    )  # for the mediator alone
    assert story not in written
