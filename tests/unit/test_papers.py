from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import pytest
from pypdf import PdfReader

from bot.library import load
from bot.model import CaseFile, CaseStatus, Evidence, Media
from bot.papers.draft import MISSING, UNSURE, draft
from bot.papers.gaps import gap_list
from bot.papers.parties import MAY_BE_EMPTY
from bot.papers.render import docx, pdf
from flows.engine import Answer
from flows.papers import PAPERS, applying

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


def words(made) -> str:
    return json.dumps(made.to_json(), ensure_ascii=False)


def paper(case_: CaseFile, flow, kind: str = "complaint"):
    return draft(kind, case_, flow, [], court="准格尔旗人民法院", today=TODAY)


def other(flow_id: str, title: str = "", **answers: Answer):
    flow = load().flows[flow_id]
    made = case(flow, **answers)
    plain = {k: v for k, v in made.answers.items() if k not in {"principal", "rate"}}
    return replace(made, answers=plain, title=title or flow.cause), flow


def money(yuan: int) -> Answer:
    return Answer({"low_fen": yuan * 100, "high_fen": yuan * 100}, f"{yuan:,}元")


def crew() -> Answer:
    names = ("王建军", "李建国", "赵刚", "孙建军", "周平", "吴海")
    table = [
        {"name": name, "id_number": "", "phone": "", "amount_fen": fen}
        for name, fen in zip(names, (2_940_000, 1_940_000, 1_940_000, 1_940_000, 2_880_000, 0), strict=True)
    ]
    return Answer({"rows": table, "faults": [], "total_fen": 11_640_000}, "6人")


def test_money_stands_in_figures_and_capitals(flow) -> None:
    made = paper(case(flow), flow, "mediation_application")
    assert rows(made, "elements")["借款金额"] == "35,000元（叁万伍仟元整）"
    assert made.claims[0] == "请求被申请人归还借款本金35,000元（叁万伍仟元整）。"
    assert made.claims[-1] == "具体要求：三个月内还清。"


def test_gaps_unconfirmed_values_and_none_are_told_apart(flow) -> None:
    made = paper(case(flow), flow)
    assert rows(made, "elements")["借款日期"] == MISSING
    assert rows(made, "elements")["利息"] == "没约定"
    assert rows(made, "respondent")["姓名"].endswith(UNSURE)
    assert (made.applicant_word, made.respondent_word) == ("原告", "被告")


def test_numbers_print_whole_where_the_screen_masks_them() -> None:
    made, flow = other(
        "general",
        sensitive_data=Answer("yes", "同意"),
        applicant_kind=Answer("business", "个体户"),
        applicant_id=Answer("150622199003070018", "1506**********0018"),
        applicant_phone=Answer("13800138000", "138 0013 8000"),
        applicant_uscc=Answer("91150622MA0N0TE491", "9115**********E491"),
    )
    table = rows(paper(made, flow), "applicant")
    assert table["经营者身份证号"] == "150622199003070018"
    assert table["统一社会信用代码"] == "91150622MA0N0TE491"
    assert table["电话"] == "13800138000"


def test_routing_questions_and_empty_answers_do_not_reach_the_paper() -> None:
    no = Answer("no", "没有")
    made, flow = other(
        "general",
        title="邻居漏水",
        dispute=Answer("邻居漏水", "邻居漏水"),
        acting=Answer("self", "给自己办"),
        applicant_kind=Answer("person", "个人"),
        respondent_kind=Answer("person", "个人"),
        has_amount=Answer("unsure", "还没算清"),
        arbitration_clause=no,
        prior_case=no,
        story=Answer(None, "没有"),
    )
    text = words(paper(made, flow, "mediation_application"))
    hidden = ("为谁办理", "类型", "要不要钱", "仲裁约定", "处理", "补充说明", "什么纠纷", "手里的证据")
    assert [label for label in hidden if label in text] == []


def test_a_case_that_was_judged_before_says_so() -> None:
    made, flow = other("general", prior_case=Answer("judged", "判过或调解过"))
    assert rows(paper(made, flow), "elements")["以前的处理情况"] == "判过或调解过"


def test_parties_read_as_a_court_reads_them(flow) -> None:
    company = case(flow, respondent_kind=Answer("company", "公司或单位"))
    made = paper(company, flow)
    assert list(rows(made, "applicant")) == ["姓名", "身份证号", "电话", "住址"]
    assert rows(made, "applicant")["身份证号"] == MISSING
    assert rows(made, "respondent") == {
        "名称": f"刘<强>&{UNSURE}",
        "统一社会信用代码": MAY_BE_EMPTY,
        "电话": MAY_BE_EMPTY,
        "住所地": MAY_BE_EMPTY,
    }


