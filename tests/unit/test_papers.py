from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from bot.library import load
from bot.model import CaseFile, CaseStatus, Evidence, Media
from bot.papers.draft import MISSING, UNSURE, draft
from bot.papers.render import docx, pdf
from flows.engine import Answer

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def flow():
    return load().flows["private_lending"]


def case(flow, **answers: Answer) -> CaseFile:
    base = {
        "principal": Answer({"low_fen": 3_500_000, "high_fen": 3_500_000}, "35,000元"),
        "rate": Answer(None, "没约定"),
        "mediation": Answer("yes", "愿意调解"),
        "personal_data": Answer("yes", "同意"),
        "applicant_name": Answer("王秀兰", "王秀兰"),
        "respondent_name": Answer("刘<强>&", "刘<强>&", by="told", confirmed=False),
        "evidence": Answer("借条、转账记录", "借条、转账记录"),
        "claim": Answer("三个月内还清", "三个月内还清"),
    }
    return CaseFile(
        id="c1",
        number="（2026）内0622诉前调1号",
        sid="s",
        flow=flow.id,
        flow_rev=flow.rev,
        title=flow.cause,
        regime="pre_filing",
        status=CaseStatus.SUBMITTED,
        urgent=False,
        answers={**base, **answers},
        findings=(),
        submitted_at=datetime(2026, 11, 22, 7, 4, tzinfo=UTC),
    )


def rows(made, part: str) -> dict[str, str]:
    return {row.label: row.value for row in getattr(made, part)}


def test_money_stands_in_figures_and_capitals(flow) -> None:
    made = draft("mediation_application", case(flow), flow, [], court="准格尔旗人民法院", today=TODAY)
    assert rows(made, "elements")["借款金额"] == "35,000元（叁万伍仟元整）"
    assert made.claims[0] == "请求对方归还借款本金35,000元（叁万伍仟元整）。"
    assert made.claims[-1] == "三个月内还清"


def test_gaps_unconfirmed_values_and_none_are_told_apart(flow) -> None:
    made = draft("complaint", case(flow), flow, [], court="准格尔旗人民法院", today=TODAY)
    assert rows(made, "elements")["借钱的日期"] == MISSING
    assert rows(made, "elements")["利息"] == "没约定"
    assert rows(made, "respondent")["对方姓名"].endswith(UNSURE)
    assert (made.applicant_word, made.respondent_word) == ("原告", "被告")


@pytest.mark.parametrize("paper", ["mediation_application", "complaint", "evidence_list"])
def test_pdf_holds_the_words_and_is_the_same_twice(flow, paper: str) -> None:
    media = Media("blob", "借条.jpg", "image/jpeg", 1000, "ab" * 32)
    evidence = [Evidence("e1", "s", "", media, "", datetime(2026, 11, 22, tzinfo=UTC))]
    made = draft(paper, case(flow), flow, evidence, court="准格尔旗人民法院", today=TODAY)
    body = pdf(paper, made)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    assert made.title in text
    assert "借条.jpg" in text or paper != "evidence_list"
    assert body == pdf(paper, made)


@pytest.mark.parametrize("paper", ["mediation_application", "complaint", "evidence_list"])
def test_word_keeps_markup_in_names_as_words_and_is_the_same_twice(flow, paper: str) -> None:
    made = draft(paper, case(flow), flow, [], court="准格尔旗人民法院", today=TODAY)
    body = docx(paper, made)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert made.number in xml
    assert "{{" not in xml
    assert "刘&lt;强&gt;&amp;" in xml or paper == "evidence_list"
    assert body == docx(paper, made)
