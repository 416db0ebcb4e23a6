"""What is asked back before it is kept."""

from __future__ import annotations

import pytest

from bot.law.plausible import Asked, doubts
from bot.law.rows import rows, section, table, text, texts
from tests.flow_answers import FLOWS, TODAY, day, money

REPAID = {"on": "date", "amount": "amount"}


def said(field: str, read: str, **answers: object) -> str:
    columns = REPAID if read == "rows" else {}
    return "；".join(doubt.say for doubt in doubts(Asked(field, read, "X", columns), answers, TODAY))


def paid(*rows: tuple[str, int]) -> dict[str, object]:
    told = [[day(on) if on else None, money(yuan)] for on, yuan in rows]
    return {"rows": told, "total_fen": sum(yuan for _, yuan in rows) * 100}


@pytest.mark.parametrize(
    ("field", "read", "answers", "want"),
    [
        ("principal", "amount", {"principal": money(900_000_000_000)}, "超过一亿元"),
        ("principal", "amount", {"principal": {"low_fen": 1, "high_fen": 1}}, "不到一元"),
        ("repaid", "rows", {"repaid": paid(("", 0))}, "不到一元"),
        ("rate", "rate", {"rate": {"percent": "500", "per": "year"}}, "50,000元"),
        ("rate", "rate", {"rate": {"percent": "10", "per": "month"}}, "12,000元"),
        ("rate", "rate", {"rate": {"kind": "lpr_multiple", "multiple": "40"}}, "少见"),
        ("lent_on", "date", {"lent_on": day("2030-01-01")}, "还没有到"),
        ("lent_on", "date", {"lent_on": day("1925-01-01")}, "离现在101年"),
        ("repaid", "rows", {"repaid": paid(("2030-05-01", 5000))}, "还没有到"),
        ("due_on", "date", {"lent_on": day("2025-03-01"), "due_on": day("2023-05-01")}, "还早"),
        ("lent_on", "date", {"lent_on": day("2025-03-01"), "due_on": day("2023-05-01")}, "还早"),
        ("repaid", "rows", {"lent_on": day("2025-03-01"), "repaid": paid(("2024-05-01", 1))}, "还早"),
        ("left_on", "date", {"started_on": day("2025-03-01"), "left_on": day("2025-02-01")}, "还早"),
        ("repaid", "rows", {"principal": money(30_000), "repaid": paid(("", 90_000_000))}, "还多"),
        ("principal", "amount", {"principal": money(30_000), "repaid": paid(("", 40_000))}, "还多"),
        ("respondent_phone", "phone", {"applicant_phone": "138", "respondent_phone": "138"}, "电话一样"),
        ("respondent_name", "party", {"applicant_name": "张三", "respondent_name": "张三"}, "名字一样"),
        ("respondent_id", "id_number", {"applicant_id": "1", "respondent_id": "1"}, "身份证号一样"),
    ],
)
def test_what_can_hardly_be_meant_is_doubted(
    field: str, read: str, answers: dict[str, object], want: str
) -> None:
    assert want in said(field, read, **answers)


@pytest.mark.parametrize(
    ("field", "read", "answers"),
    [
        ("principal", "amount", {"principal": money(30_000)}),
        ("extra", "amount", {"extra": money(0)}),
        ("rate", "rate", {"rate": {"percent": "2", "per": "month"}}),
        ("rate", "rate", {"rate": {"kind": "lpr_multiple", "multiple": "4"}}),
        ("due_on", "date", {"lent_on": day("2025-03-01"), "due_on": day("2027-05-01")}),
        ("lent_on", "date", {"lent_on": day("2025-03-01", "2025-03-31"), "due_on": day("2025-03-20")}),
        ("married_on", "date", {"married_on": day("1955-01-01")}),
        ("repaid", "rows", {"principal": money(30_000), "repaid": paid(("2026-01-01", 30_000))}),
        ("respondent_phone", "phone", {"applicant_phone": "138", "respondent_phone": "139"}),
        ("respondent_phone", "phone", {"agent_phone": "138", "applicant_phone": "138"}),
    ],
)
def test_the_ordinary_is_not_doubted(field: str, read: str, answers: dict[str, object]) -> None:
    assert said(field, read, **answers) == ""


@pytest.mark.parametrize(
    ("number", "want"),
    [("150622201501010018", "今年11岁"), ("150622199003070018", ""), ("15062219900307001", "")],
)
def test_a_worker_is_neither_a_child_nor_very_old(number: str, want: str) -> None:
    people = {"rows": [{"name": "王小明", "id_number": number, "amount_fen": 100_000}]}
    told = said("workers", "table", workers=people)
    assert (want in told) if want else told == ""


def test_the_rules_speak_of_questions_that_are_asked() -> None:
    known = {step.id for flow in FLOWS.values() for step in flow.steps}
    known |= {f"{s.id}.{key}" for flow in FLOWS.values() for s in flow.steps for key in s.columns}
    rules = table("plausible")
    named = [text(row, end) for row in rows(rules, "order") for end in ("first", "then")]
    named += [text(row, end) for row in rows(rules, "less") for end in ("part", "whole")]
    named += [text(row, end) for row in rows(rules, "same") for end in ("one", "other")]
    dates = section(rules, "dates")
    named += [*texts(dates, "ahead"), *texts(dates, "old")]
    assert set(named) <= known
