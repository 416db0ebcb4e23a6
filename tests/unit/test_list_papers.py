"""Lists on the papers: sums in figures and capitals, entries numbered, everybody of both sides."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from bot.library import load
from bot.model import CaseFile, CaseStatus
from bot.papers.draft import Draft, draft
from bot.papers.parties import MAY_BE_EMPTY
from bot.papers.render import docx, pdf
from bot.papers.values import MISSING
from flows.engine import Answer, Json
from flows.schema import Flow

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def flow() -> Flow:
    return load().flows["private_lending"]


def fen(value: int) -> Json:
    return {"low_fen": value, "high_fen": value}


def day(start: str, end: str = "") -> Json:
    return {"start": start, "end": end or start, "granularity": "month" if end else "day", "lunar": False}


REPAID = Answer(
    {"rows": [[day("2026-03-05"), fen(200_000)], [None, fen(150_050)]], "total_fen": 350_050},
    "2笔，合计3,500.50元",
)


def paper(flow: Flow, kind: str, **answers: Answer) -> Draft:
    base = {
        "side": Answer("lender", "别人欠我钱"),
        "principal": Answer(fen(5_000_000), "50,000元"),
        "repaid": REPAID,
        "personal_data": Answer("yes", "同意"),
        "acting": Answer("together", "和别人一起办"),
        "applicant_name": Answer("王秀兰", "王秀兰"),
        "respondent_name": Answer("刘强", "刘强"),
    }
    case = CaseFile(
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
    return draft(kind, case, flow, [], court="准格尔旗人民法院", today=TODAY)


def table(made: Draft, part: str) -> dict[str, str]:
    return {row.label: row.value for row in getattr(made, part)}


def test_payments_stand_with_their_total_and_one_by_one(flow: Flow) -> None:
    made = paper(flow, "mediation_application")
    rows = table(made, "elements")
    assert rows["已还金额"] == "2笔，合计3,500.50元（叁仟伍佰元伍角整）"
    assert rows["　第1笔"] == "2026年3月5日，2,000元"
    assert rows["　第2笔"] == "1,500.50元"
    assert made.claims[0] == (
        "请求被申请人归还借款本金46,499.50元（肆万陆仟肆佰玖拾玖元伍角整）"
        "（借款金额50,000元，减去已经还的钱3,500.50元）。"
    )
    assert "已经归还3,500.50元（2026年3月5日，2,000元；1,500.50元），其余没有归还" in "".join(made.facts)


def test_one_sum_of_an_older_revision_prints_as_before(flow: Flow) -> None:
    made = paper(flow, "complaint", repaid=Answer(fen(500_000), "5,000元"))
    assert table(made, "elements")["已还金额"] == "5,000元（伍仟元整）"
    assert "借款本金45,000元（肆万伍仟元整）（借款金额50,000元，减去已经还的钱5,000元）" in made.claims[0]


def test_nothing_repaid_stays_as_it_was(flow: Flow) -> None:
    made = paper(flow, "complaint", repaid=Answer(None, "没还过"))
    assert table(made, "elements")["已还金额"] == "没还过"
    assert "减去" not in made.claims[0]


def test_everybody_of_both_sides_is_printed(flow: Flow) -> None:
    made = paper(
        flow,
        "complaint",
        more_applicants=Answer({"rows": [["李建国", "13900139000", None]], "total_fen": 0}, "1个"),
        more_respondents=Answer(
            {"rows": [["张红", "13812340018", None], ["某某商贸有限公司", None, "东胜区"]], "total_fen": 0},
            "2个",
        ),
    )
    ours, theirs = table(made, "applicant"), table(made, "respondent")
    assert (ours["姓名"], theirs["姓名"]) == ("王秀兰", "刘强")
    assert (ours["原告2姓名或名称"], ours["原告2电话"], ours["原告2住址"]) == (
        "李建国",
        "13900139000",
        MISSING,
    )
    assert (theirs["被告2姓名或名称"], theirs["被告2电话"]) == ("张红", "13812340018")
    assert (theirs["被告3姓名或名称"], theirs["被告3电话"]) == ("某某商贸有限公司", MAY_BE_EMPTY)
    assert theirs["被告3住址"] == "东胜区"
    assert "别的对方" not in json.dumps(made.to_json(), ensure_ascii=False)


def test_both_forms_of_the_paper_hold_the_lists(flow: Flow) -> None:
    more = Answer({"rows": [["张红", "13812340018", None]], "total_fen": 0}, "1个")
    made = paper(flow, "complaint", more_respondents=more)
    with zipfile.ZipFile(io.BytesIO(docx("complaint", made))) as archive:
        word = archive.read("word/document.xml").decode()
    pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf("complaint", made))).pages)
    for body in (word, pages.replace(" ", "")):
        assert "被告2" in body
        assert "张红" in body
        assert "第2笔" in body
        assert "叁仟伍佰元伍角整" in body


def rows_of(*told: tuple[str, int]) -> Answer:
    rows: list[Json] = [[day(on) if on else None, fen(yuan * 100)] for on, yuan in told]
    return Answer({"rows": rows, "total_fen": sum(yuan for _, yuan in told) * 100}, f"{len(told)}笔")


RATE = Answer({"percent": "1", "per": "month"}, "月利率1%（年利率12%）")


@pytest.mark.parametrize(
    ("repaid", "rate", "want", "why"),
    [
        (rows_of(("2026-03-05", 2000)), Answer(None, "没约定"), "48,000元", "减去已经还的钱2,000元"),
        (rows_of(("2026-03-05", 2000)), RATE, "50,000元", "第五百六十一条"),
        (rows_of(("2026-03-05", 20000)), RATE, "36,000元", "先抵利息、再抵本金"),
        (rows_of(("", 2000)), RATE, MISSING, ""),
        (Answer(None, "没还过"), RATE, "50,000元（伍万元整）", ""),
        (rows_of(("", 60_000)), RATE, MISSING, ""),
        (Answer({"low_fen": 100, "high_fen": 200}, "1到2元"), RATE, MISSING, ""),
    ],
)
def test_what_is_still_owed_is_the_sum_of_every_paper(
    flow: Flow, repaid: Answer, rate: Answer, want: str, why: str
) -> None:
    told = {"repaid": repaid, "rate": rate, "lent_on": Answer(day("2025-03-05"), "2025年3月5日")}
    suit = next(
        row.value
        for row in paper(flow, "complaint", **told).groups["claims"][0].rows
        if row.label == "标的总额"
    )
    order = paper(flow, "payment_order", **told).tables["debt"][1].value
    held = paper(flow, "preservation", **told).tables["request"][1].value
    assert suit == order == held
    assert suit.startswith(want)
    assert why in suit


def test_a_sum_that_was_only_overheard_is_marked(flow: Flow) -> None:
    told = Answer(fen(500_000), "5,000元", by="told", confirmed=False)
    order = paper(flow, "payment_order", repaid=told).tables["debt"][1].value
    assert order.endswith("（待核实）")


def test_more_repaid_than_lent_gives_no_sum_to_claim(flow: Flow) -> None:
    made = paper(flow, "complaint", repaid=rows_of(("2026-03-05", 60_000)))
    assert made.claims[0].startswith("判令被告归还借款本金50,000元（伍万元整），已经归还的60,000元")


def test_payments_stand_in_the_order_of_their_days(flow: Flow) -> None:
    repaid = rows_of(("2026-09-25", 3000), ("", 100), ("2026-03-03", 2000), ("2026-05-01", 5000))
    made = paper(flow, "complaint", repaid=repaid)
    lines = [row.value for row in made.elements if row.label.startswith("　")]
    assert lines == ["2026年3月3日，2,000元", "2026年5月1日，5,000元", "2026年9月25日，3,000元", "100元"]