def test_a_loan_is_told_in_sentences(flow) -> None:
    told = case(
        flow,
        side=Answer("lender", "别人欠我钱"),
        lent_on=Answer("2023-05-01", "2023年5月1日"),
        paid_how=Answer("cash", "现金"),
        repaid=Answer(None, "没还过"),
        story=Answer("他说年底还", "他说年底还"),
    )
    assert paper(told, flow).facts == (
        "原、被告之间发生民间借贷纠纷。2023年5月1日，被告向原告借款35,000元。款项以现金交付。"
        "双方没有约定利息。被告至今没有归还。",
    )
    assert paper(told, flow, "mediation_application").facts[0].startswith("申请人与被申请人之间发生")


def test_a_borrower_is_not_made_the_lender(flow) -> None:
    made = paper(case(flow, side=Answer("borrower", "我欠别人钱")), flow, "mediation_application")
    assert "申请人向被申请人借款35,000元。" in made.facts[-1]
    assert made.claims[0].startswith("与被申请人就借款35,000元")
    assert not [line for line in made.claims if "归还借款本金" in line]


def test_unpaid_property_fees_and_damage_are_told_in_sentences() -> None:
    fee, flow = other(
        "property_service",
        side=Answer("company", "物业公司"),
        issue=Answer("fee", "物业费没交"),
        estate=Answer("某某小区3号楼", "某某小区3号楼"),
        fee_owed=money(3000),
    )
    made = paper(fee, flow)
    assert made.claims[0] == "判令被告支付物业费3,000元（叁仟元整）。"
    assert made.facts[-1].endswith("房屋为某某小区3号楼。没有交纳的物业费共3,000元。")
    leak, _ = other(
        "property_service",
        side=Answer("owner", "业主或住户"),
        issue=Answer("repair", "漏水损坏不修"),
        problem=Answer("屋顶漏水没人修", "屋顶漏水没人修"),
        damage=money(2000),
    )
    made = paper(leak, flow)
    assert made.facts[0] == "屋顶漏水没人修。"
    assert made.claims[0] == "判令被告赔偿损失2,000元（贰仟元整）。"


def test_a_complaint_asks_the_court_and_ends_with_the_fee(flow) -> None:
    made = paper(case(flow), flow)
    assert made.claims[0].startswith("判令被告归还借款本金")
    assert made.claims[-1] == "本案诉讼费用由被告承担。"
    assert "对方" not in words(made)


def test_what_was_repaid_is_taken_off_the_principal(flow) -> None:
    first = paper(case(flow, repaid=money(5000)), flow).claims[0]
    assert "30,000元（叁万元整）（借款金额35,000元，减去已经还的钱5,000元" in first


def test_claims_with_gaps_are_left_out() -> None:
    made, flow = other("general", claim=Answer(None, "不知道"), has_amount=Answer("no", "不要钱"))
    assert paper(made, flow).claims == (MISSING, "本案诉讼费用由被告承担。")
    made, _ = other("general", has_amount=Answer("yes", "要"), amount=money(8000))
    assert paper(made, flow, "mediation_application").claims == (
        "请求被申请人支付8,000元（捌仟元整）。",
        "具体要求：三个月内还清。",
    )


@pytest.mark.parametrize(
    ("online", "e_service", "want"),
    [("no", "yes", ("当面", "手机")), ("yes", "no", ("网上", "纸质"))],
)
def test_choices_of_talks_and_notices_stand_in_the_paper(flow, online, e_service, want) -> None:
    made = paper(case(flow, online=Answer(online, "x"), e_service=Answer(e_service, "x")), flow)
    assert (rows(made, "choices")["调解方式"], rows(made, "choices")["送达方式"]) == want


def test_each_of_a_group_says_who_applies_together() -> None:
    made, flow = other(
        "wage_claim",
        how_many=Answer("many", "几个人一起"),
        workers=crew(),
        applicant_name=Answer("李建国", "李建国"),
        wage_owed=money(19_400),
    )
    done = paper(made, flow, "mediation_application")
    assert done.group == "本批共6人一并申请，合计116,400元（壹拾壹万陆仟肆佰元整），每人一份申请书。"
    assert [(m.no, m.name, m.amount) for m in done.members][:2] == [
        (1, "王建军", "29,400元"),
        (2, "李建国", "19,400元"),
    ]
    assert done.members[-1].amount == MISSING
    assert done.claims[0] == "请求被申请人支付拖欠的工资19,400元（壹万玖仟肆佰元整）。"
    body = docx("mediation_application", done)
    assert body == docx("mediation_application", done)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert "本批共6人一并申请" in archive.read("word/document.xml").decode()
    pages = PdfReader(io.BytesIO(pdf("mediation_application", done))).pages
    assert "吴海" in "".join(page.extract_text() for page in pages)


def test_one_of_a_group_does_not_carry_the_numbers_of_another() -> None:
    made, flow = other(
        "wage_claim",
        how_many=Answer("many", "几个人一起"),
        workers=crew(),
        applicant_name=Answer("吴海", "吴海"),
        applicant_id=Answer("150622199003070018", "x"),
        applicant_phone=Answer("13800138000", "x"),
        wage_owed=money(0),
    )
    done = paper(made, flow)
    assert rows(done, "applicant")["身份证号"] == MISSING
    assert rows(done, "applicant")["电话"] == "13800138000（本批联系人的）"
    assert not [line for line in done.claims if "工资" in line]


def test_pictures_and_invisible_characters_are_not_printed() -> None:
    said = "楼上漏水😀，\n泡了地板\u200b\x07👍🏽1️⃣次，共98㎡"
    made, flow = other("general", title="漏水💧", facts=Answer(said, said), claim=Answer("修好🙏", "修好🙏"))
    done = paper(made, flow)
    assert done.facts[0] == "楼上漏水，泡了地板1次，共98㎡。"
    assert done.cause == "漏水"
    assert "具体要求：修好。" in done.claims


def test_every_blank_in_a_sentence_is_a_step_of_its_flow() -> None:
    flows = load().flows
    for flow_id, flow in flows.items():
        ids = {step.id: step for step in flow.steps}
        rows = [line for claim in flow.complaint.claims for line in claim.lines]
        lines = [*flow.claims, *rows, *(line for ways in flow.narrative for line in ways)]
        for key, want in re.findall(r"\{(\w+)(?::(\w+))?\}", " ".join(lines)):
            assert key in {*ids, "A", "B", *(["total"] if flow.total else [])}, (flow_id, key)
            plain = want.removeprefix("not_")
            assert plain in {"", "known", "unknown", "none", *(ids[key].options if key in ids else ())}


@pytest.mark.parametrize("kind", ["mediation_application", "complaint", "evidence_list"])
def test_pdf_holds_the_words_and_is_the_same_twice(flow, kind: str) -> None:
    media = Media("blob", "借条.jpg", "image/jpeg", 1000, "ab" * 32)
    evidence = [Evidence("e1", "s", "", media, "", datetime(2026, 11, 22, tzinfo=UTC))]
    made = draft(kind, case(flow), flow, evidence, court="准格尔旗人民法院", today=TODAY)
    body = pdf(kind, made)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    assert made.title in text
    assert "借条.jpg" in text or kind != "evidence_list"
    assert body == pdf(kind, made)


@pytest.mark.parametrize("kind", ["mediation_application", "complaint", "evidence_list"])
def test_word_keeps_markup_in_names_as_words_and_is_the_same_twice(flow, kind: str) -> None:
    made = draft(kind, case(flow), flow, [], court="准格尔旗人民法院", today=TODAY)
    body = docx(kind, made)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert made.number in xml
    assert "{{" not in xml
    assert "刘&lt;强&gt;&amp;" in xml or kind == "evidence_list"
    assert body == docx(kind, made)


@pytest.mark.parametrize(
    "said", ["别告诉他我在娘家", "寄纸质的", "只发短信，别打电话", "他脾气不好，先跟他妈说"]
)
@pytest.mark.parametrize("paper", PAPERS)
def test_what_the_mediator_should_know_is_on_no_paper(flow, paper: str, said: str) -> None:
    make = gap_list if paper == "gaps" else partial(draft, paper)
    made = make(case(flow, story=Answer(said, said)), flow, [], court="某某法院", today=TODAY)
    assert said not in words(made)
    asked = case(flow, claim=Answer(said, said))
    assert paper != "complaint" or said in words(draft(paper, asked, flow, [], court="某某法院", today=TODAY))


@pytest.mark.parametrize("status", ["submitted", "to_file", "failed"])
def test_who_owes_has_no_complaint_and_no_list_for_filing(flow, status: str) -> None:
    mine = case(flow, side=Answer("borrower", "我欠别人钱")).answers
    theirs = case(flow, side=Answer("lender", "别人欠我钱")).answers
    for_filing = {"complaint", "payment_order", "preservation", "gaps"}
    assert not for_filing & set(applying(flow, mine, status))
    assert "evidence_list" in applying(flow, mine, status)
    assert {"complaint", "payment_order", "preservation"} <= set(applying(flow, theirs, status))
    assert "mediation_application" in applying(flow, mine, "submitted")


def test_where_the_endangered_live_is_only_on_what_the_court_keeps(flow) -> None:
    home, phone = "薛家湾镇娘家平房", "13800138000"
    told = case(
        flow,
        applicant_place=Answer(home, home),
        applicant_phone=Answer(phone, "138****8000"),
        respondent_place=Answer("沙圪堵镇", "沙圪堵镇"),
    )
    for paper_ in PAPERS.keys() - {"gaps"}:
        open_, kept = (
            words(draft(paper_, one, flow, [], court="某某法院", today=TODAY))
            for one in (told, replace(told, hidden=True))
        )
        assert home in open_, paper_
        if paper_ in {"service_address", "authorization"}:
            assert home in kept
        else:
            assert home not in kept
            assert phone not in kept
            assert "由法院掌握" in kept
            assert "沙圪堵镇" in kept
